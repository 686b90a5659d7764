"""Walks what can be seen of a widget and finds what a person could not operate.

`nameless(widget)`, `too_small(widget)`, `unnamed_controls(widget)` and `unseen_focus(widget)` return words for each
find, so that a test says `assert nameless(screen) == []`. The widget must be shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QSlider, QWidget

from aurora_desk.gui.theme.spacing import TARGET

OPERATED = (
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Slider,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Tree,
    QAccessible.Role.TreeItem,
    QAccessible.Role.Table,
    QAccessible.Role.Cell,
    QAccessible.Role.PageTab,
    QAccessible.Role.MenuItem,
    QAccessible.Role.Link,
)
"""Roles of what a person operates; anything else that takes the focus counts as well."""

MOST_CHILDREN = 60
"""Of a long list the first rows speak for all."""

CONTROLS = (QAbstractButton, QLineEdit, QAbstractItemView, QComboBox, QSlider)


def nodes(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Every node of the accessible tree that can be seen, the widget's own first."""
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None, widget
    yield root
    yield from _below(root)


def operated(widget: QWidget) -> list[QAccessibleInterface]:
    """The nodes that a person operates."""
    return [node for node in nodes(widget) if node.role() in OPERATED or node.state().focusable]


def nameless(widget: QWidget) -> list[str]:
    """What is operated and says nothing to people who listen."""
    return [_label(node) for node in operated(widget) if not node.text(QAccessible.Text.Name).strip()]


def controls(widget: QWidget) -> list[QWidget]:
    """The visible buttons, fields and lists, the widget itself too if it is one."""
    found = [part for part in (widget, *widget.findChildren(QWidget)) if isinstance(part, CONTROLS) or _tabbed(part)]
    return [part for part in found if part.isVisible()]


def too_small(widget: QWidget, least: int = TARGET) -> list[str]:
    """Visible buttons that a finger misses: under 44 px on a side at 100 % text."""
    buttons = [part for part in controls(widget) if isinstance(part, QAbstractButton)]
    small = [part for part in buttons if min(part.width(), part.height()) < least]
    return [f"{_of(part)} is {part.width()}×{part.height()}" for part in small]


def unnamed_controls(widget: QWidget) -> list[str]:
    """Controls without an `objectName`, by which tests and styles find them."""
    return [f"{_of(part)} in {_of(part.parentWidget())}" for part in controls(widget) if not part.objectName()]


def tab_stops(widget: QWidget) -> list[QWidget]:
    """Where Tab may stop: visible, enabled, and not a part that hands the focus on."""
    return [part for part in controls(widget) if _tabbed(part) and part.isEnabled() and part.focusProxy() is None]


def unseen_focus(widget: QWidget) -> list[str]:
    """Tab stops that look the same with and without the focus. The window must be active."""
    unseen, before = [], QApplication.focusWidget()
    for stop in tab_stops(widget):
        top = stop.window()
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        shown = getattr(stop, "shown_by", None) or stop
        area = QRect(shown.mapTo(top, QPoint(0, 0)), shown.size()).adjusted(-20, -20, 20, 20)
        focused = top.grab(area).toImage()
        if not stop.hasFocus():
            unseen.append(f"{_of(stop)} takes no focus")
            continue
        stop.clearFocus()
        if top.grab(area).toImage() == focused:
            unseen.append(_of(stop))
    if before is not None:
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    return unseen


def _tabbed(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for place in range(min(node.childCount(), MOST_CHILDREN)):
        child = node.child(place)
        if child.isValid() and not child.state().invisible:
            yield child
            yield from _below(child)


def _label(node: QAccessibleInterface) -> str:
    part = node.object()
    return f"{node.role().name} {_of(part) if isinstance(part, QWidget) else node.text(QAccessible.Text.Value)}"


def _of(part: QWidget | None) -> str:
    return f"{type(part).__name__} {part.objectName() if part is not None else ''}".strip()
