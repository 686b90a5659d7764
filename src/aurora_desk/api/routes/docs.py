"""The API's description as a page, from files of the program itself: a shop has no CDN."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from aurora_desk.api.whole_file import WholeFile

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILES: Mapping[str, tuple[str, str]] = {
    "/docs": ("index.html", "text/html"),
    "/docs/start.js": ("start.js", "text/javascript"),
    "/docs/swagger-ui.css": ("swagger-ui.css", "text/css"),
    "/docs/swagger-ui-bundle.js": ("swagger-ui-bundle.js", "text/javascript"),
    "/docs/favicon-32x32.png": ("favicon-32x32.png", "image/png"),
}


def docs_router(folder: Path) -> APIRouter:
    """Routes for the page and the only files it uses."""
    router = APIRouter(include_in_schema=False)
    for address, (name, media_type) in _FILES.items():
        router.add_api_route(address, _serving(folder / name, media_type), response_class=FileResponse)
    return router


def _serving(path: Path, media_type: str) -> Callable[[], Awaitable[FileResponse]]:
    async def serve() -> FileResponse:
        return WholeFile(
            path, media_type=media_type, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "max-age=3600"}
        )

    return serve
