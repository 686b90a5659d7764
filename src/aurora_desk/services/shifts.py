"""Opening a shift with its float; counting and closing come with the drawer."""

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import ShiftId, TillId
from aurora_desk.domain.money import LARGEST_MINOR, Money
from aurora_desk.domain.shifts import NoShiftError, Shift
from aurora_desk.store.unit_of_work import Work


class Shifts:
    """Shifts at the tills."""

    def current(self, work: Work, till_id: TillId) -> Shift | None:
        """The open shift of a till."""
        return work.shifts.current(till_id)

    def open(self, work: Work, actor: Actor, float_minor: int) -> Shift:
        """Open a shift with what lies in the drawer."""
        assert actor.till_id is not None
        assert actor.person_id is not None
        if not 0 <= float_minor <= LARGEST_MINOR:
            raise InvalidError("float", "The float can't be below zero.")
        if work.shifts.current(actor.till_id) is not None:
            raise ConflictError("A shift is open on this till already. Nothing was changed. Go on selling.")
        tenant = work.tenants.get(actor.tenant_id)
        shift = Shift(
            shift_id=ShiftId(work.new_id()),
            till_id=actor.till_id,
            person_id=actor.person_id,
            person_name=work.people.get(actor.tenant_id, actor.person_id).name,
            opened_at=work.now,
            float=Money(float_minor, tenant.currency),
        )
        work.shifts.open(shift, actor.tenant_id)
        work.log(actor, "shift.opened", f"shift:{shift.shift_id}", {"float": float_minor, "currency": tenant.currency})
        return shift


def open_shift(work: Work, actor: Actor) -> ShiftId | None:
    """The shift that an actor's payment belongs to: a till's open one, none for programs; raises `NoShiftError`."""
    if actor.till_id is None:
        return None
    shift = work.shifts.current(actor.till_id)
    if shift is None:
        raise NoShiftError
    return shift.shift_id
