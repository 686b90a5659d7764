"""The look of the desk: theme, text size, fonts, icons and language in one object that is handed to every part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.column_widths import ColumnWidths
from aurora_desk.gui.theme.dressing import Wardrobe
from aurora_desk.gui.theme.format import date_text, day_text, days_ago, money_text, time_text
from aurora_desk.gui.theme.icons import Icons
from aurora_desk.gui.theme.sentences import ZONE
from aurora_desk.gui.theme.tokens import LIGHT, Theme
from aurora_desk.gui.theme.typography import Type, font_for, load_fonts

ARGUMENTS = ("aurora-desk", "-style", "fusion")
"""What the application is made with. Told later, by `setStyle`, all names of `QStyle` would be imported: 13 ms."""
SCALES = (100, 115, 130, 150)
MOST_AMOUNTS = 2_000
"""So many amounts stay written out: the same prices are painted over and over."""


class Look(QObject):
    """What painted parts ask for colours, fonts, icons and words of money; tells when any of it changes."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme = LIGHT,
        *,
        scale: int = 100,
        locale: QLocale | None = None,
        zone: tzinfo | None = None,
        less_motion: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._scale = theme, scale
        self._locale, self._zone = locale or QLocale(), zone
        self.less_motion = less_motion
        self.icons = Icons()
        self.widths = ColumnWidths(self)
        self._fonts: dict[tuple[Type, int, int | None], QFont] = {}
        self._metrics: dict[tuple[Type, int, int | None], QFontMetrics] = {}
        self._amounts: dict[Money, str] = {}
        self._app: QApplication | None = None
        self._wardrobe = Wardrobe(self)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def scale(self) -> int:
        """The text size in percent."""
        return self._scale

    @property
    def locale(self) -> QLocale:
        """The language that numbers, money and dates are written in."""
        return self._locale

    def apply(self, app: QApplication) -> None:
        """Dress the program: fonts, palette and the one stylesheet; Fusion lies underneath by `ARGUMENTS`."""
        load_fonts()
        self._app = app
        self._speak()
        self._dress()

    def wear(self, theme: Theme, *, scale: int | None = None, less_motion: bool | None = None) -> None:
        """Change colours, text size and motion everywhere, all at once; nothing happens where nothing differs."""
        scale = self._scale if scale is None else scale
        less_motion = self.less_motion if less_motion is None else less_motion
        if (theme, scale) != (self._theme, self._scale):
            self._theme, self._scale, self.less_motion = theme, scale, less_motion
            self._dress()
        elif less_motion != self.less_motion:
            self.less_motion = less_motion
            self.changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours everywhere."""
        self.wear(theme)

    def set_scale(self, percent: int) -> None:
        """Change the text size everywhere: 100, 115, 130 or 150."""
        self.wear(self._theme, scale=percent)

    def set_zone(self, zone: tzinfo | None) -> None:
        """Change the zone that times are shown in; None is the computer's own."""
        self._zone = zone
        self._speak()
        self.changed.emit()

    def set_locale(self, locale: QLocale) -> None:
        """Change the language that numbers, money and dates are written in."""
        self._locale = locale
        self._amounts.clear()
        self._speak()
        self.changed.emit()

    def follow(self, dress: Callable[[], None]) -> None:
        """Call `dress` now and again after every change; a bound method ends with its widget."""
        self.changed.connect(dress)
        dress()

    def px(self, pixels: int) -> int:
        """A length of 100 % at the text size in use."""
        return round(pixels * self._scale / 100)

    def font(self, role: Type, *, weight: int | None = None) -> QFont:
        """The font of a role at the text size in use."""
        key = (role, self._scale, weight)
        if key not in self._fonts:
            self._fonts[key] = font_for(role, self._scale, weight=weight)
        return QFont(self._fonts[key])

    def metrics(self, role: Type, *, weight: int | None = None) -> QFontMetrics:
        """Measures of a role's font."""
        key = (role, self._scale, weight)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(role, weight=weight))
        return self._metrics[key]

    def colour(self, token: str) -> QColor:
        """A token as a colour to paint with."""
        return QColor(self._theme.colour(token))

    def pixmap(self, name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
        """An icon in a token's colour, at the text size in use."""
        return self.icons.pixmap(name, self._theme.colour(token), self.px(size), ratio)

    def icon(self, name: str, colour: str = "text", size: int = 20, *, gap: int = 0) -> QIcon:
        """An icon for a button, in a token's colour."""
        theme = self._theme
        return self.icons.icon(name, theme.colour(colour), self.px(size), disabled=theme.disabled, gap=gap)

    def money(self, money: Money) -> str:
        """An amount in words of the language: `€98.10`."""
        words = self._amounts.get(money)
        if words is None:
            if len(self._amounts) >= MOST_AMOUNTS:
                self._amounts.clear()
            words = self._amounts[money] = money_text(money, self._locale)
        return words

    def time(self, at: datetime) -> str:
        """A time of day in the shop's zone."""
        return time_text(at, self._locale, self._zone)

    def date(self, at: datetime) -> str:
        """A day in the shop's zone."""
        return date_text(at, self._locale, self._zone)

    def day(self, at: datetime, now: datetime) -> str:
        """A day as people say it, in the shop's zone: `Tuesday`, or its date."""
        return day_text(at, now, self._locale, self._zone)

    def days_ago(self, at: datetime, now: datetime) -> int:
        """How many days ago that is in the shop's zone: 0 is today."""
        return days_ago(at, now, self._zone)

    def _speak(self) -> None:
        """Tell whoever has no look: what writes sentences of services, and Qt's own parts."""
        if self._app is not None:
            QLocale.setDefault(self._locale)
            self._app.setProperty(ZONE, getattr(self._zone, "key", None))

    def _dress(self) -> None:
        if self._app is not None:
            self._wardrobe.dress(self._app, self._theme, self._scale, self.font(Type.BODY))
        self.changed.emit()
