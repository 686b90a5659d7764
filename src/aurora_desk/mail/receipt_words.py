"""The words of a mailed receipt, in the languages that a shop can have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The words of one language."""

    subject: str
    order: str
    subtotal: str
    discount: str
    total: str
    of_which: str
    cash: str
    card: str
    ending: str
    slip: str
    transfer: str
    received: str
    change: str
    tip: str
    rounding: str
    due: str
    returned: str
    refunded: str
    page: str
    page_button: str
    thanks: str
    training: str


RECEIPT_WORDS = {
    "en": ReceiptWords(
        subject="Your receipt from {shop}, {number}",
        order="Order {number}",
        subtotal="Subtotal",
        discount="Discount",
        total="Total",
        of_which="of which {tax}",
        cash="Cash",
        card="Card",
        ending="{card} ending {last4}",
        slip="Card, other machine, slip {number}",
        transfer="Bank transfer, {reference}",
        received="Received",
        change="Change",
        tip="Tip",
        rounding="Rounding",
        due="Still to pay",
        returned="{line}, came back",
        refunded="Refunded",
        page="How your order stands:",
        page_button="See your order",
        thanks="Thank you for your visit.",
        training="TEST MODE. No money was taken.",
    ),
    "de": ReceiptWords(
        subject="Ihr Bon von {shop}, {number}",
        order="Bestellung {number}",
        subtotal="Zwischensumme",
        discount="Rabatt",
        total="Summe",
        of_which="davon {tax}",
        cash="Bar",
        card="Karte",
        ending="{card}, endet auf {last4}",
        slip="Karte, anderes Gerät, Beleg {number}",
        transfer="Überweisung, {reference}",
        received="Gegeben",
        change="Rückgeld",
        tip="Trinkgeld",
        rounding="Rundung",
        due="Noch zu zahlen",
        returned="{line}, zurückgegeben",
        refunded="Erstattet",
        page="So steht es um Ihre Bestellung:",
        page_button="Bestellung ansehen",
        thanks="Vielen Dank für Ihren Besuch.",
        training="TESTMODUS. Es floss kein Geld.",
    ),
    "es": ReceiptWords(
        subject="Su ticket de {shop}, {number}",
        order="Pedido {number}",
        subtotal="Subtotal",
        discount="Descuento",
        total="Total",
        of_which="incluye {tax}",
        cash="Efectivo",
        card="Tarjeta",
        ending="{card} acabada en {last4}",
        slip="Tarjeta, otro datáfono, resguardo {number}",
        transfer="Transferencia, {reference}",
        received="Entregado",
        change="Cambio",
        tip="Propina",
        rounding="Redondeo",
        due="Pendiente de pago",
        returned="{line}, devuelto",
        refunded="Devuelto",
        page="Cómo va su pedido:",
        page_button="Ver el pedido",
        thanks="Gracias por su visita.",
        training="MODO DE PRUEBA. No se ha cobrado nada.",
    ),
}
