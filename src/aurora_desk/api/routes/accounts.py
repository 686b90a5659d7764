"""Signing up, signing in and resetting a password; `/user/app` mirrors `/customers`, quirks and all."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from aurora_desk.api.account_bodies import LogIn, RequestReset, ResetPassword, SignUp
from aurora_desk.api.account_shapes import logged_in, signed_up
from aurora_desk.api.call import Call, CallDep, answer
from aurora_desk.api.described import Described, account_failures
from aurora_desk.api.docs_models import AccountAnswer, MessageAnswer, SignedUpAnswer
from aurora_desk.api.door import AccountRoute, Door, TokenRoute
from aurora_desk.api.guard import own_origin
from aurora_desk.api.json_out import encode
from aurora_desk.domain.accounts import CredentialsError
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.accounts import NewAccount
from aurora_desk.services.facade import Work

_TAGS: dict[str, list[Any]] = {"/customers": ["Customers"], "/user/app": ["App users"]}


async def sign_up(body: SignUp, call: CallDep) -> Response:
    """Make an account."""
    table = await _table(call, body.auth_table)
    new = NewAccount(body.email, body.password, body.firstname, body.lastname, body.displayname)
    account = await call.hashing(partial(call.services.accounts.sign_up, call.actor, table, new))
    public_id = call.services.customers.public_id(call.tenant_id, account.ref)
    return answer(encode(signed_up(account, public_id)))


async def log_in(body: LogIn, call: CallDep, request: Request) -> Response:
    """Sign in with email and password; no token is issued, and the answer holds the profile."""
    accounts = call.services.accounts
    limits = _door(request).failed_logins

    def names(work: Work) -> tuple[str, tuple[str, ...]]:
        table = accounts.table(work, call.tenant_id, body.auth_table)
        return table, accounts.extra_fields(work, call.tenant_id, body.extra_fields)

    table, extra = await call.services.read_async(names)
    limits.must_not_wait(call.caller.who)
    tried = f"{call.tenant_id} {table} {body.email.strip().lower()}"
    try:
        account = await call.hashing(partial(accounts.log_in, call.actor, table, body.email, body.password))
    except CredentialsError:
        limits.failed(call.caller.who, tried)
        raise
    limits.let_in(call.caller.who, tried)
    public_id = call.services.customers.public_id(call.tenant_id, account.ref)
    return answer(encode(logged_in(account, public_id, extra)))


async def reset_password(body: ResetPassword, call: CallDep, request: Request) -> Response:
    """Set a new password with the token that a mail brought; a token serves once."""
    if body.token != body.reset_password_token:
        raise InvalidError("reset_password_token", "token and reset_password_token must be the same.")
    if body.password != body.confirm_password:
        raise InvalidError("confirmPassword", "password and confirmPassword must be the same.")
    tenant_id = call.caller.tenant_id
    if tenant_id is None and body.app_id is not None:
        tenant_id = call.tenant_id
    accounts = call.services.accounts
    # Without an appID a page speaks to the shop that its token is of.
    token_tenant = await call.services.read_async(partial(_tenant_of_token, call=call, body=body))
    await _door(request).book.check_origin(request, token_tenant)
    who = partial(Actor.client, client_id=call.caller.client_id)
    await call.hashing(partial(accounts.reset_password, tenant_id, body.auth_table, body.token, body.password, who=who))
    return answer(encode({"status": "Success", "message": "Password reset successfully"}))


async def request_reset(body: RequestReset, call: CallDep, request: Request) -> Response:
    """Send a mail with a link that sets a new password; the token is appended to `url`."""
    accounts = call.services.accounts
    _door(request).mails_asked.ask(call.caller.who)

    def ask(work: Work) -> str:
        table = accounts.table(work, call.tenant_id, body.auth_table)
        return accounts.request_reset(work, call.actor, table, body.email, body.url, own_origin(request.scope)).email

    email = await call.services.write_async(ask)
    words = f"Email with reset password instructions was sent to {email}."
    return answer(encode({"status": "Success", "message": words}))


def accounts_router(prefix: str) -> APIRouter:
    """The four endpoints under a prefix."""
    router = APIRouter(prefix=prefix, tags=_TAGS[prefix])
    for path, endpoint, model, route, described in _ENDPOINTS:
        router.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            response_model=model,
            responses=described,
            route_class_override=route,
        )
    return router


_ENDPOINTS: tuple[tuple[str, Callable[..., Any], Any, type[AccountRoute], Described], ...] = (
    ("/signup", sign_up, SignedUpAnswer, AccountRoute, account_failures(409)),
    ("/login", log_in, AccountAnswer, AccountRoute, account_failures(on_401="Invalid credentials")),
    ("/reset-password", reset_password, MessageAnswer, TokenRoute, account_failures()),
    ("/request-reset", request_reset, MessageAnswer, AccountRoute, account_failures(on_404="No user found")),
)


async def _table(call: Call, name: str | None) -> str:
    if name is None:
        return CUSTOMERS_TABLE
    return await call.services.read_async(partial(call.services.accounts.table, tenant_id=call.tenant_id, name=name))


def _tenant_of_token(work: Work, *, call: Call, body: ResetPassword) -> TenantId:
    """The tenant of a live token's account, else the caller's; a table that this shop doesn't have is refused."""
    account = call.services.accounts.token_account(work, body.token)
    tenant_id = call.tenant_id if account is None else account.tenant_id
    call.services.accounts.table(work, tenant_id, body.auth_table)
    return tenant_id


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door
