"""When Python looks for garbage: not while the program starts, and not in what the start has made.

The modules and screens of the desk are 150,000 objects that stay for good. One full look through them takes 150 ms and
holds Python's lock all that time: nothing would be painted, and a scan would wait.
"""

from __future__ import annotations

import gc


def start_unsearched() -> None:
    """Look for no garbage from here on; the imports take a tenth less."""
    gc.disable()


def search_what_comes() -> None:
    """The start is over: look for garbage again, in what is made from here on."""
    gc.freeze()
    gc.enable()
