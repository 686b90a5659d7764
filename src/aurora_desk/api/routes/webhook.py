"""`/stripe/webhook`: Stripe says that something happened. It only means «go and ask»."""

from functools import partial

from fastapi import APIRouter, Request, Response

from aurora_desk.api.call import answer, success
from aurora_desk.api.callers import caller_of
from aurora_desk.api.described import failures
from aurora_desk.api.docs_models import StatesAnswer
from aurora_desk.api.door import Door, check_content_type
from aurora_desk.api.errors import ApiError

router = APIRouter(tags=["Stripe"])


@router.post("/stripe/webhook", response_model=StatesAnswer, responses=failures(413, 415, 429))
async def stripe_webhook(request: Request) -> Response:
    """Take a signed message of Stripe's, ask Stripe about its payment, and book what Stripe answers to that."""
    check_content_type(request)
    door: Door = request.app.state.door
    signatures = request.headers.getlist("stripe-signature")
    if len(signatures) != 1:
        raise ApiError(400, "The message must have one Stripe-Signature.")
    body = await request.body()
    hear = partial(door.services.payments.hear, body, signatures[0])
    heard = await door.outside_pool.run(hear, who=caller_of(request.scope).who)
    return answer(success({"asked": heard}))
