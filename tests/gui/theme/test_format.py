from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from aurora_desk.domain.money import LARGEST_MINOR, Money
from aurora_desk.gui.theme.format import date_text, isolated, money_text, quantity_label, time_text

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("money", "locale", "text"),
    [
        (Money(9810, "EUR"), "en_IE", "€98.10"),
        (Money(9810, "EUR"), "de_DE", f"98,10{NBSP}€"),
        (Money(105, "USD"), "en_US", "$1.05"),
        (Money(-360, "EUR"), "en_IE", "−€3.60"),
        (Money(0, "EUR"), "en_IE", "€0.00"),
        (Money(5, "EUR"), "en_IE", "€0.05"),
        (Money(1234, "JPY"), "en_US", "¥1,234"),
        (Money(1234, "KWD"), "en_US", f"KWD{NBSP}1.234"),
        (Money(1050, "CHF"), "en_US", f"CHF{NBSP}10.50"),
        (Money(LARGEST_MINOR, "USD"), "en_US", "$999,999,999.99"),
    ],
)
def test_money_is_written_as_its_language_writes_it(money: Money, locale: str, text: str) -> None:
    assert money_text(money, QLocale(locale)) == text


def test_money_keeps_reading_left_to_right_among_arabic_words() -> None:
    text = money_text(Money(-9810, "EUR"), QLocale("ar_EG"))

    assert text[0] == "\u2066"
    assert text[-1] == "\u2069"
    assert "\u2212" in text


def test_only_languages_from_right_to_left_get_isolates() -> None:
    assert isolated("#5001", QLocale("en_US")) == "#5001"
    assert isolated("#5001", QLocale("he_IL")) == "\u2066#5001\u2069"


def test_a_quantity_has_the_decimal_sign_of_its_language() -> None:
    assert quantity_label(350, QLocale("de_DE")) == "0,35"
    assert quantity_label(2000, QLocale("de_DE")) == "2"


def test_times_are_told_on_the_clock_of_the_shop() -> None:
    at = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    assert time_text(at, QLocale("de_DE"), ZoneInfo("Europe/Berlin")) == "00:30"
    assert date_text(at, QLocale("de_DE"), ZoneInfo("Europe/Berlin")) == "05.03.26"


def test_the_space_before_am_and_pm_can_be_seen() -> None:
    at = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    assert time_text(at, QLocale("en_US"), UTC) == "11:30\u00a0PM"
