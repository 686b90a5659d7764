"""Fields that ask for scans: a slip's number, a barcode to keep. Elsewhere a scan never ends up in a field."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

ACCEPTS_SCAN = "acceptsScan"


def accept_scans(field: QLineEdit) -> None:
    """Give this field the text of what is scanned while it has the focus."""
    field.setProperty(ACCEPTS_SCAN, True)


def asking(widget: QWidget | None) -> QLineEdit | None:
    """The field, if this widget is one that asks for scans and can be written in."""
    if not isinstance(widget, QLineEdit) or not widget.property(ACCEPTS_SCAN):
        return None
    return widget if widget.isEnabled() and not widget.isReadOnly() else None


def write_scan(field: QLineEdit, text: str) -> None:
    """Write what was scanned in place of what was there, as a person would: undo and checks know of it."""
    field.selectAll()
    field.insert(text)
