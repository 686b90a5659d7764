"""What can go wrong with a letter; `again` says whether the same letter may succeed at a later try."""

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.words import say

_MOST_SAID = 200


class SmtpUrlError(AuroraError):
    """The address of a mail server can't be read; the sentence never repeats it, for a password stands in it."""

    code = "smtp_url"


class MailError(AuroraError):
    """A letter did not go out, or nobody knows; the sentence holds no password and nothing of the letter."""

    code = "mail"
    again = True

    def __init__(self, sentence: str, *, said: str = "") -> None:
        super().__init__(say("{sentence} The server said: {said}", sentence=sentence, said=said) if said else sentence)


class MailUnreachableError(MailError):
    """Nobody answers, or the connection broke off before the letter was handed over."""

    code = "mail_unreachable"


class MailSilentError(MailError):
    """The time for the whole call ended before the letter was handed over."""

    code = "mail_silent"


class MailUnsafeError(MailError):
    """No encrypted connection to the right server; the cause may be the network of the moment."""

    code = "mail_unsafe"


class MailLoginError(MailError):
    """User name or password is refused: the letter is good, and goes out when the settings are."""

    code = "mail_login"


class MailSetupError(MailError):
    """The server takes nothing from this shop, or is no mail server; again, for the same reason as a login."""

    code = "mail_setup"


class MailBusyError(MailError):
    """The server says that it can't just now (4xx)."""

    code = "mail_busy"


class MailUnknownError(MailError):
    """The letter was being handed over when the answers ended: a second copy does less harm than none."""

    code = "mail_unknown"


class MailRefusedError(MailError):
    """The server refuses this recipient or this letter for good (5xx): asking again only hurts the shop's name."""

    code = "mail_refused"
    again = False


class MailAddressError(MailError):
    """No letter can be sent to this address, or not by this server."""

    code = "mail_address"
    again = False


def words_of(reply: bytes | str) -> str:
    """What a server said, fit for people and logs: printable, on one line, cut."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_MOST_SAID]
