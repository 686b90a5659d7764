"""The letters that a shop sends, in its language and under its name: plain text, and the same as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from aurora_desk.mail.addresses import parts_of

_POLICY = policy.SMTP.clone(cte_type="7bit")
"""Bodies go as 7-bit text, so that they come through servers that can do no more."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences of the reset letter in one language."""

    subject: str
    greeting: str
    asked: str
    button: str
    valid: str
    otherwise: str


_WORDS = {
    "en": _Words(
        subject="Set a new password for {shop}",
        greeting="Hello,",
        asked="someone asked to set a new password for your account at {shop}. If it was you, open this link:",
        button="Set a new password",
        valid="The link works once, within {minutes} minutes.",
        otherwise="If you did not ask for this, do nothing; your password stays as it is.",
    ),
    "de": _Words(
        subject="Neues Passwort für {shop}",
        greeting="Guten Tag,",
        asked="jemand möchte für Ihr Konto bei {shop} ein neues Passwort setzen. Wenn Sie das waren, öffnen Sie "
        "diesen Link:",
        button="Neues Passwort setzen",
        valid="Der Link gilt einmal und {minutes} Minuten lang.",
        otherwise="Wenn Sie nicht darum gebeten haben, tun Sie nichts; Ihr Passwort bleibt, wie es ist.",
    ),
    "es": _Words(
        subject="Nueva contraseña para {shop}",
        greeting="Hola:",
        asked="Alguien ha pedido una contraseña nueva para su cuenta en {shop}. Si ha sido usted, abra este enlace:",
        button="Elegir una contraseña nueva",
        valid="El enlace sirve una sola vez, durante {minutes} minutos.",
        otherwise="Si no lo ha pedido usted, no haga nada; su contraseña sigue siendo la misma.",
    ),
}


def reset_letter(*, language: str, shop: str, sender: str, to: str, link: str, minutes: int) -> EmailMessage:
    """The letter with the link to set a new password; raises `MailAddressError` for a `to` that is no address."""
    # A space in a link would end it on the screen of its reader.
    assert link.isprintable()
    assert " " not in link
    spoken = language.lower().replace("_", "-").partition("-")[0]
    spoken = spoken if spoken in _WORDS else "en"
    words, name = _WORDS[spoken], _one_line(shop)
    sentences = [
        words.greeting,
        words.asked.format(shop=name),
        words.valid.format(minutes=minutes),
        words.otherwise,
        name,
    ]
    letter = _addressed(name, sender, to)
    letter["Subject"] = words.subject.format(shop=name)
    letter.set_content("\n\n".join([*sentences[:2], link, *sentences[2:]]) + "\n")
    letter.add_alternative(_html(spoken, sentences, link, words.button), subtype="html")
    letter["Content-Language"] = spoken  # setting the content would move it into the first part
    return letter


def _addressed(name: str, sender: str, to: str) -> EmailMessage:
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address(name, *parts_of(sender))
    letter["To"] = Address("", *parts_of(to))
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = make_msgid(domain=parts_of(sender)[1])
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def _one_line(name: str) -> str:
    """A shop's name without the line ends and other invisible characters that would break a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _html(language: str, sentences: list[str], link: str, button: str) -> str:
    greeting, asked, valid, otherwise, name = (escape(sentence) for sentence in sentences)
    href = escape(link)
    return f"""\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<p>{greeting}</p>
<p>{asked}</p>
<p><a href="{href}" style="display:inline-block;padding:12px 20px;border-radius:8px;\
background:#1f2937;color:#ffffff;text-decoration:none">{escape(button)}</a></p>
<p style="word-break:break-all"><a href="{href}">{href}</a></p>
<p>{valid}</p>
<p>{otherwise}</p>
<p>{name}</p>
</div>
</body>
</html>
"""
