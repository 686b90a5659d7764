"""The pages for a customer's phone: `/reset` sets a new password, `/o/<code>` shows how an order stands."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from aurora_desk.api.callers import caller_of
from aurora_desk.api.door import Door
from aurora_desk.api.errors import ApiError, failure, status_of
from aurora_desk.api.guard import own_origin
from aurora_desk.api.page_words import page_words
from aurora_desk.api.pages import failed_page, order_page, reset_done, reset_form, wants_page
from aurora_desk.api.whole_file import WholeFile
from aurora_desk.domain.accounts import Account, ResetTokenError
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.codes import CodeKind, ForeignCodeError
from aurora_desk.domain.errors import InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.tenants import Tenant
from aurora_desk.services.facade import Services, Work

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 10


def pages_router(folder: Path) -> APIRouter:
    """The pages and the one stylesheet that they use."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/reset", reset, methods=["GET", "POST"], response_class=Response)
    router.add_api_route("/o/{code}", show_order, methods=["GET"], response_class=Response)
    router.add_api_route("/page.css", _stylesheet(folder / "page.css"), methods=["GET"], response_class=FileResponse)
    return router


async def reset(request: Request) -> Response:
    """The page that sets a new password: its form, and what the form brings."""
    return await (set_password if request.method == "POST" else show_reset)(request)


async def show_reset(request: Request) -> Response:
    """The form, for whoever comes with a live token; looking at it uses nothing up."""
    door: Door = request.app.state.door
    token = request.query_params.get("token", "")
    found = await door.services.read_async(partial(_account_of, services=door.services, token=token))
    if found is None:
        return _no_link(request)
    _, tenant = found
    return reset_form(tenant.language, tenant.name, token)


async def set_password(request: Request) -> Response:
    """Set the password that the form brings; its token is the only authority."""
    if request.headers.get("origin") not in (None, "null", own_origin(request.scope)):
        raise ApiError(403, "Only the page itself may send its form.")
    fields = await _form(request)
    door: Door = request.app.state.door
    token, password = fields.get("token", ""), fields.get("password", "")
    found = await door.services.read_async(partial(_account_of, services=door.services, token=token))
    if found is None:
        return _no_link(request)
    account, tenant = found

    def again(fault: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
        if not wants_page(request):
            return failure(status, fault, headers=headers)
        return reset_form(tenant.language, tenant.name, token, fault=fault, status=status, headers=headers)

    if password != fields.get("confirmPassword"):
        return again(page_words(tenant.language).not_same, 422)
    caller = caller_of(request.scope)
    who = partial(Actor.client, client_id=caller.client_id)
    change = partial(
        door.services.accounts.reset_password, account.tenant_id, account.ref.table, token, password, who=who
    )
    try:
        await door.hashing_pool.run(change, who=caller.who)
    except InvalidError as error:
        fault = page_words(tenant.language).refused or error.sentence
        return again(fault, status_of(error))
    except ApiError as error:  # too much to do just now: the form stays
        return again(str(error), error.status, error.headers)
    except ResetTokenError:
        return _no_link(request)
    return reset_done(tenant.language, tenant.name)


async def show_order(request: Request, code: str) -> Response:
    """How the order of a code stands, without a word about whose it is."""
    door: Door = request.app.state.door
    try:
        tenant, order = await door.services.read_async(partial(_order_of, services=door.services, code=code))
    except NotFoundError:
        words = page_words("en")
        return failed_page(request, "en", words.order_title, words.unknown_order, 404)
    return order_page(tenant.language, tenant.name, order)


def _no_link(request: Request) -> Response:
    words = page_words("en")
    return failed_page(request, "en", words.reset_title, words.no_link, 400)


def _account_of(work: Work, *, services: Services, token: str) -> tuple[Account, Tenant] | None:
    account = services.accounts.token_account(work, token)
    return None if account is None else (account, services.tenants.get(work, account.tenant_id))


def _order_of(work: Work, *, services: Services, code: str) -> tuple[Tenant, Order]:
    """The order that a code was signed for. The tenant is in the signature alone, so each is asked."""
    for tenant in services.tenants.everyone(work):
        try:
            said = services.codes.read(tenant.tenant_id, code)
        except ForeignCodeError:
            continue
        if said.kind is CodeKind.ORDER:
            return tenant, services.orders.get(work, tenant.tenant_id, OrderId(said.number))
    raise NotFoundError("There is no such order.")


async def _form(request: Request) -> dict[str, str]:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != _FORM or parameters.replace(" ", "").lower() not in ("", "charset=utf-8"):
        raise ApiError(415, f"The Content-Type of this form must be {_FORM}.")
    try:
        text = (await request.body()).decode("ascii")
        found = parse_qs(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise ApiError(400, "The form can't be read.") from None
    if any(len(values) > 1 for values in found.values()):
        raise ApiError(400, "A field of the form is there twice.")
    return {name: values[0] for name, values in found.items()}


def _stylesheet(path: Path) -> Callable[[], FileResponse]:
    def serve() -> FileResponse:
        return WholeFile(path, media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    return serve
