"""What the search field takes for a number of pieces."""

import pytest

from aurora_desk.gui.screens.sell.entry import Entry, read_entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("espresso", Entry("espresso")),
        ("3*", Entry("", 3000, counted=True)),
        ("3*espresso", Entry("espresso", 3000, counted=True)),
        (" 12 × flat white", Entry("flat white", 12_000, counted=True)),
        ("0*tea", Entry("0*tea")),
        ("12345*tea", Entry("12345*tea")),
        ("4006381333931", Entry("4006381333931")),
    ],
)
def test_a_number_before_a_star_is_how_many(text: str, entry: Entry) -> None:
    assert read_entry(text) == entry
