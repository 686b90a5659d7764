"""The language of the desk: which one, and the translator that says its words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from aurora_desk.gui.theme.resources import resource

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "es")
"""What the desk speaks, English first: the sources are in it."""
ONE_CONTEXT = "Aurora"
"""The files that are shipped know one context only; see `Words`."""


class Words(QTranslator):
    """Says the texts of the desk in one language.

    Qt looks a text up under the name of the object's class. With PySide that is the class of the object that runs,
    so a text of a base class or a mixin is not found in what is derived from it. Here a text means the same wherever
    it stands (where it does not, the second argument of `tr` tells them apart), so the class is not asked for.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        loaded = self.load(str(resource(f"translations/aurora_{language}.qm")))
        assert loaded, language

    def translate(self, _context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The text in this language; None, which sends Qt on to the next translator, where it has none."""
        return super().translate(ONE_CONTEXT, source, disambiguation, n) or None


class Speech:
    """The translators of an application; one language at a time. Keeps them alive, which Qt does not."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Say everything that is shown from now on in a language; Qt's own menus and dialogs too."""
        self.silence()
        of_qt = QTranslator()
        of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._installed = [of_qt, Words(language)]
        for translator in self._installed:
            self._app.installTranslator(translator)

    def silence(self) -> None:
        """Take the translators out; the sources are English."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []


def system_locale(locale: QLocale | None = None) -> QLocale:
    """The language of the system; a bare one («C»), which would write 4.20$, counts as English."""
    locale = locale or QLocale.system()
    return QLocale(QLocale.Language.English) if locale.language() is QLocale.Language.C else locale


def language_of(locale: QLocale) -> str:
    """The language that the desk speaks to people of a locale: theirs if it knows it, else English."""
    code = QLocale.languageToCode(locale.language())
    return code if code in LANGUAGES else ENGLISH


def locale_of(choice: str, system: QLocale) -> QLocale:
    """How numbers and dates are written for a choice of the settings (`system`, `en`, `de`, `es`).

    The country of the system is kept: German on a computer in Austria writes money as Austria does.
    """
    if choice in ("system", QLocale.languageToCode(system.language())):
        return system
    return QLocale(QLocale.codeToLanguage(choice), system.territory())
