"""The small pages for a customer's phone as HTML: no script, no asset from outside, every text escaped."""

from collections.abc import Mapping
from html import escape

from fastapi import Request, Response

from aurora_desk.api.errors import RETRY_AFTER_S, failure
from aurora_desk.api.page_words import page_words
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.quantity import quantity_number

POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "img-src 'none'; script-src 'none'"
)
_LOOKS_AGAIN_S = 30


def page(
    language: str,
    title: str,
    body: str,
    *,
    status: int = 200,
    again: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A whole page; `body` is HTML made here."""
    refresh = f'<meta http-equiv="refresh" content="{_LOOKS_AGAIN_S}">' if again else ""
    text = (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/page.css"></head><body><main>{body}</main>'
        "</body></html>"
    )
    all_headers = {"Content-Security-Policy": POLICY, **(headers or {})}
    if status in {429, 503}:
        all_headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    return Response(text, status, all_headers, media_type="text/html")


def wants_page(request: Request) -> bool:
    """Whether a browser asks, which shows a person what it gets (docs/decisions/0006)."""
    return "text/html" in request.headers.get("accept", "")


def failed_page(request: Request, language: str, title: str, sentence: str, status: int) -> Response:
    """A failure for whoever asks: a page for a browser, the envelope for a program."""
    if not wants_page(request):
        return failure(status, sentence)
    return page(
        language, title, f'<h1>{escape(title)}</h1><p class="fault" role="alert">{escape(sentence)}</p>', status=status
    )


def reset_form(
    language: str,
    shop: str,
    token: str,
    *,
    fault: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The form that sets a new password."""
    words = page_words(language)
    told = f'<p class="fault" role="alert">{escape(fault)}</p>' if fault else ""
    body = (
        f'<h1>{escape(words.reset_title)}</h1><p class="shop">{escape(shop)}</p>{told}'
        f'<form method="post" action="/reset"><input type="hidden" name="token" value="{escape(token)}">'
        f'<label for="password">{escape(words.new_password)}</label>'
        '<input id="password" name="password" type="password" autocomplete="new-password" required autofocus '
        'aria-describedby="rules">'
        f'<label for="again">{escape(words.again)}</label>'
        '<input id="again" name="confirmPassword" type="password" autocomplete="new-password" required>'
        f'<p class="hint" id="rules">{escape(words.reset_rules)}</p>'
        f'<button type="submit">{escape(words.save)}</button></form>'
    )
    return page(language, words.reset_title, body, status=status, headers=headers)


def reset_done(language: str, shop: str) -> Response:
    """The password is set."""
    words = page_words(language)
    body = f'<h1>{escape(words.done_title)}</h1><p class="shop">{escape(shop)}</p><p>{escape(words.done)}</p>'
    return page(language, words.done_title, body)


def order_page(language: str, shop: str, order: Order) -> Response:
    """How an order stands; nothing about whose it is."""
    words = page_words(language)
    title = f"{words.order_title} {order.number}"
    done = order.status in (OrderStatus.COMPLETED, OrderStatus.VOID)
    tone = {OrderStatus.READY: " good", OrderStatus.COMPLETED: " good", OrderStatus.VOID: " bad"}.get(order.status, "")
    paid = " good" if order.payment_status is PaidStatus.PAID else ""
    taken = words.handovers.get(order.handover, "")
    lines = "".join(
        f"<dt>{escape(f'{quantity_number(line.quantity_milli)} × {line.name}')}</dt>"
        f"<dd>{Money(line.total_minor, order.total.currency)}</dd>"
        for line in order.lines
    )
    body = (
        f'<h1>{escape(title)}</h1><p class="shop">{escape(shop)}</p>'
        f'<p class="state{tone}">{escape(words.statuses[order.status])}</p>'
        f'<p class="{paid.strip()}">{escape(words.payments[order.payment_status])}</p>'
        + (f'<p class="good">{escape(taken)}</p>' if taken else "")
        + f'<dl>{lines}<dt class="total">{escape(words.total)}</dt><dd class="total">{order.total}</dd></dl>'
        + ("" if done else f'<p class="hint">{escape(words.updates)}</p>')
    )
    return page(language, title, body, again=not done)
