from __future__ import annotations

import pytest

from aurora_desk.gui.theme.tokens import DARK, EDGE_NEEDS, LIGHT, TINTS, Pair, Theme, high_contrast, pairs

THEMES = (LIGHT, DARK)
STRONG = tuple(high_contrast(theme) for theme in THEMES)


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(pair, id=f"{theme.name}{' high' * (theme in STRONG)}: {pair.label}")
        for theme in (*THEMES, *STRONG)
        for pair in pairs(theme)
    ],
)
def test_every_pair_of_colours_has_the_contrast_it_needs(pair: Pair) -> None:
    assert pair.contrast >= pair.needs


def test_black_on_white_has_the_highest_contrast() -> None:
    assert Pair("ends", "#000000", "#FFFFFF", 4.5).contrast == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_category_of_an_unknown_tint_still_has_art(theme: Theme) -> None:
    assert theme.tint("no such tint") == theme.tints[0]
    assert len(theme.tints) == len(TINTS)


def test_a_tone_without_a_soft_ground_stands_on_the_sunken_one() -> None:
    assert LIGHT.soft("muted") == LIGHT.sunken
    assert LIGHT.soft("danger") == LIGHT.danger_soft


@pytest.mark.parametrize("theme", STRONG, ids=lambda theme: theme.name)
def test_with_high_contrast_every_edge_can_be_seen_and_no_text_is_quiet(theme: Theme) -> None:
    for back in ("bg", "surface", "raised"):
        assert Pair("edge", theme.border, theme.colour(back), EDGE_NEEDS).contrast >= EDGE_NEEDS
    assert theme.muted == theme.text
