"""Pairing card readers with a shop."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import ReaderId
from aurora_desk.domain.payments import CardStep, ReaderHealth, StripeRefusedError
from aurora_desk.services.demo import CAFE, DEMO_READER, SECOND
from services.counter import MARA, Counter

CODE = "simulated-wpe"


def labels(counter: Counter) -> list[str]:
    return [reader.label for reader in counter.read(counter.services.payments.readers, CAFE)]


def test_a_reader_is_paired_by_the_code_that_it_shows_and_takes_cards(counter: Counter) -> None:
    reader = counter.services.readers.pair(CAFE, f" {CODE} ", " Terrace ")

    assert labels(counter) == ["Terrace", "WisePOS E"]
    assert "reader.paired" in counter.events(f"reader:{reader.reader_id}")
    assert counter.services.payments.start_card(MARA, counter.target(), reader.reader_id).step is CardStep.WAITING


def test_the_same_code_paired_twice_is_one_reader(counter: Counter) -> None:
    first = counter.services.readers.pair(CAFE, CODE, "Terrace")
    assert counter.services.readers.pair(CAFE, CODE, "Terrace") == first
    assert labels(counter) == ["Terrace", "WisePOS E"]


@pytest.mark.parametrize(
    ("code", "label"), [("no-such-code", "Terrace"), ("", "Terrace"), (CODE, " "), (CODE, "x" * 41)]
)
def test_a_wrong_code_or_label_pairs_nothing(counter: Counter, code: str, label: str) -> None:
    with pytest.raises(InvalidError):
        counter.services.readers.pair(CAFE, code, label)
    assert labels(counter) == ["WisePOS E"]


def test_readers_of_the_account_that_are_not_used_are_found_and_can_be_used(counter: Counter) -> None:
    other = counter.ask_stripe("POST", "terminal/readers", registration_code=CODE, label="Bar")

    (found,) = counter.services.readers.discover(CAFE)
    assert (found.reader_id, found.label, found.online) == (other["id"], "Bar", True)
    assert counter.services.readers.use(CAFE, other["id"]).label == "Bar"

    assert counter.services.readers.discover(CAFE) == ()
    assert labels(counter) == ["Bar", "WisePOS E"]


def test_an_unknown_reader_is_not_used(counter: Counter) -> None:
    with pytest.raises(StripeRefusedError):
        counter.services.readers.use(CAFE, "tmr_nowhere")
    assert labels(counter) == ["WisePOS E"]


def test_another_shops_reader_is_left_alone(counter: Counter) -> None:
    with pytest.raises(ConflictError, match="Another shop"):
        counter.services.readers.use(SECOND, DEMO_READER)


def test_a_removed_reader_is_offered_no_more_and_can_come_back(counter: Counter) -> None:
    counter.write(counter.services.readers.remove, CAFE, DEMO_READER)
    assert labels(counter) == []
    with pytest.raises(NotFoundError):
        counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)

    counter.services.readers.use(CAFE, DEMO_READER)
    assert labels(counter) != []


def test_a_reader_with_a_payment_on_it_is_not_removed(counter: Counter) -> None:
    counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    with pytest.raises(ConflictError, match="payment is on this reader"):
        counter.write(counter.services.readers.remove, CAFE, DEMO_READER)
    with pytest.raises(NotFoundError):
        counter.write(counter.services.readers.remove, CAFE, "tmr_nowhere")


def test_how_a_reader_is_comes_from_stripe(counter: Counter) -> None:
    health = counter.services.payments.reader_health
    assert health(DEMO_READER) is ReaderHealth.ONLINE
    assert health(ReaderId("tmr_nowhere")) is ReaderHealth.UNKNOWN
    counter.fault("reader_offline")
    counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    assert health(DEMO_READER) is ReaderHealth.OFFLINE
