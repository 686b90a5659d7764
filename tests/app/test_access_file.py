"""Where the access log goes, and what it does when it can't go there."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from aurora_desk.api.access_log import tell_fault
from aurora_desk.app.access_file import access_file


def test_lines_go_to_the_file_and_nowhere_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with access_file(tmp_path):
        tell_fault(400, "Inside.", from_network=False)
    tell_fault(400, "Outside.", from_network=False)

    (line,) = (tmp_path / "access.log").read_text(encoding="utf-8").splitlines()
    assert line.endswith("- - 400 loopback Inside.")
    assert capfd.readouterr() == ("", "")


def test_the_files_are_bounded_in_size_and_number(tmp_path: Path) -> None:
    with access_file(tmp_path, largest=1_000):
        for _ in range(200):
            tell_fault(400, "x" * 50, from_network=False)

    files = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(files) == {"access.log", "access.log.1", "access.log.2"}
    assert max(files.values()) <= 1_000 + 200, "the last line may go over the edge"


def test_a_log_that_can_not_be_written_is_said_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "access.log").mkdir()

    with access_file(tmp_path):
        for _ in range(5):
            tell_fault(400, "Lost.", from_network=False)

    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_after_a_full_disk_the_log_goes_on_without_what_was_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "access.log").symlink_to("/dev/full")

    with access_file(tmp_path):
        for _ in range(2_000):
            tell_fault(400, "Lost.", from_network=False)
        (tmp_path / "access.log").unlink()
        tell_fault(400, "There is room again.", from_network=False)

    (line,) = (tmp_path / "access.log").read_text(encoding="utf-8").splitlines()
    assert "There is room again." in line
    assert len(caplog.records) == 1
