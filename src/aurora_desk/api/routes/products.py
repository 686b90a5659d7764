"""The catalogue for programs."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from aurora_desk.api.call import Call, CallDep
from aurora_desk.api.described import failures, tenant_in_head
from aurora_desk.api.docs_models import ProductsAnswer
from aurora_desk.api.door import DoorRoute
from aurora_desk.api.shapes import Data, products_data
from aurora_desk.services.facade import Work

_A_PAGE = 50

router = APIRouter(prefix="/ecommerce", tags=["Products"], route_class=DoorRoute)


@router.get("/products", response_model=ProductsAnswer, responses=failures(422), openapi_extra=tenant_in_head())
async def products(
    call: CallDep,
    search: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """A page of products: those that match `search`, or all; `next` of one page is `after` of the following one.

    Each variant is a product of its own here; what is sold as one of its variants only is left out.
    """
    return await call.read(partial(_page, call=call, words=search.strip(), after=after or None))


def _page(work: Work, *, call: Call, words: str, after: str | None) -> Data:
    catalogue = call.services.catalogue
    if words:
        return products_data(catalogue.search(work, call.tenant_id, words, after=after, limit=_A_PAGE, variants=True))
    return products_data(catalogue.browse(work, call.tenant_id, after=after, limit=_A_PAGE, variants=True))
