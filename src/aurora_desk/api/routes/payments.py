"""Paying an order online: Stripe is asked, and nothing in the request is trusted."""

import json
from functools import partial

from fastapi import APIRouter, Response

from aurora_desk.api.bodies import CreatePaymentIntent, PaymentComplete
from aurora_desk.api.call import Call, CallDep, answer, success
from aurora_desk.api.described import keyed, post_failures
from aurora_desk.api.docs_models import IntentAnswer, PaidAnswer
from aurora_desk.api.door import DoorRoute
from aurora_desk.api.json_out import encode
from aurora_desk.api.shapes import paid_data
from aurora_desk.domain.idempotency import StoredAnswer
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId
from aurora_desk.domain.orders import Order
from aurora_desk.services.facade import Work
from aurora_desk.services.online import IntentRequest


class IntentRoute(DoorRoute):
    """createPaymentIntent: what is kept for its key names the payment, and the secret comes from Stripe again."""

    async def again(self, call: Call, stored: StoredAnswer) -> Response:
        """The same payment's secret and intent."""
        payment_id = PaymentId(json.loads(stored.body)["paymentID"])
        return _intent_answer(*await call.outside(partial(call.services.payments.intent_again, payment_id)))


router = APIRouter(prefix="/ecommerce", tags=["Payments"], route_class=DoorRoute)
intents = APIRouter(prefix="/ecommerce", tags=["Payments"], route_class=IntentRoute)


@intents.post(
    "/createPaymentIntent", response_model=IntentAnswer, responses=post_failures(404, 429, 502), openapi_extra=keyed()
)
async def create_payment_intent(body: CreatePaymentIntent, call: CallDep) -> Response:
    """Prepare a payment at Stripe for what an order still costs; the same order and amount get the same live intent."""
    services, customer = call.services, None
    if body.customer_id is not None:
        customer = await services.read_async(
            partial(services.customers.ref_of, tenant_id=call.tenant_id, customer_id=body.customer_id)
        )

    def remember(work: Work, payment_id: PaymentId) -> None:
        call.keep(work, encode({"paymentID": payment_id}))

    wanted = IntentRequest(OrderId(body.order_id), body.amount, body.currency, customer)
    return _intent_answer(
        *await call.outside(partial(services.payments.create_intent, call.actor, wanted, then=remember))
    )


@router.post(
    "/paymentComplete", response_model=PaidAnswer, responses=post_failures(402, 404, 429, 502), openapi_extra=keyed()
)
async def payment_complete(body: PaymentComplete, call: CallDep) -> Response:
    """Ask Stripe whether an order's intent has succeeded, and record the payment once."""

    def remember(work: Work, order: Order) -> None:
        call.keep(work, success(paid_data(order, body.intent_id)))

    order = await call.outside(
        partial(
            call.services.payments.complete,
            call.actor,
            OrderId(body.order_id),
            IntentId(body.intent_id),
            then=remember,
        )
    )
    return answer(success(paid_data(order, body.intent_id)))


def _intent_answer(client_secret: str, intent_id: str) -> Response:
    return answer(success({"clientSecret": client_secret, "paymentIntentID": intent_id}))
