"""Placing, reading and submitting orders."""

from functools import partial

from fastapi import APIRouter, Response

from aurora_desk.api.bodies import Address, CreateOrder, GetOrder, SubmitOrder
from aurora_desk.api.call import Call, CallDep
from aurora_desk.api.described import keyed, post_failures
from aurora_desk.api.docs_models import OrderAnswer, PlacedAnswer, SubmittedAnswer
from aurora_desk.api.door import DoorRoute
from aurora_desk.api.shapes import Data, order_data, placed_data, submitted_data
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.services.facade import Work
from aurora_desk.services.orders import PlaceItem, PlaceOrder

router = APIRouter(prefix="/ecommerce", tags=["Orders"], route_class=DoorRoute)


@router.post(
    "/createOrder",
    status_code=201,
    response_model=PlacedAnswer,
    responses=post_failures(404),
    openapi_extra=keyed(),
)
async def create_order(body: CreateOrder, call: CallDep) -> Response:
    """Place an order from items, or from the cart of a session."""
    if body.items is not None and body.session_id is not None:
        raise InvalidError("sessionID", "Send items or a sessionID, not both.")
    if body.items is None and body.session_id is None:
        raise InvalidError("items", "Send the items to order, or the sessionID of a cart.")
    return await call.write(partial(_place, call=call, body=body), status=201)


@router.post("/getOrder", response_model=OrderAnswer, responses=post_failures(404), openapi_extra=keyed())
async def get_order(body: GetOrder, call: CallDep) -> Response:
    """All that is known of an order."""
    return await call.read(partial(_get, call=call, order_id=OrderId(body.order_id)))


@router.post("/submitOrder", response_model=SubmittedAnswer, responses=post_failures(404), openapi_extra=keyed())
async def submit_order(body: SubmitOrder, call: CallDep) -> Response:
    """Hand an order over to be processed; paying by stripe comes before, the other ways after."""
    return await call.write(partial(_submit, call=call, body=body))


def _place(work: Work, *, call: Call, body: CreateOrder) -> Data:
    services = call.services
    customer = None
    if body.customer_id is not None:
        customer = services.customers.ref_of(work, call.tenant_id, body.customer_id)
    items = None
    if body.items is not None:
        items = tuple(PlaceItem(ProductId(item.product_id), item.quantity, item.price) for item in body.items)
    wanted = PlaceOrder(
        items=items,
        session_id=body.session_id,
        customer=customer,
        shipping_address=_address(body.shipping_address),
        billing_address=_address(body.billing_address),
    )
    return placed_data(services.orders.place(work, call.actor, wanted))


def _address(address: Address | None) -> dict[str, str] | None:
    """The fields as sent: what was left out stays out."""
    return None if address is None else address.model_dump(exclude_unset=True)


def _get(work: Work, *, call: Call, order_id: OrderId) -> Data:
    services = call.services
    order = services.orders.get(work, call.tenant_id, order_id)
    public_id = services.customers.public_id(call.tenant_id, order.customer) if order.customer is not None else ""
    return order_data(order, public_id)


def _submit(work: Work, *, call: Call, body: SubmitOrder) -> Data:
    order = call.services.orders.submit(work, call.actor, OrderId(body.order_id), body.payment_method, body.notes or "")
    return submitted_data(order)
