"""What the environment says about mail: read once, never shown, with a sender where none is given."""

import pytest

from aurora_desk.app.mailing import smtp_of
from aurora_desk.app.options import UsageError, read_environment


def test_without_an_address_there_is_no_door() -> None:
    assert smtp_of(read_environment({"AURORA_SMTP_URL": "", "AURORA_MAIL_FROM": "shop@example.com"})) is None


@pytest.mark.parametrize(
    ("url", "mail_from", "sender"),
    [
        ("smtp://u:p@mail.example.com", "shop@example.com", "shop@example.com"),
        ("smtp://mara%40example.com:p@mail.example.com", "", "mara@example.com"),
        ("smtp://mara:p@mail.example.com", "", "no-reply@mail.example.com"),
        ("smtp://m%C3%A4ra%40example.com:p@mail.example.com", "", "no-reply@mail.example.com"),
        ("smtp://localhost:25", "", "no-reply@localhost"),
        ("smtp://127.0.0.1:25", "", "no-reply@[127.0.0.1]"),
        ("smtp://[::1]:25", "", "no-reply@[IPv6:::1]"),
    ],
)
def test_letters_come_from_the_address_given_else_from_the_login_else_from_the_server(
    url: str, mail_from: str, sender: str
) -> None:
    smtp = smtp_of(read_environment({"AURORA_SMTP_URL": url, "AURORA_MAIL_FROM": mail_from}))
    assert smtp is not None
    assert smtp.sender == sender


@pytest.mark.parametrize(
    "mail_from",
    [
        "shop",
        "shop@",
        "@example.com",
        "Shop <shop@example.com>",
        "a@example.com, b@example.com",
        "shop@example.com\r\nBcc: spy@example.com",
        "shop@bücher.example",
        "shop@a..b",
        ".shop@example.com",
        f"{'s' * 65}@example.com",
    ],
)
def test_a_sender_that_is_not_one_plain_address_is_refused(mail_from: str) -> None:
    with pytest.raises(UsageError, match=r"AURORA_MAIL_FROM is one plain address like shop@example\.com"):
        read_environment({"AURORA_MAIL_FROM": mail_from})


def test_an_address_that_cannot_be_read_is_refused_without_its_password() -> None:
    with pytest.raises(UsageError, match="AURORA_SMTP_URL") as refused:
        read_environment({"AURORA_SMTP_URL": "smtp://u:hunter2/@mail.example.com"})
    assert "hunter2" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_the_environment_is_shown_without_the_login() -> None:
    assert "hunter2" not in repr(read_environment({"AURORA_SMTP_URL": "smtp://u:hunter2@mail.example.com"}))
