"""A letter says in the shop's language and name what to do, and carries its link unharmed."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import unescape

import pytest

from aurora_desk.mail.errors import MailAddressError
from aurora_desk.mail.letters import reset_letter
from aurora_desk.mail.smtp import Smtp, SmtpServer
from mail.server import HOST, Received, running_smtp

LINK = "https://shop.example.com/reset?lang=de&next=%2Fa%3Db&amp=1&copy=2&token=" + "0=Aé.-_~" * 12
SHOP = "Aurora Café"


def reset(
    *,
    language: str = "en",
    shop: str = SHOP,
    sender: str = "shop@example.com",
    to: str = "aylin@example.com",
    link: str = LINK,
) -> EmailMessage:
    """A reset letter of which a test changes one thing."""
    return reset_letter(language=language, shop=shop, sender=sender, to=to, link=link, minutes=60)


def received(letter: EmailMessage, *, smtputf8: bool = True) -> Received:
    """The letter as it arrives."""
    with running_smtp(smtputf8=smtputf8) as server:
        Smtp(SmtpServer(HOST, server.port, "", "", implicit_tls=False), "shop@example.com").send(letter)
        return server.letter()


def part(letter: EmailMessage, kind: str) -> str:
    """The plain or the HTML part."""
    found = letter.get_body((kind,))
    assert found is not None
    content = found.get_content()
    assert isinstance(content, str)
    return content


@pytest.mark.parametrize("smtputf8", [True, False])
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_link_arrives_unharmed_in_both_parts(language: str, smtputf8: bool) -> None:
    came = received(reset(language=language), smtputf8=smtputf8)

    assert came.content.isascii()
    assert max(map(len, came.content.split(b"\r\n"))) <= 78
    assert part(came.message, "plain").split("\n").count(LINK) == 1
    links = re.findall('href="([^"]*)"', part(came.message, "html"))
    assert [unescape(link) for link in links] == [LINK, LINK]


@pytest.mark.parametrize(
    ("language", "spoken", "subject", "otherwise"),
    [
        ("en", "en", "Set a new password for Aurora Café", "your password stays as it is"),
        ("de", "de", "Neues Passwort für Aurora Café", "Ihr Passwort bleibt, wie es ist"),
        ("de-AT", "de", "Neues Passwort für Aurora Café", "Ihr Passwort bleibt, wie es ist"),
        ("es_MX", "es", "Nueva contraseña para Aurora Café", "su contraseña sigue siendo la misma"),
        ("fr", "en", "Set a new password for Aurora Café", "your password stays as it is"),
        ("", "en", "Set a new password for Aurora Café", "your password stays as it is"),
    ],
)
def test_the_letter_speaks_the_shops_language_else_english(
    language: str, spoken: str, subject: str, otherwise: str
) -> None:
    letter = received(reset(language=language)).message

    assert letter["Subject"] == subject
    assert letter["Content-Language"] == spoken
    assert f'<html lang="{spoken}">' in part(letter, "html")
    for kind in ("plain", "html"):
        assert otherwise in part(letter, kind)
        assert SHOP in part(letter, kind)
        assert re.search(r"\b60 min", part(letter, kind), re.IGNORECASE)


def test_the_head_says_who_writes_and_that_a_program_did() -> None:
    letter = received(reset()).message

    assert [str(address) for address in letter["From"].addresses] == ["Aurora Café <shop@example.com>"]
    assert [address.addr_spec for address in letter["To"].addresses] == ["aylin@example.com"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.com>")
    assert letter["Date"].datetime.tzinfo is not None
    assert reset()["Message-ID"] != reset()["Message-ID"]


@pytest.mark.parametrize("name", ['<b>Bob\'s & "Sons"</b>', "Käse, Bier; <x@evil.com>", "日本 {shop} %s", "="])
def test_a_shops_name_is_text_wherever_it_stands(name: str) -> None:
    letter = received(reset(shop=name)).message

    assert [(a.display_name, a.addr_spec) for a in letter["From"].addresses] == [(name, "shop@example.com")]
    assert letter["Subject"] == f"Set a new password for {name}"
    assert part(letter, "plain").endswith(f"\n{name}\n")
    html = part(letter, "html")
    assert f"<p>{name}</p>" in unescape(html)
    assert not re.search("<b>|<x@", html)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028", "\x0b"])
def test_a_shops_name_cannot_break_the_head(end: str) -> None:
    letter = received(reset(shop=f"Aurora{end}Bcc: spy@example.com")).message

    assert letter["Subject"] == "Set a new password for Aurora Bcc: spy@example.com"
    assert letter["From"].addresses[0].display_name == "Aurora Bcc: spy@example.com"
    assert "Bcc" not in letter


def test_a_name_as_long_as_a_form_takes_fits_the_head() -> None:
    letter = received(reset(shop="Grüne Straße, " * 20)).message

    assert [address.addr_spec for address in letter["From"].addresses] == ["shop@example.com"]
    assert letter["Subject"].startswith("Set a new password for Grüne Straße, Grüne")


@pytest.mark.parametrize(
    "to", ["", "aylin", "@example.com", "aylin@", "a@b\r\nBcc: c@d", "a@b\n", "a b@c", "a@b\x00", "a@\u2028b", "a@ü..b"]
)
def test_what_is_no_address_gets_no_letter(to: str) -> None:
    with pytest.raises(MailAddressError) as refused:
        reset(to=to)
    assert not refused.value.again


def test_a_comma_in_an_address_does_not_make_two_of_it() -> None:
    assert len(reset(to="a@example.com,b@example.com")["To"].addresses) == 1


def test_a_domain_beyond_ascii_needs_no_modern_server() -> None:
    assert received(reset(to="aylin@bücher.example.com"), smtputf8=False).recipients == (
        "aylin@xn--bcher-kva.example.com",
    )


def test_a_reader_beyond_ascii_gets_the_letter_from_a_modern_server() -> None:
    came = received(reset(to="aylín@example.com"))
    assert came.recipients == ("aylín@example.com",)
    assert part(came.message, "plain").split("\n").count(LINK) == 1


def test_the_html_asks_nobody_for_anything() -> None:
    html = part(reset(), "html")
    assert not re.search(r"<img|<link|<script|src=|url\(|@import", html)
