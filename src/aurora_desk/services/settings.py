"""Changing settings of the shop and of a till."""

from __future__ import annotations

from typing import TypeVar

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.own_tenders import OwnTender, tenders_of, tenders_text, with_tender, without_tender
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.settings import OWN_TENDERS, Scope, Setting
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.preferences import Preferences, of_shop
from aurora_desk.store.settings import WHOLE_SHOP
from aurora_desk.store.unit_of_work import Work

V = TypeVar("V", bool, int, str)


class Settings:
    """Use cases on settings; all of them units."""

    def of_till(self, work: Work, tenant_id: TenantId, till_id: TillId) -> Preferences:
        """All settings that count at a till."""
        return Preferences(work.settings.of(tenant_id, WHOLE_SHOP), work.settings.of(tenant_id, till_id))

    def change(
        self, work: Work, actor: Actor, setting: Setting[V], value: V, approval_id: ApprovalId | None = None
    ) -> None:
        """Set one for the actor's till, or for the shop; raises `InvalidError`.

        What counts for the whole shop only managers and the owner set: `NeedsApprovalError` for anybody else.
        """
        subject = f"setting:{setting.name}"
        if setting.scope is Scope.SHOP:
            yes = must_be_allowed(
                work,
                actor,
                Right.SETTINGS,
                amount=ONCE,
                subject=subject,
                words=say("Changing a setting of the shop needs a manager. Nothing was changed."),
                approval_id=approval_id,
            )
            use_up(work, actor, yes)
        till_id = WHOLE_SHOP if setting.scope is Scope.SHOP else actor.till_id
        assert till_id is not None
        kept = work.settings.of(actor.tenant_id, till_id).get(setting.name, setting.default)
        after = setting.checked(value)
        work.settings.put(actor.tenant_id, till_id, setting.name, after)
        facts = {"name": setting.name, "till_id": till_id, "before": kept, "after": after}
        work.log(actor, "setting.changed", subject, facts)

    def own_tenders(self, work: Work, tenant_id: TenantId) -> tuple[OwnTender, ...]:
        """The tenders that a shop takes beside those of the program."""
        return tenders_of(of_shop(work, tenant_id)(OWN_TENDERS))

    def add_tender(self, work: Work, actor: Actor, name: str, *, asks_reference: bool) -> tuple[OwnTender, ...]:
        """Let the shop take one more; raises `InvalidError` and `ConflictError`."""
        tenders = with_tender(self.own_tenders(work, actor.tenant_id), name, asks_reference=asks_reference)
        self.change(work, actor, OWN_TENDERS, tenders_text(tenders))
        return tenders

    def remove_tender(self, work: Work, actor: Actor, name: str) -> tuple[OwnTender, ...]:
        """Let the shop take one no more; raises `NotFoundError`."""
        tenders = without_tender(self.own_tenders(work, actor.tenant_id), name)
        self.change(work, actor, OWN_TENDERS, tenders_text(tenders))
        return tenders
