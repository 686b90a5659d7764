"""Files that leave the program: where to, whether another one is replaced; then where it is and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

_BREAK_HERE = "\u200b"


class FileQuestion(QObject):
    """Asks for a place; where a file of that name is there already it asks once more before that one is lost."""

    def __init__(self, look: Look, screen: QWidget, *, title: str, kind: str, suffix: str, name: str) -> None:
        super().__init__(screen)
        self._look, self._screen = look, screen
        self._title, self._kind, self._suffix, self._name = title, kind, suffix, name

    def ask(self, proposed: str, chosen: Callable[[Path], object]) -> None:
        """Open the dialog in the folder of documents; `chosen` gets a place that nothing is lost at unasked."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._open(Path(folder) / proposed, chosen)

    def _open(self, place: Path, chosen: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self._screen.window(), self._title, str(place.parent), self._kind)
        dialog.setObjectName(self._name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Asked below, in words of our own: not every system asks again once the suffix was added.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(self._suffix)
        dialog.selectFile(place.name)
        dialog.fileSelected.connect(lambda file: self._on_file(Path(file), chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: Path, chosen: Callable[[Path], object]) -> None:
        if not path.exists():
            chosen(path)
            return
        words = self.tr("A file of this name is there already. What is in it now is lost.")
        ask = Confirm(
            self._look,
            self._screen.window(),
            self.tr("Replace %1?").replace("%1", isolated(path.name, self._look.locale)),
            words,
            verb=self.tr("Replace"),
            safe=self.tr("Choose another name"),
            name="replace-file",
        )
        ask.confirmed.connect(partial(chosen, path))
        ask.safe_button.clicked.connect(partial(self._open, path, chosen))
        ask.closed.connect(ask.deleteLater)
        ask.open()


class SavedSheet(Sheet):
    """Says where a file went, how much is in it, and whose data that is; shows it in its folder."""

    def __init__(self, look: Look, host: QWidget, path: Path, *, rows: str, holds: str) -> None:
        super().__init__(look, host, self.tr("Saved"), size=SheetSize.MEDIUM, name="saved")
        self._path, self._said = path, f"{self.tr('Saved')}. {rows}. {holds}"
        name = Text(look, isolated(path.name, look.locale), Type.LEAD, weight=600, wrap=True, name="saved-name")
        folder = isolated(breakable(str(path.parent)), look.locale)
        where = Text(
            look, self.tr("In %1").replace("%1", folder), Type.BODY, tone="muted", wrap=True, name="saved-where"
        )
        self.rows = Text(look, rows, Type.BODY, name="saved-rows")
        self.why = Text(look, "", Type.LABEL, tone="danger", weight=400, wrap=True, name="saved-why")
        self.why.hide()
        self.show_button = Button(
            look, self.tr("Show in folder"), icon="folder-open", variant=Variant.LG, name="saved-show"
        )
        self.done = Button(look, self.tr("Done"), kind=Kind.PRIMARY, variant=Variant.LG, name="saved-done")
        for part in (name, where, self.rows, self._well(holds), self.why):
            self.body.addWidget(part)
        self.footer.addWidget(self.show_button, 1)
        self.footer.addWidget(self.done, 1)
        self.set_first_focus(self.done)
        self.show_button.clicked.connect(self._on_show)
        self.done.clicked.connect(self.ask_close)
        self.closed.connect(self.deleteLater)

    def open(self) -> None:
        super().open()
        announce(self, self._said)

    def _well(self, holds: str) -> Ground:
        """What the file holds, beside a sign: personal data is not left lying about."""
        well = Ground("well", name="saved-well")
        self._icon = QLabel()
        row = QHBoxLayout(well)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(Text(self._look, holds, Type.BODY, weight=500, wrap=True, name="saved-holds"), 1)
        self._look.follow(self._dress)
        return well

    def _dress(self) -> None:
        self._icon.setPixmap(self._look.pixmap("triangle-alert", "warning", 20, self.devicePixelRatioF()))

    def _on_show(self) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent))):
            self.close_sheet()
            return
        self.why.setText(self.tr("This computer opened no folder. The file is saved at the place above all the same."))
        self.why.show()
        self._place()
        announce(self.why, self.why.text(), urgent=True)


def breakable(path: str) -> str:
    """A path that may be broken behind each of its folders."""
    return path.replace("/", "/" + _BREAK_HERE).replace("\\", "\\" + _BREAK_HERE)
