"""What happens in the shop, as it happens."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from aurora_desk.api.call import CallDep
from aurora_desk.api.described import Described, failures, tenant_in_head
from aurora_desk.api.door import Door, DoorRoute
from aurora_desk.api.events import EventStreams

_STREAM: Described = {
    200: {"content": {"text/event-stream": {}}, "description": "Server-sent events; the id is the journal's."}
}

router = APIRouter(tags=["Events"], route_class=DoorRoute)


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={**_STREAM, **failures(422, 429)},
    openapi_extra=tenant_in_head(),
)
async def events(request: Request, call: CallDep) -> StreamingResponse:
    """A stream of events of the tenant, ids and statuses only; Last-Event-ID goes on behind the last one seen."""
    streams: EventStreams = request.app.state.streams
    who = call.caller.address
    after = await streams.start_after(request.headers.get("last-event-id"), who)
    door: Door = request.app.state.door
    stream = streams.stream(call.tenant_id, after, partial(door.book.is_welcome, call.caller), who)
    return StreamingResponse(stream, media_type="text/event-stream")
