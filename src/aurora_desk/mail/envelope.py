"""What every letter of a shop shares: whose it is, its language, and how its HTML is framed."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from aurora_desk.mail.addresses import parts_of

LANGUAGES = ("en", "de", "es")
_POLICY = policy.SMTP.clone(cte_type="7bit")
"""Bodies go as 7-bit text, so that they come through servers that can do no more."""


def spoken_of(language: str) -> str:
    """The language that a letter is written in: the shop's where there are words of it, else English."""
    spoken = language.lower().replace("_", "-").partition("-")[0]
    return spoken if spoken in LANGUAGES else "en"


def letter_of(spoken: str, shop: str, sender: str, to: str, subject: str, plain: str, inner_html: str) -> EmailMessage:
    """A letter with both bodies; raises `MailAddressError` for a `to` that is no address."""
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address(shop, *parts_of(sender))
    letter["To"] = Address("", *parts_of(to))
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = make_msgid(domain=parts_of(sender)[1])
    letter["Auto-Submitted"] = "auto-generated"
    letter["Subject"] = subject
    letter.set_content(plain)
    letter.add_alternative(_page(spoken, inner_html), subtype="html")
    letter["Content-Language"] = spoken  # setting the content would move it into the first part
    return letter


def one_line(name: str) -> str:
    """A shop's name without the line ends and other invisible characters that would break a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def button_html(link: str, words: str) -> str:
    """A link as a button, and once more in letters for those whose program shows none."""
    href = escape(link)
    return f"""\
<p><a href="{href}" style="display:inline-block;padding:12px 20px;border-radius:8px;\
background:#1f2937;color:#ffffff;text-decoration:none">{escape(words)}</a></p>
<p style="word-break:break-all"><a href="{href}">{href}</a></p>"""


def _page(spoken: str, inner: str) -> str:
    return f"""\
<!DOCTYPE html>
<html lang="{spoken}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
{inner}
</div>
</body>
</html>
"""
