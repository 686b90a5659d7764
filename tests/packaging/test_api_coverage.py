"""The script that finds statements of the API's documents without a test."""

from __future__ import annotations

from pathlib import Path

import pytest

import api_coverage
from api_statements import sentences, statements

REFERENCE = """Accounts

POST/customers/login

Lets a customer in. No token is issued.

Request Body

{
  "email": "a@example.com"
}

Success Response (200 OK)

{
  "status": "Success"
}

URL Parameters

  • id number required
"""
CONTRACT = """# The API

## Everywhere
- JSON in, JSON out; a body over 1 MiB is 413. Codes: 400 malformed · 404
- Answers (each of them; `{"a": "b. C"}` too) are
  JSON, e.g. text.

Keyless: `/health`, `GET /ready` (states), `/docs`.
"""


class Desk:
    """A repository with documents, a mapping and one file of tests."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys
        for name, text in (
            ("docs/api/reference.txt", REFERENCE),
            ("docs/api/contract.md", CONTRACT),
            ("tests/test_it.py", "def test_it() -> None: ...\n\n\nasync def test_later() -> None: ...\n"),
        ):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        self.name_tests()

    def name_tests(self, tests: str = '"tests/test_it.py::test_it"', leave_out: str = "") -> None:
        """Write a mapping of every statement, one left out, to the same tests."""
        found = statements(self.root / "docs/api")
        stubs = [api_coverage.stub(one) for one in found if one.text != leave_out]
        self.write("docs/api/coverage.toml", "\n".join(stubs).replace("tests = []", f"tests = [{tests}]"))

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit status, and what was said."""
        status = api_coverage.main(arguments, self.root)
        return status, self._capsys.readouterr().err


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_the_repository_itself_has_a_test_for_every_statement() -> None:
    assert api_coverage.main(["--check"]) == 0


def test_each_sentence_endpoint_and_example_is_a_statement_and_no_heading_is(desk: Desk) -> None:
    found = [(one.section, " ".join(one.text.split())) for one in statements(desk.root / "docs/api")]

    assert found == [
        ("POST/customers/login", "POST/customers/login"),
        ("POST/customers/login", "Lets a customer in."),
        ("POST/customers/login", "No token is issued."),
        ("POST/customers/login", 'Request Body { "email": "a@example.com" }'),
        ("POST/customers/login", 'Success Response (200 OK) { "status": "Success" }'),
        ("POST/customers/login", "URL Parameters: id number required"),
        ("Everywhere", "JSON in, JSON out;"),
        ("Everywhere", "a body over 1 MiB is 413."),
        ("Everywhere", "Codes: 400 malformed"),
        ("Everywhere", "404"),
        ("Everywhere", 'Answers (each of them; `{"a": "b. C"}` too) are JSON, e.g. text.'),
        ("Everywhere", "Keyless: `/health`"),
        ("Everywhere", "`GET /ready` (states)"),
        ("Everywhere", "`/docs`."),
    ]


def test_an_id_is_of_the_words_and_not_of_the_line_breaks_or_the_place(desk: Desk) -> None:
    before = {one.id for one in statements(desk.root / "docs/api")}
    desk.change("docs/api/contract.md", "too) are\n  JSON", "too)\n  are JSON")
    desk.change("docs/api/reference.txt", "Lets a customer in. No token is issued.", "No token is issued.")

    after = {one.id for one in statements(desk.root / "docs/api")}

    assert len(before) == 14
    assert after < before
    assert len(before - after) == 1


def test_the_same_words_twice_are_two_statements(desk: Desk) -> None:
    desk.change("docs/api/contract.md", "404\n", "404 · 404\n")

    assert len({one.id for one in statements(desk.root / "docs/api")}) == 15


def test_dots_inside_numbers_names_and_code_end_nothing() -> None:
    text = "It costs `1; 2. 3` or 1.5 in docs.rs. Paid {a; b} by 2.0."

    assert sentences(text) == ["It costs `1; 2. 3` or 1.5 in docs.rs.", "Paid {a; b} by 2.0."]


def test_a_full_mapping_writes_a_page_that_a_check_accepts(desk: Desk) -> None:
    assert desk.run() == (0, "")
    page = (desk.root / "docs/api-coverage.md").read_text(encoding="utf-8")

    assert "| Lets a customer in. | [test_it](../tests/test_it.py) |" in page
    assert desk.run("--check") == (0, "")


def test_a_page_that_is_out_of_date_or_missing_is_told_and_left_alone(desk: Desk) -> None:
    page = desk.root / "docs/api-coverage.md"

    assert desk.run("--check")[0] == 1
    assert not page.exists()
    page.write_text("old", encoding="utf-8")
    status, said = desk.run("--check")
    assert (status, "not up to date" in said, page.read_text(encoding="utf-8")) == (1, True, "old")


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_a_statement_without_a_test_is_told_with_the_entry_to_add(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.name_tests(leave_out="a body over 1 MiB is 413.")

    status, said = desk.run(*arguments)

    assert status == 1
    assert 'says = "a body over 1 MiB is 413."\ntests = []' in said
    assert not (desk.root / "docs/api-coverage.md").exists()


def test_a_changed_sentence_loses_its_tests(desk: Desk) -> None:
    desk.change("docs/api/contract.md", "over 1 MiB is 413", "over 2 MiB is 413")

    status, said = desk.run()

    assert status == 1
    assert 'says = "a body over 2 MiB is 413."' in said
    assert "is no statement of the documents any more; they said: a body over 1 MiB is 413." in said


@pytest.mark.parametrize(
    "test", ["tests/test_it.py::test_other", "tests/test_gone.py::test_it", "tests/test_it.py::it", "tests/test_it.py"]
)
def test_a_test_that_does_not_exist_is_told(desk: Desk, test: str) -> None:
    desk.name_tests(f'"tests/test_it.py::test_it", "{test}"')

    status, said = desk.run()

    assert status == 1
    assert f"There is no test {test}" in said


def test_a_coroutine_may_be_the_test(desk: Desk) -> None:
    desk.name_tests('"tests/test_it.py::test_later"')

    assert desk.run() == (0, "")


def test_an_entry_without_tests_needs_its_reason(desk: Desk) -> None:
    desk.name_tests("")
    status, said = desk.run()
    assert (status, said.count("needs either tests or the reason")) == (1, 14)

    desk.name_tests()
    desk.change("docs/api/coverage.toml", "tests = [", 'promises_nothing = "It only leads on."\ntests = [')
    assert desk.run()[0] == 1

    desk.name_tests("")
    desk.change("docs/api/coverage.toml", "tests = []", 'promises_nothing = "It only leads on."')
    assert desk.run() == (0, "")
    page = (desk.root / "docs/api-coverage.md").read_text(encoding="utf-8")
    assert "| Lets a customer in. | It only leads on. |" in page


def test_an_entry_says_what_its_statement_says(desk: Desk) -> None:
    desk.change("docs/api/coverage.toml", '"Lets a customer in."', '"Keeps customers out."')

    status, said = desk.run()

    assert status == 1
    assert "Keeps customers out." in said
