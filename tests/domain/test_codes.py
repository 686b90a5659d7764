"""Signed codes: read back as written, and refused as soon as a letter, the shop or the key is another."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.codes import LETTERS, CodeKind, ForeignCodeError, SignedCode, looks_signed, read_code, sign_code
from aurora_desk.domain.ids import TenantId

KEY, OTHER = b"k" * 32, b"o" * 32
CAFE = TenantId(42)
KINDS = st.sampled_from(CodeKind)
NUMBERS = st.integers(1, 2**31 - 1)


@given(KINDS, NUMBERS)
def test_a_code_says_what_was_signed_in_either_case(kind: CodeKind, number: int) -> None:
    text = sign_code("B", KEY, CAFE, kind, number)

    for spelling in (text, text.lower(), text.swapcase(), text.title()):
        assert read_code(spelling, {"B": KEY}, CAFE) == SignedCode(kind, number)


@given(KINDS, st.integers(1, 2**44 - 1))
def test_a_code_has_at_most_29_of_its_16_letters(kind: CodeKind, number: int) -> None:
    text = sign_code("B", KEY, CAFE, kind, number)

    assert len(text) <= 29
    assert set(text) <= set("BCDEFGHJKLNPRTUV")
    assert looks_signed(text)


def test_a_code_is_kind_key_number_and_sixty_four_bits_over_all_of_it_and_the_tenant() -> None:
    """Reckoned here in another way, so that labels printed once are read for ever."""
    signed = hmac.digest(KEY, b"42:1:order:B:5001", "sha256").hex()[:16]
    letters = dict(zip("0123456789abcdef", "BCDEFGHJKLNPRTUV", strict=True))

    expected = "B" + "B" + "".join(letters[digit] for digit in f"{5001:x}{signed}")
    assert sign_code("B", KEY, CAFE, CodeKind.ORDER, 5001) == expected
    assert sign_code("B", KEY, CAFE, CodeKind.PRODUCT, 5001)[0] == "C"


@given(KINDS, NUMBERS, st.data())
def test_any_changed_letter_is_refused(kind: CodeKind, number: int, data: st.DataObject) -> None:
    text = sign_code("B", KEY, CAFE, kind, number)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from([letter for letter in LETTERS if letter != text[place]]))

    with pytest.raises(ForeignCodeError, match="not from this shop"):
        read_code(text[:place] + letter + text[place + 1 :], {"B": KEY, "C": OTHER}, CAFE)


@given(KINDS, NUMBERS, st.text(LETTERS, min_size=1, max_size=4), st.data())
def test_a_longer_or_shorter_code_is_refused(kind: CodeKind, number: int, more: str, data: st.DataObject) -> None:
    text = sign_code("B", KEY, CAFE, kind, number)
    place = data.draw(st.integers(0, len(text)))

    for wrong in (text[:place] + more + text[place:], text[: len(text) - len(more)], text[len(more) :]):
        with pytest.raises(ForeignCodeError):
            read_code(wrong, {"B": KEY}, CAFE)


@given(KINDS, NUMBERS)
def test_a_code_of_another_shop_kind_or_key_is_refused(kind: CodeKind, number: int) -> None:
    text = sign_code("B", KEY, CAFE, kind, number)
    another = "C" if text[0] == "B" else "B"

    for wrong, keys, tenant in (
        (text, {"B": KEY}, TenantId(43)),
        (text, {"B": OTHER}, CAFE),
        (text, {"C": KEY}, CAFE),
        (text, {}, CAFE),
        (another + text[1:], {"B": KEY}, CAFE),
        ("G" + text[1:], {"B": KEY}, CAFE),
    ):
        with pytest.raises(ForeignCodeError):
            read_code(wrong, keys, tenant)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with pytest.raises(ForeignCodeError):
        read_code(text, {"B": KEY}, CAFE)


@pytest.mark.parametrize(
    "text", ["", "5001", "4006381333931", "B" * 18, "B" * 30, "ﬀ" * 20, "Ｂ" * 20, "B" * 19 + "\n"]
)
def test_what_is_not_in_the_shape_of_a_code_does_not_look_signed(text: str) -> None:
    assert not looks_signed(text)
