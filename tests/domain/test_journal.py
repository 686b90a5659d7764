"""The hash of a journal row covers every field, and no two rows share one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.journal import GENESIS, Entry, chain_hash, facts_text

KEY = b"k" * 32
TEXT = st.text(st.sampled_from("ab1:é"), max_size=5)
ROWS = st.tuples(
    TEXT, st.integers(1, 99), TEXT,
    st.builds(
        Entry, TEXT, st.integers(1, 99).map(TenantId), TEXT,
        st.none() | st.integers(0, 99).map(TillId), TEXT, st.just({}),
    ),
    TEXT,
)  # fmt: skip


@given(ROWS, ROWS)
def test_two_rows_have_one_hash_only_if_they_are_the_same_in_every_field(
    one: tuple[str, int, str, Entry, str], other: tuple[str, int, str, Entry, str]
) -> None:
    assert (chain_hash(KEY, *one) == chain_hash(KEY, *other)) == (one == other)


def test_no_field_borrows_a_character_of_its_neighbour() -> None:
    entry = Entry("ab", TenantId(1), "c", None, "d", {})

    assert chain_hash(KEY, GENESIS, 1, "1", entry, "{}") != chain_hash(
        KEY, GENESIS, 1, "1", replace(entry, event="a", who="bc"), "{}"
    )
    assert chain_hash(KEY, GENESIS, 1, "11", entry, "") != chain_hash(KEY, GENESIS, 11, "1", entry, "")


def test_no_till_and_till_0_are_two_things() -> None:
    entry = Entry("order.placed", TenantId(1), "program", None, "order:1", {})

    assert chain_hash(KEY, GENESIS, 1, "1", entry, "{}") != chain_hash(
        KEY, GENESIS, 1, "1", replace(entry, till_id=TillId(0)), "{}"
    )


@given(ROWS)
def test_the_hash_needs_the_key(row: tuple[str, int, str, Entry, str]) -> None:
    assert chain_hash(KEY, *row) != chain_hash(b"o" * 32, *row)


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none(), max_size=5))
def test_facts_are_one_text_whatever_order_they_were_given_in(facts: dict[str, object]) -> None:
    assert facts_text(facts) == facts_text(dict(reversed(facts.items())))
