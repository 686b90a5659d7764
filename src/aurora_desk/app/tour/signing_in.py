"""Who is at the till: signing in, a forgotten PIN, too many wrong ones, the lock that keeps everything as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.on_tour import sign_in
from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import FREE_TRIES

WRONG = "0000"
OWNERS_EMAIL, OWNERS_WORDS = "mara@example.com", "Blue-Kettle 47"


def chapter(stage: Stage) -> None:
    """From the closed door to an empty Sell."""
    guide = stage.guide
    guide.picture("signin-1-people")
    guide.key(Qt.Key.Key_F1)
    guide.wait_for(QWidget, "shortcuts")
    guide.pause(0.3)
    guide.picture("signin-6-keys")
    stage.leave("shortcuts")
    guide.click("person-2")
    _type_wrong(stage)
    guide.picture("signin-3-wrong-pin")
    guide.click("sign-in-forgot")
    guide.wait_for(QWidget, "approval")
    guide.pause(0.2)
    guide.picture("signin-4-forgotten-pin")
    stage.leave("approval")
    _set_password(stage)
    guide.click("sign-in-owner")
    guide.wait_for(QWidget, "owner-sheet")
    guide.pause(0.3)
    guide.picture("signin-6-owner")
    stage.leave("owner-sheet")
    for _ in range(FREE_TRIES - 1):
        _type_wrong(stage)
    guide.picture("signin-5-wait")
    guide.click("person-1")
    guide.pause(0.2)
    sign_in(stage.desk, guide)
    guide.pause(0.4)


def locked(stage: Stage) -> None:
    """The lock over a cart; ends unlocked."""
    stage.guide.control(Qt.Key.Key_1)
    stage.scan_products(104)
    stage.guide.control(Qt.Key.Key_L)
    stage.guide.pause(0.3)
    stage.guide.picture("signin-2-locked")
    sign_in(stage.desk, stage.guide)


def _set_password(stage: Stage) -> None:
    """The owner has one, so that the sheet says what it says in most shops."""
    context = stage.desk.context
    services, actor = context.services, Actor.program(context.session.tenant_id)
    hashed = services.owner_door.hash_password(OWNERS_WORDS)
    services.write(lambda work: services.owner_door.set_password(work, actor, PersonId(1), OWNERS_EMAIL, hashed))


def _type_wrong(stage: Stage) -> None:
    stage.guide.write(WRONG)
    stage.guide.until(lambda: stage.desk.assembly.sign_in.card.dots.wrong, "a wrong PIN to be refused")
    stage.guide.pause(0.3)
