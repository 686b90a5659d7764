"""Properties that the stylesheet selects by."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget


def set_look_property(widget: QWidget, key: str, value: object) -> None:
    """Set a property of the stylesheet and dress the widget anew if it differs."""
    if widget.property(key) == value:
        return
    widget.setProperty(key, value)
    # Polished before it is first shown, a widget would keep the font of that moment for good.
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    own_font = widget.font() if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) else None
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    # Qt puts back the font that the widget was first polished with.
    if own_font is not None:
        widget.setFont(own_font)
    widget.update()


class Ground(QFrame):
    """A plain part of the window by its kind: card, panel, rail, status, well, bar, page or rule."""

    def __init__(self, kind: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", kind)


def rule(parent: QWidget | None = None) -> Ground:
    """A hairline across."""
    return Ground("rule", parent=parent)
