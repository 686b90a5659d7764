"""Scanning with the camera: one code, then the sheet is gone and the code goes where any scan goes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.scanner.camera import Camera, NoCameraError, has_multimedia, open_camera
from aurora_desk.gui.screens.scanner.decoding import can_decode, decode
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.gui.widgets.text import Text

WIDE, HIGH = 480, 320


class Finder(QWidget):
    """What the camera sees, mirrored as people know it from mirrors; dark until there is something."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look, self._picture = look, QImage()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Picture of the camera"))

    def show_picture(self, picture: QImage) -> None:
        """Show the newest picture."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDE), self._look.px(HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), Radius.CARD, Radius.CARD)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), self._look.colour("sunken"))
        if not self._picture.isNull():
            fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            shown = self._picture.flipped(Qt.Orientation.Horizontal).scaled(self.size(), fill)
            painter.drawImage((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2, shown)
        painter.end()


class CameraSheet(Sheet):
    """Looks for a code in one picture after the other, off the GUI thread; says in words what is missing."""

    read = Signal(str)
    """The text of a code; the sheet is gone by then."""

    def __init__(self, look: Look, jobs: Jobs, host: QWidget) -> None:
        super().__init__(look, host, self.tr("Scan with the camera"), name="camera")
        self._jobs = jobs
        self._camera: Camera | None = None
        self._looking = False
        self._taken = False
        self.finder = Finder(look, name="camera-finder")
        self.words = Text(look, "", Type.BODY, tone="muted", wrap=True, name="camera-words")
        self.nothing = Empty(look, "camera", "", name="camera-nothing")
        self.nothing.hide()
        self.body.addWidget(self.finder)
        self.body.addWidget(self.words)
        self.body.addWidget(self.nothing)

    def open(self) -> None:
        if not (has_multimedia() and can_decode()):
            self._show_nothing(
                self.tr("The camera needs a part that is not installed"),
                self.tr(
                    "Add it with “pip install 'aurora-desk[camera]'” where Aurora Desk is installed, "
                    "then start the desk again. A scanner works without it."
                ),
            )
        else:
            try:
                self._camera = open_camera(self)
            except NoCameraError:
                title = self.tr("This computer has no camera that can be used")
                self._show_nothing(title, self.tr("Connect one and open this again. A scanner works without it."))
            else:
                self.words.setText(self.tr("Hold the code in front of the camera."))
                self._camera.pictured.connect(self._on_picture)
        super().open()

    def scanned(self, scan: Scan) -> bool:
        """A code of the hand scanner is as good: the sheet goes, and the code goes where it belongs."""
        self._take(scan.text)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Closed or covered by the lock: nobody is filmed who does not see it.
        if self._camera is not None:
            self._camera.stop()
            self._camera = None
            self.close_sheet()

    def _show_nothing(self, title: str, hint: str) -> None:
        self.finder.hide()
        self.words.hide()
        self.nothing.show_words(title, hint)
        self.nothing.show()

    def _on_picture(self, picture: QImage) -> None:
        self.finder.show_picture(picture)
        if not self._looking:
            self._looking = True
            self._jobs.start(self, partial(decode, picture), done=self._on_decoded, failed=self._on_not_decoded)

    def _on_decoded(self, text: str) -> None:
        self._looking = False
        if text and self._camera is not None:
            self._take(text)

    def _on_not_decoded(self, _error: Exception) -> None:
        """One picture that could not be read; the next one comes at once."""
        self._looking = False

    def _take(self, text: str) -> None:
        if self._taken:
            return  # the sheet is still fading, and the camera saw the code once more
        self._taken = True
        self.closed.connect(partial(self.read.emit, text))
        self.close_sheet()
