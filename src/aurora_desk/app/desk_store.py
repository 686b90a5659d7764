"""Opening the store that a desk is started on, with its child processes; called in a job, behind the first frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurora_desk.app.options import Environment, Folders

if TYPE_CHECKING:
    from aurora_desk.gui.shell.opened import NoStore, Opened

API_PORT = 8787


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """Which store the desk opens, and how."""

    environment: Environment
    where: Folders
    demo: bool
    api_port: int = API_PORT


def open_store(plan: DeskPlan) -> Opened | NoStore:
    """Open the plan's store with its child processes; called in a job. A demo is made where nothing is yet."""
    from aurora_desk.app import opening
    from aurora_desk.gui.shell.opened import NoStore
    from aurora_desk.services.shop import NewShop

    place = opening.place_of(plan.environment, plan.where)
    facts = opening.look(place, demo_wanted=plan.demo)
    if facts is not None:
        return _open(plan)
    if plan.demo:
        opening.make_demo(place)
        return _open(plan)

    def make_shop(shop: NewShop) -> Opened:
        opening.make_first_shop(place, shop)
        return _open(plan)

    def open_demo() -> Opened:
        data = plan.where.data / "demo"
        keys = data / "keys" if plan.where.keys == plan.where.data / "keys" else plan.where.keys / "demo"
        demo = DeskPlan(plan.environment, Folders(data, keys), demo=True, api_port=plan.api_port)
        opened = open_store(demo)
        assert not isinstance(opened, NoStore)
        return opened

    return NoStore(make_shop, open_demo)


def _open(plan: DeskPlan) -> Opened:
    from aurora_desk.app import opening
    from aurora_desk.app.child import ApiChild
    from aurora_desk.app.simulator_process import Simulator
    from aurora_desk.gui.shell.opened import Opened
    from aurora_desk.services.demo import PIN_HINT

    place = opening.place_of(plan.environment, plan.where)
    facts = opening.look(place, demo_wanted=plan.demo)
    assert facts is not None
    simulator = None
    if facts.training and plan.environment.stripe_api_base is None:
        simulator = Simulator(plan.where.data)
        simulator.begin()
    stripe = opening.stripe_of(plan.environment, facts, simulator.address() if simulator else None)
    mails = plan.environment.smtp_url is not None
    services = opening.open_services(place, facts, stripe, server=False, mails=mails)
    variables = {}
    if simulator is not None and stripe is not None and stripe.api_base is not None:
        variables = {"AURORA_STRIPE_SECRET_KEY": stripe.key, "AURORA_STRIPE_API_BASE": stripe.api_base}
    where = ["--data-dir", str(plan.where.data), "--keys-dir", str(plan.where.keys)]
    child = ApiChild([*where, "--port", str(plan.api_port)], variables)
    child.start()

    def close() -> None:
        child.close()
        services.close()
        if simulator is not None:
            simulator.close()

    return Opened(
        services=services,
        tenant=services.read(lambda work: services.tenants.get(work, facts.default_tenant)),
        till=services.read(lambda work: services.tenants.first_till(work, facts.default_tenant)),
        ask_api=child.state,
        close=close,
        hint=PIN_HINT if facts.training else "",
        receipts=plan.where.data / "receipts",
        photos=plan.where.data / "photos",
        simulator=stripe.api_base or "" if simulator is not None and stripe is not None else "",
    )
