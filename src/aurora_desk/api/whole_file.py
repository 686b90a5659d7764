"""Files of the program itself, always answered whole."""

from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send


class WholeFile(FileResponse):
    """A file without ranges: the framework's answer to a wrong range is bare text, and no envelope."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as if nobody had asked for a part."""
        self.headers["accept-ranges"] = "none"
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)
