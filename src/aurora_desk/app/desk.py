"""`aurora-desk`: the desk, with its API child and, for training, its simulator.

Nothing slow is imported before the window's first frame: the store and everything on it open in a job behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.display import has_display
from aurora_desk.app.options import Environment, Folders, check_folder, folders

if TYPE_CHECKING:
    from aurora_desk.gui.shell.opened import NoStore, Opened

API_PORT = 8787
TOUR = Path("tour")


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """Which store the desk opens, and how."""

    environment: Environment
    where: Folders
    demo: bool
    api_port: int = API_PORT


def run_desk(environment: Environment, *, demo: bool, data_dir: Path | None, say: Callable[[str], None]) -> int:
    """Open the desk; without a display the same desk runs offscreen and serves until Ctrl-C."""
    where = folders(environment, data_dir=data_dir, demo=demo)
    check_folder(where.data)
    plan = DeskPlan(environment, where, demo)
    if not has_display():
        from aurora_desk.app.offscreen import run_offscreen

        return run_offscreen(plan, TOUR, say)
    from PySide6.QtWidgets import QApplication

    from aurora_desk.app.signals import quit_on_signals
    from aurora_desk.gui.desk import Desk, DeskOptions

    app = QApplication(["aurora-desk"])
    app.setApplicationName("Aurora Desk")
    desk = Desk(app, DeskOptions(open_store=lambda: open_store(plan)))
    status = [0]

    def failed(sentence: str) -> None:
        print(sentence, file=sys.stderr)
        status[0] = 1
        if any(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
            # Started from a terminal, the sentence stands there; started by its icon, the window says it.
            app.quit()

    desk.failed.connect(failed)
    desk.window.closing.connect(app.quit)
    with quit_on_signals(app.quit):
        desk.show()
        try:
            app.exec()
        finally:
            desk.close()
    return status[0]


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
    services = opening.open_services(place, facts, stripe, server=False)
    variables = {}
    if simulator is not None and stripe is not None and stripe.api_base is not None:
        variables = {"AURORA_STRIPE_SECRET_KEY": stripe.key, "AURORA_STRIPE_API_BASE": stripe.api_base}
    child = ApiChild(["--data-dir", str(plan.where.data), "--port", str(plan.api_port)], variables)
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
    )
