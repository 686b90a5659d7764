"""The carts of client sessions."""

from functools import partial

from fastapi import APIRouter, Response

from aurora_desk.api.bodies import AddCart, GetCart, RemoveCart, UpdateCart
from aurora_desk.api.call import Call, CallDep
from aurora_desk.api.described import keyed, post_failures
from aurora_desk.api.docs_models import CartAnswer
from aurora_desk.api.door import DoorRoute
from aurora_desk.api.shapes import Data, cart_data
from aurora_desk.domain.ids import ProductId
from aurora_desk.services.facade import Work

router = APIRouter(prefix="/ecommerce", tags=["Carts"], route_class=DoorRoute)


@router.post("/addCart", response_model=CartAnswer, responses=post_failures(404), openapi_extra=keyed())
async def add_cart(body: AddCart, call: CallDep) -> Response:
    """Add a product to the cart of a session, which is made if it is new."""
    return await call.write(partial(_add, call=call, body=body))


@router.post("/removeCart", response_model=CartAnswer, responses=post_failures(404), openapi_extra=keyed())
async def remove_cart(body: RemoveCart, call: CallDep) -> Response:
    """Take a product out of the cart of a session."""
    return await call.write(partial(_remove, call=call, body=body))


@router.post("/updateCart", response_model=CartAnswer, responses=post_failures(404), openapi_extra=keyed())
async def update_cart(body: UpdateCart, call: CallDep) -> Response:
    """Set the quantity of a product in the cart of a session; 0 takes it out."""
    return await call.write(partial(_update, call=call, body=body))


@router.post("/getCart", response_model=CartAnswer, responses=post_failures(404), openapi_extra=keyed())
async def get_cart(body: GetCart, call: CallDep) -> Response:
    """The cart of a session."""
    return await call.read(partial(_get, call=call, body=body))


def _add(work: Work, *, call: Call, body: AddCart) -> Data:
    cart = call.services.sales.session_add(
        work, call.actor, body.session_id, ProductId(body.product_id), body.quantity, body.price
    )
    return cart_data(cart)


def _remove(work: Work, *, call: Call, body: RemoveCart) -> Data:
    return cart_data(call.services.sales.session_remove(work, call.actor, body.session_id, ProductId(body.product_id)))


def _update(work: Work, *, call: Call, body: UpdateCart) -> Data:
    product_id = ProductId(body.product_id)
    return cart_data(call.services.sales.session_set(work, call.actor, body.session_id, product_id, body.quantity))


def _get(work: Work, *, call: Call, body: GetCart) -> Data:
    return cart_data(call.services.sales.session_cart(work, call.actor, body.session_id))
