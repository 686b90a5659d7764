"""Settings: what is kept is what was declared."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.settings import ALL, LESS_MOTION, SCANNER_GAP, TEXT_SIZE, THEME, Setting


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_every_default_is_a_value_of_its_setting(setting: Setting[bool] | Setting[int] | Setting[str]) -> None:
    assert setting.checked(setting.default) == setting.default


@pytest.mark.parametrize(
    ("setting", "value"),
    [(THEME, "pink"), (TEXT_SIZE, 101), (TEXT_SIZE, "100"), (SCANNER_GAP, 24), (SCANNER_GAP, 151), (LESS_MOTION, 1),
     (SCANNER_GAP, True), (THEME, None)],
)  # fmt: skip
def test_what_fits_no_setting_is_refused_in_words(
    setting: Setting[bool] | Setting[int] | Setting[str], value: object
) -> None:
    with pytest.raises(InvalidError, match=setting.name):
        setting.checked(value)


def test_names_are_used_once() -> None:
    assert len({setting.name for setting in ALL}) == len(ALL)
