"""What a receipt says, put together from the stored rows alone; a reprint never needs the network."""

from collections import defaultdict
from collections.abc import Mapping

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, RefundStatus
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.receipts import Receipt, ReceiptLine, ReceiptPayment, ReceiptRefund, ReceiptReturn
from aurora_desk.domain.refunds import RefundWay
from aurora_desk.domain.tax_free import TAX_FREE
from aurora_desk.domain.totals import TaxRate, extended
from aurora_desk.domain.words import say
from aurora_desk.services.codes import Codes
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.store.unit_of_work import Work

_MARK_LETTERS = 12
_CARD_LINES = (
    ("application_preferred_name", say("Application")),
    ("dedicated_file_name", say("AID")),
    ("account_type", say("Account")),
    ("authorization_code", say("Authorisation")),
    ("authorization_response_code", say("ARC")),
    ("application_cryptogram", say("Cryptogram")),
    ("terminal_verification_results", say("TVR")),
    ("transaction_status_information", say("TSI")),
)
"""The EMV fields a card receipt prints where they are present (payments notes, section 5)."""


class Receipts:
    """Receipts of orders."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def of_order(self, work: Work, tenant_id: TenantId, order_id: OrderId) -> Receipt:
        """The receipt of an order as it stands."""
        order = whole_order(work, head_of(work, tenant_id, order_id))
        tenant = work.tenants.get(tenant_id)
        facts = work.tenants.facts()
        rows = work.journal.of_subject(tenant_id, [f"order:{order_id}"])
        currency = order.total.currency
        taxes: defaultdict[TaxRate, int] = defaultdict(int)
        for line in order.lines:
            taxes[line.tax] += line.tax_minor
        code = self._codes.for_order(tenant_id, order_id)
        return Receipt(
            shop=tenant.name,
            address=tenant.address,
            number=order.number,
            placed=tenant.local(order.created_at).strftime("%Y-%m-%dT%H:%M:%S"),
            served_by=order.person_name,
            till=work.tenants.till(order.till_id).name if order.till_id is not None else "",
            customer=order.customer_name,
            lines=tuple(
                ReceiptLine(
                    quantity_milli=line.quantity_milli,
                    name=line.name,
                    note=line.note,
                    price=Money(line.price_minor, currency),
                    total=Money(extended(line.price_minor, line.quantity_milli), currency),
                    discount=Money(line.discount_minor, currency),
                )
                for line in order.lines
            ),
            subtotal=order.subtotal,
            discount=order.discount,
            taxes=tuple((tax.name, Money(amount, currency)) for tax, amount in taxes.items() if tax.rate_ppm),
            prices_include_tax=order.prices_include_tax,
            total=order.total,
            payments=_payments(work, order),
            due=order.due,
            qr_text=code,
            page=self._codes.page_of_order(work.tenants.public_address(), code),
            mark=rows[-1].hash[:_MARK_LETTERS] if rows else "",
            training=facts is not None and facts.training,
            returned=_returned(work, order),
            refunds=_refunds(order),
            tax_free=TAX_FREE in taxes,
        )

    def printed(self, work: Work, actor: Actor, order_id: OrderId) -> None:
        """Note that a receipt was printed: the order's timeline says by whom and when."""
        work.log(actor, "receipt.printed", f"order:{order_id}", {"order_id": order_id})


def _payments(work: Work, order: Order) -> tuple[ReceiptPayment, ...]:
    return tuple(
        _payment(payment, work.payments.card_receipt(payment.payment_id))
        for payment in order.payments
        if payment.status is PaymentStatus.SUCCEEDED
    )


def _returned(work: Work, order: Order) -> tuple[ReceiptReturn, ...]:
    back = work.refunds.came_back(order.tenant_id, order.order_id)
    return tuple(
        ReceiptReturn(found.quantity_milli, line.name, Money(found.amount_minor, order.total.currency))
        for line in order.lines
        if (found := back.get(line.position)) is not None
    )


def _refunds(order: Order) -> tuple[ReceiptRefund, ...]:
    """What has gone back, or Stripe has; one that nobody can tell of yet, or that failed, is not promised on paper."""
    payments = {payment.payment_id: payment for payment in order.payments}
    return tuple(
        ReceiptRefund(
            say("Refund in cash")
            if refund.via == RefundWay.CASH
            else say("Refund to {way}", way=_words(payments[refund.payment_id])),
            Money(refund.given_minor, refund.amount.currency),
        )
        for refund in order.refunds
        if refund.status is RefundStatus.SUCCEEDED
        or (refund.status is RefundStatus.PENDING and refund.stripe_refund_id is not None)
    )


def _payment(payment: Payment, emv: Mapping[str, str]) -> ReceiptPayment:
    def money(amount_minor: int) -> Money:
        return Money(amount_minor, payment.amount.currency)

    cash = payment.method is Method.CASH
    return ReceiptPayment(
        words=_words(payment),
        amount=money(payment.captured_minor),
        tendered=money(payment.tendered_minor) if cash else None,
        change=money(payment.change_minor) if cash else None,
        details=tuple((label, emv[name]) for name, label in _CARD_LINES if emv.get(name)),
        tip=money(payment.tip_minor) if payment.tip_minor else None,
        rounding=money(payment.rounding_minor) if payment.rounding_minor else None,
        method=payment.method,
        brand=_brand(payment),
        last4=payment.card_last4,
        slip_number=payment.slip_number,
        tender_name=payment.tender_name,
    )


def _words(payment: Payment) -> str:
    if payment.method is Method.CASH:
        return say("Cash")
    if payment.method is Method.OTHER_CARD:
        return say("Card, other machine, slip {slip}", slip=payment.slip_number)
    if payment.method is Method.TRANSFER:
        return say("Bank transfer, {reference}", reference=payment.slip_number)
    if payment.method is Method.OWN:
        return f"{payment.tender_name}, {payment.slip_number}" if payment.slip_number else payment.tender_name
    brand = _brand(payment) or say("Card")
    return say("{brand} ending {last4}", brand=brand, last4=payment.card_last4) if payment.card_last4 else brand


def _brand(payment: Payment) -> str:
    return payment.card_brand.replace("_", " ").title()
