"""The folder .venv: made once, and changed only where a lock file, Python or the folder's own place has changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from machine import SetUpError

PIP_INSTALL: Final = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps")


def this_python() -> Path:
    """The interpreter below any virtual environment that is active now."""
    return Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))


def version_of(python: Path) -> str:
    """The version an interpreter says it has, as in "3.11"; empty when it doesn't start."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip()


class Environment:
    """`.venv` under `root`, with a stamp inside that says what was installed from which lock file."""

    def __init__(
        self,
        root: Path,
        *,
        run: Callable[[Sequence[str]], bool],
        say: Callable[[str], None] = print,
        version_of: Callable[[Path], str] = version_of,
    ) -> None:
        self._root, self._run, self._say, self._version_of = root, run, say, version_of
        self._folder = root / ".venv"
        self._python = self._folder / "bin" / "python"
        self._stamp = self._folder / "set-up.json"

    def prepare(self, *, tools: bool) -> None:
        """Bring `.venv` up to date: the program's libraries, the program, and the tools if asked for."""
        if self._done().get("python") != self._identity():
            self._make()
        self._step("run", "requirements/run.txt", lambda: self._install("requirements/run.txt"))
        self._step("program", "pyproject.toml", self._install_program)
        if tools:
            self._step("dev", "requirements/dev.txt", lambda: self._install("requirements/dev.txt"))

    def once(self, name: str, what: object, work: Callable[[], None]) -> None:
        """Do `work` unless it was done for the same `what` before, however it went; a new `.venv` does it again."""
        done, wanted = self._done(), repr(what)
        if done.get(name) != wanted:
            work()
            self._write({**done, name: wanted})

    def _step(self, name: str, file: str, work: Callable[[], None]) -> None:
        self.once(name, hashlib.sha256((self._root / file).read_bytes()).hexdigest(), work)

    def _done(self) -> Mapping[str, object]:
        try:
            done = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return done if isinstance(done, dict) else {}

    def _write(self, done: Mapping[str, object]) -> None:
        self._stamp.write_text(json.dumps(done, indent=1), encoding="utf-8")

    def _identity(self) -> str:
        # Scripts in .venv hold its absolute path, so a moved folder needs a new one.
        return f"{self._version_of(self._python)} {self._root}"

    def _make(self) -> None:
        self._say("Making .venv")
        # Only a .venv that carries our stamp is emptied: another one may hold what somebody else put there.
        clear = ("--clear",) if self._done() else ()
        self._must(
            (str(this_python()), "-m", "venv", *clear, str(self._folder)),
            "Python could not make .venv: see above, put right what it names, then run the same command again.",
        )
        self._write({"python": self._identity()})

    def _install(self, lock: str) -> None:
        self._say(f"Installing what {lock} names; this happens once and may take some minutes")
        # Wheels only: building from source would fetch build tools that no hash covers.
        options = ("--require-hashes", "--only-binary", ":all:", "-r", str(self._root / lock))
        self._must(
            (str(self._python), *PIP_INSTALL, *options),
            f"Not all of {lock} could be installed: see above, check the network, then run the same command again.",
        )

    def _install_program(self) -> None:
        options = ("--no-index", "--no-build-isolation", "--editable", str(self._root))
        self._must(
            (str(self._python), *PIP_INSTALL, *options),
            "The program itself could not be installed: see above, put right what it names, then run it again.",
        )

    def _must(self, command: Sequence[str], sentence: str) -> None:
        if not self._run(command):
            raise SetUpError(sentence)
