"""The request bodies of the /ecommerce endpoints, as the reference names their fields."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from aurora_desk.api.fields import Body, CustomerId, Id, Number, Price, SessionId, Text, example
from aurora_desk.services.orders import LONGEST_NOTES, MOST_ITEMS

_ADDRESS: dict[str, Any] = {
    "street": "123 Main St",
    "city": "New York",
    "state": "NY",
    "zip": "10001",
    "country": "USA",
}


class Address(BaseModel):
    """Where an order goes, or its bill."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    street: Text = Field("", max_length=200)
    city: Text = Field("", max_length=200)
    state: Text = Field("", max_length=200)
    zip: Text = Field("", max_length=200)
    country: Text = Field("", max_length=200)


class Item(BaseModel):
    """A product to order; without a price, the catalogue's."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    product_id: Id = Field(alias="productID")
    quantity: Number
    price: Price | None = None


class CreateOrder(Body):
    """An order from items, or from the cart of a session."""

    model_config = example(
        customerID=123,
        items=[
            {"productID": 101, "quantity": 2, "price": 299.99},
            {"productID": 102, "quantity": 1, "price": 399.99},
        ],
        shippingAddress=_ADDRESS,
        billingAddress=_ADDRESS,
    )

    customer_id: CustomerId | None = Field(None, alias="customerID")
    items: list[Item] | None = Field(None, min_length=1, max_length=MOST_ITEMS)
    session_id: SessionId | None = Field(None, alias="sessionID")
    shipping_address: Address | None = Field(None, alias="shippingAddress")
    billing_address: Address | None = Field(None, alias="billingAddress")


class AddCart(Body):
    """A product to put into a session's cart."""

    model_config = example(sessionID="cart_session_123", productID=101, quantity=1, price=299.99)

    session_id: SessionId = Field(alias="sessionID")
    product_id: Id = Field(alias="productID")
    quantity: Number
    price: Price | None = None


class RemoveCart(Body):
    """A product to take out of a session's cart."""

    model_config = example(sessionID="cart_session_123", productID=101)

    session_id: SessionId = Field(alias="sessionID")
    product_id: Id = Field(alias="productID")


class UpdateCart(Body):
    """A quantity to set in a session's cart; 0 removes."""

    model_config = example(sessionID="cart_session_123", productID=101, quantity=3)

    session_id: SessionId = Field(alias="sessionID")
    product_id: Id = Field(alias="productID")
    quantity: Number


class GetCart(Body):
    """A session whose cart is asked for."""

    model_config = example(sessionID="cart_session_123")

    session_id: SessionId = Field(alias="sessionID")


class GetOrder(Body):
    """An order that is asked for."""

    model_config = example(orderID=5001)

    order_id: Id = Field(alias="orderID")


class CreatePaymentIntent(Body):
    """A payment to prepare at Stripe; the amount in minor units."""

    model_config = example(amount=99997, currency="usd", orderID=5001, customerID=123)

    amount: int = Field(ge=1, le=99_999_999_999)
    currency: str = Field(min_length=3, max_length=3)
    order_id: Id = Field(alias="orderID")
    customer_id: CustomerId | None = Field(None, alias="customerID")


class PaymentComplete(Body):
    """A payment that the client believes is complete; Stripe is asked."""

    model_config = example(paymentIntentID="pi_xxxxxxxxxxxxx", orderID=5001)

    intent_id: SessionId = Field(alias="paymentIntentID")
    order_id: Id = Field(alias="orderID")


class SubmitOrder(Body):
    """An order to be processed."""

    model_config = example(orderID=5001, paymentMethod="stripe", notes="Please deliver after 5 PM")

    order_id: Id = Field(alias="orderID")
    payment_method: Literal["stripe", "cash", "invoice", "pay_in_store"] = Field(alias="paymentMethod")
    notes: Text | None = Field(None, max_length=LONGEST_NOTES)
