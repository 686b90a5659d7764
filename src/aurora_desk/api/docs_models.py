"""What answers look like, for the OpenAPI description; the answers themselves are written by `shapes`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Answer(BaseModel):
    status: Literal["Success"] = "Success"


class FieldFault(BaseModel):
    """A field that breaks a rule."""

    field: str
    message: str


class FailureData(BaseModel):
    """Empty, or the fields at fault, or what would be right."""

    model_config = ConfigDict(extra="allow")

    errors: list[FieldFault] | None = None


class Failure(BaseModel):
    """The envelope of every failure."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "Failed", "message": "There is no order 9.", "data": {}}]}
    )

    status: Literal["Failed"]
    message: str
    data: FailureData


class SignedUpAnswer(_Answer):
    """The account was made; its fields stand beside the status."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "Success",
                    "_id": "2b9a1c8d1e...",
                    "email": "customer@example.com",
                    "emailverified": True,
                    "firstname": "Alex",
                    "lastname": "Taylor",
                    "displayname": "Alex T",
                    "photourl": "",
                    "description": "",
                }
            ]
        }
    )

    id: str = Field(alias="_id")
    email: str
    emailverified: bool
    firstname: str
    lastname: str
    displayname: str
    photourl: str
    description: str


class AccountData(BaseModel):
    """An account's profile, with the extra fields that were asked for."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(alias="_id")
    email: str
    firstname: str
    lastname: str
    displayname: str
    description: str
    photourl: str
    emailverified: bool


class AccountAnswer(_Answer):
    """Email and password are right."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "Success",
                    "message": "Login successful",
                    "data": {
                        "_id": "7c4f0a1d0b...",
                        "email": "customer@example.com",
                        "firstname": "Alex",
                        "lastname": "Taylor",
                        "displayname": "Alex T",
                        "description": "",
                        "photourl": "",
                        "emailverified": True,
                        "phone": "+15551234567",
                        "address": "123 Main St",
                    },
                }
            ]
        }
    )

    message: str
    data: AccountData


class MessageAnswer(_Answer):
    """It was done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "Success", "message": "Password reset successfully"}]}
    )

    message: str


class CartItem(BaseModel):
    """A line of a cart."""

    product_id: int = Field(alias="productID")
    name: str
    quantity: float
    price: float
    line_total: float = Field(alias="lineTotal")


class CartData(BaseModel):
    """A session's cart."""

    session_id: str = Field(alias="sessionID")
    items: list[CartItem]
    item_count: float = Field(alias="itemCount")
    total: float
    currency: str


class CartAnswer(_Answer):
    """A cart as it is now."""

    data: CartData


class PlacedData(BaseModel):
    """A new order."""

    order_id: int = Field(alias="orderID")
    order_number: str = Field(alias="orderNumber")
    total: float
    status: str


class PlacedAnswer(_Answer):
    """The order was placed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "Success",
                    "data": {"orderID": 5001, "orderNumber": "ORD-2024-5001", "total": 999.97, "status": "pending"},
                }
            ]
        }
    )

    data: PlacedData


class IntentData(BaseModel):
    """What a web page needs to let its customer pay."""

    client_secret: str = Field(alias="clientSecret")
    intent_id: str = Field(alias="paymentIntentID")


class IntentAnswer(_Answer):
    """A payment intent that waits for its customer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "Success",
                    "data": {
                        "clientSecret": "pi_xxxxxxxxxxxxx_secret_xxxxxxxxxxxxx",
                        "paymentIntentID": "pi_xxxxxxxxxxxxx",
                    },
                }
            ]
        }
    )

    data: IntentData


class PaidData(BaseModel):
    """An order that is paid."""

    order_id: int = Field(alias="orderID")
    order_number: str = Field(alias="orderNumber")
    status: str
    payment_status: str = Field(alias="paymentStatus")
    amount_paid: float = Field(alias="amountPaid")
    currency: str
    intent_id: str = Field(alias="paymentIntentID")


class PaidAnswer(_Answer):
    """Stripe has the money."""

    data: PaidData


class SubmittedData(BaseModel):
    """An order that is processed."""

    order_id: int = Field(alias="orderID")
    order_number: str = Field(alias="orderNumber")
    status: str
    payment_status: str = Field(alias="paymentStatus")
    notes: str


class SubmittedAnswer(_Answer):
    """The order is on its way."""

    data: SubmittedData


class CustomerData(BaseModel):
    """Whose order it is."""

    id: str = Field(alias="_id")
    email: str
    firstname: str
    lastname: str
    displayname: str


class OrderItem(BaseModel):
    """A line of an order; the tax rate in percent."""

    product_id: int | None = Field(alias="productID")
    name: str
    quantity: float
    price: float
    discount: float
    tax_rate: float = Field(alias="taxRate")
    tax: float
    line_total: float = Field(alias="lineTotal")


class PaymentData(BaseModel):
    """A payment of an order."""

    payment_id: str = Field(alias="paymentID")
    method: str
    amount: float
    tip: float
    status: str
    intent_id: str | None = Field(alias="paymentIntentID")
    created_at: str = Field(alias="createdAt")


class RefundData(BaseModel):
    """Money given back."""

    refund_id: str = Field(alias="refundID")
    payment_id: str = Field(alias="paymentID")
    amount: float
    status: str
    reason: str
    created_at: str = Field(alias="createdAt")


class OrderData(BaseModel):
    """An order with all that is known of it."""

    order_id: int = Field(alias="orderID")
    order_number: str = Field(alias="orderNumber")
    status: str
    payment_status: str = Field(alias="paymentStatus")
    handover: str
    customer_id: int | str | None = Field(alias="customerID")
    customer: CustomerData | None
    items: list[OrderItem]
    shipping_address: dict[str, str] | None = Field(alias="shippingAddress")
    billing_address: dict[str, str] | None = Field(alias="billingAddress")
    notes: str
    subtotal: float
    discount: float
    tax: float
    total: float
    amount_paid: float = Field(alias="amountPaid")
    amount_refunded: float = Field(alias="amountRefunded")
    amount_due: float = Field(alias="amountDue")
    currency: str
    payments: list[PaymentData]
    refunds: list[RefundData]
    created_at: str = Field(alias="createdAt")
    updated_at: str = Field(alias="updatedAt")


class OrderAnswer(_Answer):
    """An order."""

    data: OrderData


class ProductItem(BaseModel):
    """A product of the catalogue; stock is null where it isn't counted."""

    product_id: int = Field(alias="productID")
    name: str
    sku: str
    barcode: str
    price: float
    currency: str
    stock: float | None


class ProductsData(BaseModel):
    """A page of products; `next` goes into `after` for the page behind it."""

    items: list[ProductItem]
    next: str | None


class ProductsAnswer(_Answer):
    """Products."""

    data: ProductsData


class StatesAnswer(_Answer):
    """What works."""

    data: dict[str, Any]
