"""What the program needs from the system it runs on, and how that is got on Debian and Ubuntu."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PYTHON_SENTENCE: Final = (
    "Python's parts for making .venv are missing: "
    "run 'apt install git make python3-venv' as root, then the same command again."
)


class SetUpError(Exception):
    """Set-up cannot go on; the text is the sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Need:
    """A shared library or a program of the system, with the Debian package that brings it."""

    name: str
    package: str


# What PySide6's QtCore, QtGui, QtWidgets, QtSvg and QtPrintSupport and the plugins xcb, offscreen and cups are linked
# against and do not bring along; Qt loads the plugins late and ends the program when one does not load.
QT_NEEDS: Final = (
    Need("libEGL.so.1", "libegl1"),
    Need("libGL.so.1", "libgl1"),
    Need("libX11.so.6", "libx11-6"),
    Need("libX11-xcb.so.1", "libx11-xcb1"),
    Need("libcups.so.2", "libcups2"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libfreetype.so.6", "libfreetype6"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libgthread-2.0.so.0", "libglib2.0-0"),
    Need("libxcb.so.1", "libxcb1"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-glx.so.0", "libxcb-glx0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-image.so.0", "libxcb-image0"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-render.so.0", "libxcb-render0"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-shm.so.0", "libxcb-shm0"),
    Need("libxcb-sync.so.1", "libxcb-sync1"),
    Need("libxcb-util.so.1", "libxcb-util1"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libz.so.1", "zlib1g"),
    Need("libzstd.so.1", "libzstd1"),
)


# What some tests look through: a browser for the pages, and a reader of PDF for what is printed.
TEST_NEEDS: Final = (
    Need("chromium", "chromium"),
    Need("chromedriver", "chromium-driver"),
    Need("pdftoppm", "poppler-utils"),
)


def bundle_needs(version: tuple[int, int] = sys.version_info[:2]) -> tuple[Need, ...]:
    """What PyInstaller needs beyond Python packages: the interpreter as a library, and objdump."""
    python = f"libpython{version[0]}.{version[1]}"
    return Need(f"{python}.so.1.0", python), Need("objdump", "binutils")


def is_here(name: str) -> bool:
    """Whether the library really loads (a file of that name may be broken), or the program is on the path."""
    if ".so." not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return (Path(sysconfig.get_config_var("LIBDIR") or "/") / name).exists()
    return True


def is_debian() -> bool:
    """Whether this is Debian, Ubuntu or one of their children."""
    try:
        facts = platform.freedesktop_os_release()
    except OSError:
        return False
    return bool({"debian", "ubuntu"} & {facts.get("ID", ""), *facts.get("ID_LIKE", "").split()})


def run(command: Sequence[str]) -> bool:
    """Run a command that asks nothing, and say whether it went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=False).returncode == 0


def check_python(has_module: Callable[[str], object] = find_spec) -> None:
    """Refuse a Python that cannot make a virtual environment: Debian ships these parts in python3-venv."""
    if not (has_module("venv") and has_module("ensurepip")):
        raise SetUpError(PYTHON_SENTENCE)


@dataclass(frozen=True, slots=True)
class Machine:
    """The system as set-up sees it; tests hand in another one."""

    is_here: Callable[[str], bool] = is_here
    run: Callable[[Sequence[str]], bool] = run
    say: Callable[[str], None] = print
    debian: bool = False
    root: bool = False

    def provide(self, needs: Iterable[Need]) -> None:
        """Install what is missing where that is allowed, else end with the one command to type."""
        needs = tuple(needs)
        missing = self._missing(needs)
        if not missing:
            return
        names = ", ".join(need.name for need in missing)
        if not self.debian:
            raise SetUpError(
                f"The system lacks {names}: install these with its package manager, then run the same command again."
            )
        packages = sorted({need.package for need in missing})
        command = " ".join(["apt", "install", *packages])
        if not self.root:
            raise SetUpError(f"The system lacks {names}: run 'sudo {command}', then the same command again.")
        self.say(f"Installing from the system: {' '.join(packages)}")
        installed = self.run(("apt-get", "-qq", "update")) and self.run(
            ("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages)
        )
        if not installed or self._missing(needs):
            raise SetUpError(f"The system still lacks {names}: run '{command}', look at what it says, then try again.")

    def offer(self, needs: Iterable[Need]) -> None:
        """Install what is missing where that is allowed and works; else say so and go on without it."""
        missing = self._missing(needs)
        if missing and self.debian and self.root:
            self.say(f"Installing from the system: {' '.join(need.package for need in missing)}")
            self.run(("apt-get", "-qq", "update"))
            for need in missing:  # one by one: not every system has all of them
                self.run(("apt-get", "-qq", "install", "--yes", "--no-install-recommends", need.package))
            missing = self._missing(missing)
        if missing:
            names = ", ".join(need.name for need in missing)
            packages = " ".join(need.package for need in missing)
            self.say(
                f"Without {names}, which this system lacks, some tests are skipped; Debian has the packages {packages}."
            )

    def _missing(self, needs: Iterable[Need]) -> tuple[Need, ...]:
        return tuple(need for need in needs if not self.is_here(need.name))


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine(debian=is_debian(), root=hasattr(os, "geteuid") and os.geteuid() == 0)
