"""Whether the program lives, and whether what it needs answers."""

import asyncio
from functools import partial

from fastapi import APIRouter, Request, Response

from aurora_desk.api.call import answer, success
from aurora_desk.api.callers import caller_of
from aurora_desk.api.described import failures
from aurora_desk.api.docs_models import StatesAnswer
from aurora_desk.api.door import Door
from aurora_desk.api.errors import ApiError, failure
from aurora_desk.api.pools import Who
from aurora_desk.domain.errors import AuroraError

_DATABASE_WAIT_S = 5.0

router = APIRouter(tags=["Health"])


@router.get("/health", response_model=StatesAnswer, responses=failures())
async def health(request: Request) -> Response:
    """That the program answers, and whether its store is for training."""
    door: Door = request.app.state.door
    return answer(success({"live": True, "training": door.services.facts.training}))


@router.get("/ready", response_model=StatesAnswer, responses=failures())
async def ready(request: Request) -> Response:
    """The states of database, Stripe, mail and printer; 503 while the database doesn't answer."""
    door: Door = request.app.state.door
    who = caller_of(request.scope).who
    database, stripe = await asyncio.gather(_database(door), _stripe(door, who))
    mail = await _mail(door) if database == "ok" else "unavailable"
    # Receipts are printed by the desk, on the till's own printer.
    states = {"database": database, "stripe": stripe, "mail": mail, "printer": "at the till"}
    if database != "ok":
        return failure(503, "The database does not answer. Nothing can be sold over the network until it does.", states)
    return answer(success(states))


async def _database(door: Door) -> str:
    try:
        async with asyncio.timeout(_DATABASE_WAIT_S):
            await door.services.read_async(partial(door.services.journal_last))
    except (AuroraError, TimeoutError):
        return "unavailable"
    return "ok"


async def _stripe(door: Door, who: Who | None) -> str:
    payments = door.services.payments
    if not payments.card_ready():
        return "not set up"
    try:
        return "ok" if await door.outside_pool.run(payments.stripe_answers, who=who) else "unreachable"
    except ApiError:
        return "busy"


async def _mail(door: Door) -> str:
    """Whether mails go out, and how many wait; why one does is shown to staff, not to callers."""
    state = await door.services.read_async(partial(door.services.outbox.state))
    waiting = f", {state.waiting} waiting" if state.waiting else ""
    if not door.mail_is_set_up:
        return f"not set up{waiting}"
    return f"{'failing' if state.trouble else 'ok'}{waiting}"
