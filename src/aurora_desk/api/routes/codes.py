"""QR codes of orders and products."""

import re
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from aurora_desk.api.call import Call, CallDep
from aurora_desk.api.described import Described, failures, tenant_in_head
from aurora_desk.api.door import DoorRoute
from aurora_desk.api.fields import LARGEST_ID, WrittenWhole
from aurora_desk.domain.codes import CodeKind
from aurora_desk.domain.errors import InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.services.facade import Work

_NUMBER = re.compile(r"-?[0-9]+")
_NEITHER = "There is no order or product with this number."
_PICTURES: Described = {
    200: {"content": {"image/png": {}, "image/svg+xml": {}}, "description": "The QR code."},
}

router = APIRouter(prefix="/ecommerce", tags=["Codes"], route_class=DoorRoute)


@router.get(
    "/genCode/{id}",
    response_class=Response,
    responses={**_PICTURES, **failures(404, 422, 429)},
    openapi_extra=tenant_in_head(),
)
async def gen_code(
    call: CallDep,
    number: Annotated[str, Path(alias="id", description="An orderID, or else a productID.")],
    kind: Annotated[Literal["order", "product"] | None, Query(alias="type")] = None,
    size: Annotated[WrittenWhole, Query(ge=64, le=2048)] = 512,
    picture: Annotated[Literal["png", "svg"], Query(alias="format")] = "png",
) -> Response:
    """The QR code that opens an order, or adds a product, when the desk scans it."""
    if not _NUMBER.fullmatch(number):
        raise InvalidError("id", "id must be a whole number.")
    if len(number) > 15 or not 0 < int(number) <= LARGEST_ID:
        raise NotFoundError(_NEITHER)
    text = await call.services.read_async(
        partial(_text, call=call, number=int(number), kind=None if kind is None else CodeKind(kind))
    )
    codes = call.services.codes
    if picture == "svg":
        return Response(await call.drawing(partial(codes.qr_svg, text)), media_type="image/svg+xml")
    return Response(await call.drawing(partial(codes.qr_png, text, size)), media_type="image/png")


def _text(work: Work, *, call: Call, number: int, kind: CodeKind | None) -> str:
    services, tenant_id = call.services, call.tenant_id
    if kind is not CodeKind.PRODUCT:
        try:
            order = services.orders.get(work, tenant_id, OrderId(number))
            return services.codes.for_order(tenant_id, order.order_id)
        except NotFoundError:
            if kind is CodeKind.ORDER:
                raise
    try:
        product = services.catalogue.get(work, tenant_id, ProductId(number))
    except NotFoundError:
        if kind is CodeKind.PRODUCT:
            raise
        raise NotFoundError(_NEITHER) from None
    return services.codes.for_product(tenant_id, product.product_id)
