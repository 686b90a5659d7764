"""What the small pages say, in the languages that a shop can have."""

from collections.abc import Mapping
from dataclasses import dataclass

from aurora_desk.domain.orders import Handover, OrderStatus, PaidStatus


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one language."""

    reset_title: str
    reset_rules: str
    new_password: str
    again: str
    save: str
    not_same: str
    refused: str
    """What is said of a password that breaks a rule; empty where the rule's own sentence is in this language."""
    no_link: str
    done_title: str
    done: str
    order_title: str
    unknown_order: str
    total: str
    statuses: Mapping[OrderStatus, str]
    payments: Mapping[PaidStatus, str]
    handovers: Mapping[Handover, str]
    updates: str


_EN = PageWords(
    reset_title="Set a new password",
    reset_rules="At least 8 characters, with a capital and a small letter, a digit and a special character.",
    new_password="New password",  # noqa: S106 - a label
    again="The same again",
    save="Save the password",
    not_same="The two passwords are not the same. Nothing was changed. Type them again.",
    refused="",
    no_link="This link is used up or has expired. The password stays as it is. Ask for a new mail.",
    done_title="The password is set",
    done="Sign in with it from now on. You can close this page.",
    order_title="Order",
    unknown_order="There is no such order here. Look at the code or the link again, or ask the shop.",
    total="Total",
    statuses={
        OrderStatus.PENDING: "We have your order",
        OrderStatus.PROCESSING: "We are preparing your order",
        OrderStatus.READY: "Your order is ready",
        OrderStatus.COMPLETED: "Your order is complete",
        OrderStatus.VOID: "This order was cancelled",
    },
    payments={
        PaidStatus.UNPAID: "Not paid yet",
        PaidStatus.CHECKING: "The payment is being checked",
        PaidStatus.PART_PAID: "Paid in part",
        PaidStatus.PAID: "Paid",
        PaidStatus.PART_REFUNDED: "Refunded in part",
        PaidStatus.REFUNDED: "Refunded",
    },
    handovers={Handover.PART: "Part of it was collected", Handover.COLLECTED: "Collected"},
    updates="This page looks again every half minute.",
)
_DE = PageWords(
    reset_title="Neues Passwort setzen",
    reset_rules="Mindestens 8 Zeichen, mit Groß- und Kleinbuchstaben, einer Ziffer und einem Sonderzeichen.",
    new_password="Neues Passwort",  # noqa: S106 - a label
    again="Noch einmal dasselbe",
    save="Passwort speichern",
    not_same="Die beiden Passwörter sind nicht gleich. Nichts wurde geändert. Bitte noch einmal eingeben.",
    refused="Dieses Passwort ist zu einfach oder zu lang. Nichts wurde geändert.",
    no_link="Dieser Link ist verbraucht oder abgelaufen. Das Passwort bleibt wie es ist. Bitte neu anfordern.",
    done_title="Das Passwort ist gesetzt",
    done="Ab jetzt gilt es bei der Anmeldung. Diese Seite kann geschlossen werden.",
    order_title="Bestellung",
    unknown_order="Diese Bestellung gibt es hier nicht. Bitte Code oder Link prüfen oder im Laden fragen.",
    total="Summe",
    statuses={
        OrderStatus.PENDING: "Wir haben die Bestellung",
        OrderStatus.PROCESSING: "Die Bestellung wird vorbereitet",
        OrderStatus.READY: "Die Bestellung ist fertig",
        OrderStatus.COMPLETED: "Die Bestellung ist abgeschlossen",
        OrderStatus.VOID: "Diese Bestellung wurde storniert",
    },
    payments={
        PaidStatus.UNPAID: "Noch nicht bezahlt",
        PaidStatus.CHECKING: "Die Zahlung wird geprüft",
        PaidStatus.PART_PAID: "Teilweise bezahlt",
        PaidStatus.PAID: "Bezahlt",
        PaidStatus.PART_REFUNDED: "Teilweise erstattet",
        PaidStatus.REFUNDED: "Erstattet",
    },
    handovers={Handover.PART: "Ein Teil wurde abgeholt", Handover.COLLECTED: "Abgeholt"},
    updates="Diese Seite sieht jede halbe Minute neu nach.",
)
_ES = PageWords(
    reset_title="Nueva contraseña",
    reset_rules="Al menos 8 caracteres, con mayúscula, minúscula, una cifra y un carácter especial.",
    new_password="Contraseña nueva",  # noqa: S106 - a label
    again="Otra vez la misma",
    save="Guardar la contraseña",
    not_same="Las dos contraseñas no son iguales. No se ha cambiado nada. Escríbalas otra vez.",
    refused="Esta contraseña es demasiado fácil o larga. No se ha cambiado nada.",
    no_link="Este enlace ya se usó o ha caducado. La contraseña no cambia. Pida un correo nuevo.",
    done_title="La contraseña está guardada",
    done="Desde ahora entre con ella. Puede cerrar esta página.",
    order_title="Pedido",
    unknown_order="Ese pedido no existe aquí. Compruebe el código o el enlace, o pregunte en la tienda.",
    total="Total",
    statuses={
        OrderStatus.PENDING: "Tenemos su pedido",
        OrderStatus.PROCESSING: "Estamos preparando su pedido",
        OrderStatus.READY: "Su pedido está listo",
        OrderStatus.COMPLETED: "Su pedido está completo",
        OrderStatus.VOID: "Este pedido se anuló",
    },
    payments={
        PaidStatus.UNPAID: "Sin pagar",
        PaidStatus.CHECKING: "Se está comprobando el pago",
        PaidStatus.PART_PAID: "Pagado en parte",
        PaidStatus.PAID: "Pagado",
        PaidStatus.PART_REFUNDED: "Devuelto en parte",
        PaidStatus.REFUNDED: "Devuelto",
    },
    handovers={Handover.PART: "Una parte ya se recogió", Handover.COLLECTED: "Recogido"},
    updates="Esta página se actualiza cada medio minuto.",
)
_ALL = {"en": _EN, "de": _DE, "es": _ES}


def page_words(language: str) -> PageWords:
    """The words of a language, English where there are none of it."""
    return _ALL.get(language, _EN)
