"""The handbook: every page is in its list, every link leads somewhere, every picture is one of the program."""

from __future__ import annotations

import re
from pathlib import Path

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]+)\)")


def links(page: Path) -> set[str]:
    return {link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link}


def test_every_page_is_in_the_list_of_contents() -> None:
    pages = {page.name for page in HANDBOOK.glob("*.md")} - {"README.md"}

    assert links(HANDBOOK / "README.md") == pages


def test_every_link_and_picture_is_there() -> None:
    for page in HANDBOOK.glob("*.md"):
        for link in links(page):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"


def test_no_picture_lies_about_unused() -> None:
    used = {Path(link).name for page in HANDBOOK.glob("*.md") for link in links(page) if link.startswith("pictures/")}

    assert {picture.name for picture in (HANDBOOK / "pictures").glob("*.png")} == used
