"""Merging and taking it back, while something about the same or another customer is typed or under way."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.gui.screens.customers.customer_detail import Deed, Tab
from aurora_desk.gui.screens.customers.merge_sheet import MergeSheet
from aurora_desk.gui.screens.customers.unsaved_bar import LeaveQuestion
from aurora_desk.services.demo import CAFE
from aurora_desk.services.merging import MergePlan
from gui.screens.customers.desk import AYLIN, LENA, TOMASZ, Desk, answered, type_over
from gui.screens.orders.shop import Shop, click

ENTER = Qt.Key.Key_Return


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def merge(desk: Desk, qtbot: QtBot, *, other_kept: bool = False) -> None:
    """Merge Lena, who is shown, with Tomasz."""
    desk.more(Deed.MERGE)
    sheet = desk.sheet(MergeSheet)
    desk.scan(TOMASZ, sheet)
    qtbot.waitUntil(sheet.merge.isVisible)
    if other_kept:
        click(sheet.swap)
    click(sheet.merge)
    qtbot.waitUntil(lambda: len(desk.offers) == 1)


@pytest.mark.parametrize("where", ["form", "note"])
def test_taking_a_merge_back_asks_before_what_is_typed_about_somebody_else_is_left(
    desk: Desk, qtbot: QtBot, where: str
) -> None:
    desk.open(LENA)
    merge(desk, qtbot)
    desk.open(AYLIN)
    field = desk.details.fields["city"] if where == "form" else desk.detail.notes.field
    if where == "note":
        desk.choose_tab(Tab.NOTES.value)
    type_over(field.input, "Bonn")

    desk.undo()

    click(desk.sheet(LeaveQuestion).keep)
    answered(desk)
    assert (desk.screen.shown_key(), field.text) == (AYLIN, "Bonn")
    assert desk.stored(TOMASZ).ref == TOMASZ, "the two are separate all the same"


def test_taking_a_merge_back_leaves_what_is_typed_about_the_one_who_is_kept(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    merge(desk, qtbot)
    city, note = desk.details.fields["city"], desk.detail.notes.field
    type_over(city.input, "Bonn")
    note.set_text("Likes oat milk")

    desk.undo()
    desk.told("separate again")
    answered(desk)

    assert (desk.screen.shown_key(), city.text, note.text) == (LENA, "Bonn", "Likes oat milk")
    desk.press(ENTER)
    desk.told("Saved")
    assert desk.stored(LENA).ref == LENA


def test_a_note_on_the_one_who_was_merged_away_is_asked_for_and_goes_to_the_one_who_is_kept(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.open(LENA)
    desk.detail.notes.field.set_text("Likes oat milk")
    merge(desk, qtbot, other_kept=True)

    click(desk.sheet(LeaveQuestion).save)

    desk.wait_for(TOMASZ)
    notes = partial(desk.shop.services.customer_notes.of, tenant_id=CAFE, ref=TOMASZ)
    assert [note.words for note in desk.shop.services.read(notes)] == ["Likes oat milk"]


def test_who_goes_on_about_the_one_who_was_merged_away_writes_it_down_for_the_one_who_is_kept(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.open(LENA)
    desk.detail.notes.field.set_text("Likes oat milk")
    merge(desk, qtbot, other_kept=True)
    click(desk.sheet(LeaveQuestion).keep)
    type_over(desk.details.fields["city"].input, "Bonn")

    desk.press(ENTER)

    desk.wait_for(TOMASZ)
    assert desk.details.fields["city"].text == "Bonn"
    assert desk.stored(LENA).ref == TOMASZ
    notes = partial(desk.shop.services.customer_notes.of, tenant_id=CAFE, ref=TOMASZ)
    assert [note.words for note in desk.shop.services.read(notes)] == ["Likes oat milk"]


def test_nothing_is_asked_above_the_lock_and_what_is_typed_waits(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    merge(desk, qtbot)
    desk.open(AYLIN)
    type_over(desk.details.fields["city"].input, "Bonn")

    desk.undo()
    desk.shop.context.session.leave()
    desk.told("separate again")

    assert desk.window.findChild(LeaveQuestion) is None
    assert (desk.screen.shown_key(), desk.details.fields["city"].text) == (AYLIN, "Bonn")


def test_why_a_merge_was_refused_is_told_to_whoever_wanted_to_close_it_meanwhile(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, go = desk.screen._reader, Event()
    merge_now, actor = reader.merge, desk.shop.context.session.actor()

    def slow(actor: Actor, plan: MergePlan, approval_id: ApprovalId | None) -> tuple[Customer, str]:
        assert go.wait(30)
        return merge_now(actor, plan, approval_id)

    monkeypatch.setattr(reader, "merge", slow)
    desk.open(LENA)
    desk.more(Deed.MERGE)
    sheet = desk.sheet(MergeSheet)
    desk.scan(TOMASZ, sheet)
    qtbot.waitUntil(sheet.merge.isVisible)
    click(sheet.merge)
    merge_now(actor, MergePlan(AYLIN, TOMASZ), None)

    click(sheet.cross)
    sheet.back.setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert sheet.isVisible()
    before = sheet.merge.text()
    click(sheet.swap)
    click(sheet.back)
    desk.scan(AYLIN, sheet)
    assert (sheet.merge.isVisible(), sheet.merge.text()) == (True, before), "the two that are being merged"
    go.set()

    qtbot.waitUntil(sheet.error.isVisible)
    assert sheet.error.text().startswith("One of the two was merged meanwhile. Nothing was changed.")
    click(sheet.cross)
    qtbot.waitUntil(lambda: not desk.window.findChildren(MergeSheet))
