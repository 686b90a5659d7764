"""Text that people and programs send: what of it can be kept."""

import re

_NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def can_be_kept(text: str) -> bool:
    """Whether text is kept as sent: no control characters but tab and line ends, and no halves of characters."""
    return _NOT_KEPT.search(text) is None
