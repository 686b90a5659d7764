"""The letter by which a customer pays on the phone or at home: the amount, the page, and until when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html import escape

from aurora_desk.domain.money import Money
from aurora_desk.mail.amounts import amount_text
from aurora_desk.mail.envelope import button_html, letter_of, one_line, spoken_of


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences of the letter in one language."""

    subject: str
    greeting: str
    please: str
    button: str
    closes: str
    otherwise: str


_WORDS = {
    "en": _Words(
        subject="Pay {amount} at {shop}",
        greeting="Hello,",
        please="please pay {amount} for your order at {shop} on this page:",
        button="Pay {amount}",
        closes="The page closes at {time}. After that nothing can be charged by it.",
        otherwise="If you have ordered nothing here, do nothing.",
    ),
    "de": _Words(
        subject="{amount} bezahlen bei {shop}",
        greeting="Guten Tag,",
        please="bitte bezahlen Sie {amount} für Ihren Einkauf bei {shop} auf dieser Seite:",
        button="{amount} bezahlen",
        closes="Die Seite schließt um {time} Uhr. Danach kann über sie nichts mehr abgebucht werden.",
        otherwise="Wenn Sie hier nichts gekauft haben, tun Sie nichts.",
    ),
    "es": _Words(
        subject="Pagar {amount} en {shop}",
        greeting="Hola:",
        please="Pague {amount} por su compra en {shop} en esta página:",
        button="Pagar {amount}",
        closes="La página se cierra a las {time}. Después no se puede cobrar nada con ella.",
        otherwise="Si no ha comprado nada aquí, no haga nada.",
    ),
}


def pay_letter(
    *, language: str, shop: str, sender: str, to: str, amount: Money, link: str, closes_at: datetime
) -> EmailMessage:
    """The letter; raises `MailAddressError` for a `to` that is no address."""
    assert link.isprintable()
    assert " " not in link
    spoken = spoken_of(language)
    words, name, money = _WORDS[spoken], one_line(shop), amount_text(amount, spoken)
    please = words.please.format(amount=money, shop=name)
    closes = words.closes.format(time=closes_at.strftime("%H:%M"))
    plain = "\n\n".join([words.greeting, please, link, closes, words.otherwise, name]) + "\n"
    before = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in (words.greeting, please))
    after = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in (closes, words.otherwise, name))
    button = button_html(link, words.button.format(amount=money))
    subject = words.subject.format(amount=money, shop=name)
    return letter_of(spoken, name, sender, to, subject, plain, f"{before}\n{button}\n{after}")
