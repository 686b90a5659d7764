"""Keeping PySide from reading the source of every module that is imported after it."""

from __future__ import annotations

import sys


def leave_sources_unread() -> None:
    """Tell PySide 6.11 that no module asks for its «features».

    It would read each module's source to see whether PySide is named there, and Python keeps those lines: 22 MB in a
    desk, and slower imports. In a bundle without sources it gives the same answer by itself. May go when PySide
    looks only at modules that import `__feature__`.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False
