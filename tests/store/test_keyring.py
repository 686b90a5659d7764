"""The keys of a store: its own, complete, for their owner's eyes, and never replaced."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from aurora_desk.store.creating import keys_for_new_store
from aurora_desk.store.keyring import KeyRing, KeyRingError, Purpose, read_key_ring, write_key_ring
from store.making import Shop


def test_a_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "keys.json"

    write_key_ring(file, KeyRing.new())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_key_file_is_never_overwritten(sqlite_shop: Shop) -> None:
    before = sqlite_shop.place.keys.read_bytes()

    with pytest.raises(KeyRingError, match="left as it is"):
        write_key_ring(sqlite_shop.place.keys, KeyRing.new())

    assert sqlite_shop.place.keys.read_bytes() == before


def test_keys_of_a_making_that_was_cut_short_are_taken_up_again(sqlite_shop: Shop) -> None:
    assert keys_for_new_store(sqlite_shop.place) == read_key_ring(sqlite_shop.place.keys)


def test_keys_survive_being_written_and_read(tmp_path: Path) -> None:
    ring = KeyRing.new()
    write_key_ring(tmp_path / "keys.json", ring)

    assert read_key_ring(tmp_path / "keys.json") == ring


def test_no_two_rings_share_a_key() -> None:
    secrets = [key.secret for ring in (KeyRing.new(), KeyRing.new()) for key in ring.keys]

    assert len(set(secrets)) == len(secrets)
    assert all(len(secret) >= 32 for secret in secrets)


def test_a_key_never_shows_its_secret() -> None:
    ring = KeyRing.new()

    assert not any(key.secret.hex() in repr(ring) or repr(key.secret) in repr(ring) for key in ring.keys)


def test_a_missing_key_file_is_told_with_what_to_do(sqlite_shop: Shop) -> None:
    sqlite_shop.place.keys.rename(sqlite_shop.place.keys.with_name("away.json"))

    with pytest.raises(KeyRingError, match=r"keys of this store are missing.*Nothing was changed.*Put back"):
        sqlite_shop.open()

    assert not sqlite_shop.place.keys.exists(), "no new key is ever made over old data"
    sqlite_shop.place.keys.with_name("away.json").rename(sqlite_shop.place.keys)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"keys": [{"id": 1}]}', '{"keys": "x"}', "\x00\xff"])
def test_an_unreadable_key_file_is_told_with_what_to_do(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content, encoding="latin-1")

    with pytest.raises(KeyRingError, match=r"cannot be read.*Nothing was changed"):
        read_key_ring(file)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_ring_without_one_of_its_keys_is_not_complete(tmp_path: Path, purpose: Purpose) -> None:
    file = tmp_path / "keys.json"
    write_key_ring(file, KeyRing(tuple(key for key in KeyRing.new().keys if key.purpose is not purpose)))

    with pytest.raises(KeyRingError, match="not complete"):
        read_key_ring(file)


def test_other_keys_are_refused_before_anything_is_written(shop: Shop, tmp_path: Path) -> None:
    mine = shop.place.keys.read_bytes()
    write_key_ring(tmp_path / "other.json", KeyRing.new())
    shop.place.keys.write_bytes((tmp_path / "other.json").read_bytes())

    with pytest.raises(KeyRingError, match="not the keys of this store"):
        shop.open()

    shop.place.keys.write_bytes(mine)
    assert shop.open().first_bad_row() is None


@pytest.mark.parametrize("purpose", Purpose)
def test_one_other_key_is_enough_to_be_refused(sqlite_shop: Shop, purpose: Purpose) -> None:
    mine = sqlite_shop.place.keys.read_bytes()
    content = json.loads(mine)
    key = next(key for key in content["keys"] if key["purpose"] == purpose.value)
    key["secret"] = ("0" if key["secret"][0] != "0" else "1") + key["secret"][1:]
    sqlite_shop.place.keys.write_text(json.dumps(content))

    with pytest.raises(KeyRingError, match="not the keys of this store"):
        sqlite_shop.open()

    sqlite_shop.place.keys.write_bytes(mine)


def test_a_key_that_the_store_does_not_know_is_refused(shop: Shop) -> None:
    mine = shop.place.keys.read_bytes()
    content = json.loads(mine)
    content["keys"].append({"id": "journal-C", "purpose": "journal", "secret": "00" * 32})
    shop.place.keys.write_text(json.dumps(content))

    with pytest.raises(KeyRingError, match="not the keys of this store"):
        shop.open()

    shop.place.keys.write_bytes(mine)
