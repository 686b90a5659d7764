"""The API as one application on the services."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from aurora_desk.api.access_log import AccessLog
from aurora_desk.api.door import Door
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.events import EventStreams
from aurora_desk.api.guard import LOOPBACK_HOSTS, Guard
from aurora_desk.api.routes import carts, codes, events, health, orders, payments, products, webhook
from aurora_desk.api.routes.accounts import accounts_router
from aurora_desk.api.routes.docs import docs_router
from aurora_desk.api.routes.pages import pages_router
from aurora_desk.domain.journal import JournalRow
from aurora_desk.services.facade import Services


def create_app(
    services: Services,
    *,
    allowed_hosts: frozenset[str] = LOOPBACK_HOSTS,
    resources: Path,
    mail_is_set_up: bool = False,
) -> FastAPI:
    """The application; `allowed_hosts` are the names it always answers under, `resources` holds the pages' files."""
    door = Door(services, mail_is_set_up=mail_is_set_up)
    streams = EventStreams(services)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def on_rows(rows: Sequence[JournalRow]) -> None:
            loop.call_soon_threadsafe(streams.wake, {row.tenant_id for row in rows})

        follower = services.follow(on_rows)
        try:
            yield
        finally:
            follower.stop()
            door.close()

    app = FastAPI(
        title="Aurora Desk",
        summary="The shop's own API.",
        version="1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.door, app.state.streams = door, streams
    app.add_middleware(Guard, hosts=allowed_hosts, book=door.book)
    app.add_middleware(AccessLog)  # the last one added is the outermost
    install_error_handlers(app)
    for module in (orders, carts, payments, codes, products, events, health, webhook):
        app.include_router(module.router)
    app.include_router(payments.intents)
    for prefix in ("/customers", "/user/app"):
        app.include_router(accounts_router(prefix))
    app.include_router(docs_router(resources / "docs"))
    app.include_router(pages_router(resources / "pages"))
    return app
