"""The letter by which a customer sets a new password: plain text, and the same as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from aurora_desk.mail.envelope import button_html, letter_of, one_line, spoken_of


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
    spoken = spoken_of(language)
    words, name = _WORDS[spoken], one_line(shop)
    sentences = [
        words.greeting,
        words.asked.format(shop=name),
        words.valid.format(minutes=minutes),
        words.otherwise,
        name,
    ]
    plain = "\n\n".join([*sentences[:2], link, *sentences[2:]]) + "\n"
    greeting, asked, *rest = (f"<p>{escape(sentence)}</p>" for sentence in sentences)
    html = "\n".join([greeting, asked, button_html(link, words.button), *rest])
    return letter_of(spoken, name, sender, to, words.subject.format(shop=name), plain, html)
