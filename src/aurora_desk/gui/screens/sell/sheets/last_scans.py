"""The last five scans, each with what it did and a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.screens.sell.scan_log import Logged, ScanLog
from aurora_desk.gui.theme.format import isolated, quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.gui.widgets.text import Text

TIME_WIDTH = 84
ROW_HEIGHT = 61
"""Of a row with a button, and of the others: nothing moves when a button goes."""


class LastScansSheet(Sheet):
    """Stays current while it is open."""

    test_wanted = Signal()
    camera_wanted = Signal()

    def __init__(self, look: Look, host: QWidget, log: ScanLog) -> None:
        super().__init__(look, host, self.tr("Last scans"), name="last-scans")
        self._log = log
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        empty = self.tr("Nothing was scanned yet"), self.tr("Scans on Sell stand here, each with a way back.")
        self._empty = Empty(look, "scan-barcode", *empty, name="last-scans-empty")
        self.said = Text(look, "", Type.BODY, tone="danger", wrap=True, name="last-scans-said")
        self.said.hide()
        self.body.addLayout(self._list)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.said)
        self.body.addSpacing(Space.SM)
        self.test = Button(look, self.tr("Test my scanner"), icon="scan-barcode", variant=Variant.LG, name="scans-test")
        self.camera = Button(look, self.tr("Use the camera"), icon="camera", variant=Variant.LG, name="scans-camera")
        self.footer.addWidget(self.test, 1)
        self.footer.addWidget(self.camera, 1)
        self.test.clicked.connect(self._on_test)
        self.camera.clicked.connect(self._on_camera)
        log.changed.connect(self._show)
        log.said.connect(self._say)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        super().keyPressEvent(event)

    def _show(self) -> None:
        focused: QWidget | None = self.window().focusWidget()
        name = focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""
        for old in self._rows:
            self._list.removeWidget(old)
            # Hidden at once: what was pressed must not be pressed again before it goes.
            old.hide()
            old.deleteLater()
        self._rows = [self._row(entry) for entry in self._log.entries]
        for row in self._rows:
            self._list.addWidget(row)
        self._empty.setVisible(not self._rows)
        self.said.hide()
        self._place()
        if name:
            self._focus_again(name)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        announce(self.test, words, urgent=True)
        self._place()

    def _focus_again(self, name: str) -> None:
        again = [row.findChild(QPushButton, name) for row in self._rows]
        others = [button for row in self._rows for button in row.findChildren(QPushButton) if button.isEnabled()]
        found = next((button for button in again if button is not None and button.isEnabled()), None)
        (found or (others[0] if others else self.test)).setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, entry: Logged) -> QWidget:
        look, number = self._look, entry.number
        widget = QWidget()
        widget.setObjectName(f"scan-{number}")
        time = Text(look, look.time(entry.at), Type.LABEL, tone="muted", weight=400)
        time.setFixedWidth(look.px(TIME_WIDTH))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(look, self._what(entry), Type.STRONG, wrap=True, name=f"scan-{number}-what"))
        tone = "danger" if entry.scan.kind in (ScanKind.UNKNOWN, ScanKind.FOREIGN) else "muted"
        words.addWidget(Text(look, self._did(entry), Type.LABEL, tone=tone, weight=400, name=f"scan-{number}-did"))
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.SM, 0, Space.SM)
        row.setSpacing(Space.MD)
        row.addWidget(time)
        row.addLayout(words, 1)
        if entry.can_undo and self._log.is_open(entry):
            undo = Button(look, self.tr("Undo"), icon="undo-2", name=f"scan-{number}-undo")
            undo.setAccessibleName(self.tr("Undo: %1").replace("%1", self._what(entry)))
            undo.clicked.connect(lambda: self._log.undo(number))
            row.addWidget(undo)
        widget.setMinimumHeight(look.px(ROW_HEIGHT))
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(rule())
        return widget

    def _what(self, entry: Logged) -> str:
        scan = entry.scan
        if entry.product is not None:
            return entry.product.name
        return self._named(scan) or isolated(scan.text, self._look.locale)

    def _named(self, scan: Scan) -> str:
        if scan.product is not None:
            return scan.product.name
        if scan.order_id is not None:
            return self.tr("Order %1").replace("%1", isolated(f"#{scan.order_id}", self._look.locale))
        if scan.customer is not None:
            return scan.customer.name
        return scan.person.name if scan.person is not None else ""

    def _did(self, entry: Logged) -> str:
        if entry.product is not None:
            words = self.tr("Added %1")
            if entry.undone:
                words = self.tr("Added %1, taken back")
            elif not self._log.is_open(entry):
                words = self.tr("Added %1, paid or held by now")
            return words.replace("%1", quantity_label(entry.quantity_milli, self._look.locale))
        return {
            ScanKind.PRODUCT: self.tr("Nothing was added"),
            ScanKind.ORDER: self.tr("Opened"),
            ScanKind.CUSTOMER: self.tr("Put on the cart"),
            ScanKind.STAFF: self.tr("Asked to switch"),
            ScanKind.CART: self.tr("Opened"),
            ScanKind.FOREIGN: self.tr("This code is not from this shop."),
            ScanKind.UNKNOWN: self.tr("No product has this code"),
        }.get(entry.scan.kind, "")

    def _on_test(self) -> None:
        self.test_wanted.emit()
        self.close_sheet()

    def _on_camera(self) -> None:
        self.camera_wanted.emit()
        self.close_sheet()
