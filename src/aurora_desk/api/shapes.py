"""The `data` of answers, made from what the services return."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Contact
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderLine, Refund
from aurora_desk.domain.paging import Page
from aurora_desk.domain.payments import Payment
from aurora_desk.domain.quantity import quantity_number

Data = dict[str, object]


def moment(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cart_data(cart: Cart) -> Data:
    """What every cart endpoint answers."""
    figures = cart.totals()
    return {
        "sessionID": cart.session_id,
        "items": [
            {
                "productID": line.product_id,
                "name": line.name,
                "quantity": quantity_number(line.quantity_milli),
                "price": Money(line.price_minor, cart.currency),
                "lineTotal": Money(figure.total_minor, cart.currency),
            }
            for line, figure in zip(cart.sold_lines(), figures.lines, strict=True)
        ],
        "itemCount": quantity_number(cart.item_count_milli),
        "total": cart.total,
        "currency": cart.currency,
    }


def placed_data(order: Order) -> Data:
    """What createOrder answers."""
    return {"orderID": order.order_id, "orderNumber": order.number, "total": order.total, "status": order.status}


def paid_data(order: Order, intent_id: str) -> Data:
    """What paymentComplete answers."""
    return {
        "orderID": order.order_id,
        "orderNumber": order.number,
        "status": order.status,
        "paymentStatus": order.payment_status,
        "amountPaid": Money(order.paid_minor, order.total.currency),
        "currency": order.total.currency,
        "paymentIntentID": intent_id,
    }


def submitted_data(order: Order) -> Data:
    """What submitOrder answers."""
    return {
        "orderID": order.order_id,
        "orderNumber": order.number,
        "status": order.status,
        "paymentStatus": order.payment_status,
        "notes": order.notes,
    }


def order_data(order: Order, public_id: str) -> Data:
    """What getOrder answers."""
    currency = order.total.currency
    return {
        "orderID": order.order_id,
        "orderNumber": order.number,
        "status": order.status,
        "paymentStatus": order.payment_status,
        "handover": order.handover,
        "customerID": _customer_number(order, public_id),
        "customer": None if order.contact is None else _customer_data(order.contact, public_id),
        "items": [_line_data(line, currency) for line in order.lines],
        "shippingAddress": order.shipping_address,
        "billingAddress": order.billing_address,
        "notes": order.notes,
        "subtotal": order.subtotal,
        "discount": order.discount,
        "tax": order.tax,
        "total": order.total,
        "amountPaid": Money(order.paid_minor, currency),
        "amountRefunded": Money(order.refunded_minor, currency),
        "amountDue": order.due,
        "currency": currency,
        "payments": [_payment_data(payment) for payment in order.payments],
        "refunds": [_refund_data(refund) for refund in order.refunds],
        "createdAt": moment(order.created_at),
        "updatedAt": moment(order.updated_at),
    }


def products_data(page: Page[Product]) -> Data:
    """What the product list answers."""
    return {"items": [_product_data(product) for product in page.rows], "next": page.after}


def _product_data(product: Product) -> Data:
    return {
        "productID": product.product_id,
        "name": product.name,
        "sku": product.sku,
        "barcode": product.barcode,
        "price": Money(product.price_minor, product.currency),
        "currency": product.currency,
        "stock": None if product.stock_milli is None else quantity_number(product.stock_milli),
    }


def _customer_number(order: Order, public_id: str) -> int | str | None:
    """A number always means a row of the customers' own table; a customer of another table is named by `_id`."""
    if order.customer is None:
        return None
    return order.customer.customer_id if order.customer.table == CUSTOMERS_TABLE else public_id


def _customer_data(customer: Contact, public_id: str) -> Mapping[str, object]:
    return {
        "_id": public_id,
        "email": customer.email,
        "firstname": customer.firstname,
        "lastname": customer.lastname,
        "displayname": customer.displayname,
    }


def _line_data(line: OrderLine, currency: str) -> Data:
    return {
        "productID": line.product_id,
        "name": line.name,
        "quantity": quantity_number(line.quantity_milli),
        "price": Money(line.price_minor, currency),
        "discount": Money(line.discount_minor, currency),
        "taxRate": _percent(line.tax.rate_ppm),
        "tax": Money(line.tax_minor, currency),
        "lineTotal": Money(line.total_minor, currency),
    }


def _percent(rate_ppm: int) -> Decimal:
    """A tax rate in percent: 88,750 millionths are 8.875."""
    percent = Decimal(rate_ppm).scaleb(-4)
    return percent.quantize(Decimal(1)) if percent == percent.to_integral_value() else percent.normalize()


def _payment_data(payment: Payment) -> Data:
    return {
        "paymentID": payment.payment_id,
        "method": payment.method,
        "amount": payment.amount,
        "tip": Money(payment.tip_minor, payment.amount.currency),
        "status": payment.status,
        "paymentIntentID": payment.intent_id,
        "createdAt": moment(payment.created_at),
    }


def _refund_data(refund: Refund) -> Data:
    return {
        "refundID": refund.refund_id,
        "paymentID": refund.payment_id,
        "amount": refund.amount,
        "status": refund.status,
        "reason": refund.reason,
        "createdAt": moment(refund.created_at),
    }
