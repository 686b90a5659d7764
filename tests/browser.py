"""A real browser for tests of pages: Chromium, told what to do by chromedriver over plain HTTP (W3C WebDriver)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

_PATIENCE_S = 30.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver hands elements over."""
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # root, and many containers, can't have it; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--window-size=1280,1600",
)


def why_no_browser() -> str:
    """Why tests can't have a browser here; empty where they can."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"needs {' and '.join(missing)}; make tools installs them as root on Debian" if missing else ""


class StaleElementError(AssertionError):
    """An element of a page that is there no more."""


@dataclass(frozen=True)
class Element:
    """Something on a page."""

    browser: Browser
    element_id: str

    def click(self) -> None:
        """Click it."""
        self._do("click")

    def type(self, text: str) -> None:
        """Type into it."""
        self._do("value", text=text)

    def clear(self) -> None:
        """Empty it."""
        self._do("clear")

    @property
    def text(self) -> str:
        """What a person reads in it."""
        return str(self.browser.ask("GET", f"element/{self.element_id}/text"))

    def _do(self, what: str, **arguments: object) -> None:
        self.browser.ask("POST", f"element/{self.element_id}/{what}", arguments)


class Browser:
    """One window of Chromium with a profile of its own."""

    def __init__(self, client: httpx.Client, session: str) -> None:
        self._client, self._session = client, session

    def open(self, address: str) -> None:
        """Go to an address; returns when the page has loaded."""
        self.ask("POST", "url", {"url": address})

    def find(self, selector: str) -> Element:
        """The first element of a CSS selector; waits until it is there."""
        return self.wait(lambda: next(iter(self.find_all(selector)), None), selector)

    def find_all(self, selector: str) -> list[Element]:
        """Every element of a CSS selector, as of now."""
        found = self.ask("POST", "elements", {"using": "css selector", "value": selector})
        return [Element(self, item[_ELEMENT]) for item in found]

    def run(self, script: str, *arguments: object) -> Any:
        """What a script with a `return` gives back."""
        return self.ask("POST", "execute/sync", {"script": script, "args": arguments})

    def wait(self, condition: Callable[[], T | None], what: str) -> T:
        """What `condition` gives as soon as it gives something true."""
        deadline = monotonic() + _PATIENCE_S
        while not (found := self._asked(condition)):
            assert monotonic() < deadline, f"{what} did not come"
            sleep(0.05)
        return found

    @staticmethod
    def _asked(condition: Callable[[], T | None]) -> T | None:
        try:
            return condition()
        except StaleElementError:
            return None  # the page went on while it was being looked at

    def logged(self) -> list[str]:
        """What the console says since it was asked last; refusals of the Content-Security-Policy are in it."""
        return [str(entry["message"]) for entry in self.ask("POST", "se/log", {"type": "browser"})]

    def screenshot(self, file: Path) -> None:
        """Write a picture of the window."""
        file.write_bytes(base64.b64decode(self.ask("GET", "screenshot")))

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One WebDriver command: its value, or an AssertionError with what the driver says."""
        answer = self._client.request(method, f"{self._session}/{path}", json=body if method == "POST" else None)
        value = answer.json()["value"]
        if answer.status_code != httpx.codes.OK and value["error"] == "stale element reference":
            raise StaleElementError(path)
        assert answer.status_code == httpx.codes.OK, f"{path}: {value['error']}: {value['message']}"
        return value


@contextmanager
def open_browser(*, javascript: bool = True) -> Iterator[Browser]:
    """A fresh browser, closed at the end of the block."""
    with tempfile.TemporaryDirectory() as folder, _driver(Path(folder)) as address:
        flags = [*_FLAGS, f"--user-data-dir={folder}/profile"]
        options: dict[str, object] = {"args": flags, "binary": shutil.which("chromium")}
        if not javascript:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            made = client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
            assert "sessionId" in made, made
            session = f"/session/{made['sessionId']}"
            try:
                yield Browser(client, session)
            finally:
                client.delete(session).raise_for_status()  # Chromium outlives its driver otherwise


@contextmanager
def _driver(folder: Path) -> Iterator[str]:
    """The address of a chromedriver of our own."""
    with (folder / "driver.log").open("wb") as log:
        process = subprocess.Popen(
            ["chromedriver", "--port=0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "HOME": str(folder)},
        )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "on port " in line and "successfully" in line:
                break
        port = line.rpartition("on port ")[2].strip().rstrip(".")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
