"""Everything that is pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from aurora_desk.gui.gallery import samples
from aurora_desk.gui.gallery.laying import GalleryPage, beside, down, over
from aurora_desk.gui.theme import status
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.line_bar import LineBar
from aurora_desk.gui.widgets.nav_button import NavButton
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.option_button import OptionButton
from aurora_desk.gui.widgets.pay_button import PayButton
from aurora_desk.gui.widgets.tender_button import TenderButton

KINDS = (
    (Kind.PRIMARY, "Take cash", ""),
    (Kind.SECONDARY, "Reprint", "printer"),
    (Kind.GHOST, "More", "ellipsis"),
    (Kind.DANGER, "Refund…", "rotate-ccw"),
    (Kind.DANGER_FILLED, "Refund €12.40", ""),
    (Kind.QUICK, "€100", ""),
)


class ButtonsPage(GalleryPage):
    """Buttons of every kind: at rest, under the pointer, pressed, busy, off, and with a long text."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "buttons")
        states = [self._states(kind, text, icon) for kind, text, icon in KINDS]
        self.group("Button: rest, pointer, pressed, busy, off", *(beside(*row) for row in states))
        self.group("Sizes and long text", beside(*self._sizes()))
        self.group("Pay", beside(*self._pay()))
        self.group("Tenders and options", beside(*self._tenders()), beside(*self._options()))
        self.group("Rail and devices", beside(*self._rail(), *self._devices()))
        self.group("The bar of a cart line; the number pad", beside(*self._bars(), top=True))

    def _states(self, kind: Kind, text: str, icon: str) -> list[QWidget]:
        def one(state: str) -> Button:
            return Button(self._look, text, icon=icon, kind=kind, name=f"{kind}-{state}" if state else kind)

        busy, off = one("busy"), one("off")
        busy.set_busy(True)
        off.disable("Nothing to do yet")
        parts = [one(""), over(one("over")), down(one("down")), busy, off]
        if kind is Kind.QUICK:
            taken = one("taken")
            taken.set_active(True)
            parts.append(taken)
        return parts

    def _sizes(self) -> list[QWidget]:
        look = self._look
        square = Button(look, icon="percent", kind=Kind.GHOST, variant=Variant.SQUARE, label="Discount", name="square")
        rows = (
            (Variant.MD, "Medium"),
            (Variant.LG, "Large"),
            (Variant.XL, "Close shift and print"),
            (Variant.PAY, "Cash"),
        )
        sized = [Button(look, text, variant=variant, name=f"size-{variant}") for variant, text in rows]
        return [square, *sized, Button(look, "Count what is in the drawer and close the shift", name="long")]

    def _pay(self) -> list[QWidget]:
        pay, refused = PayButton(self._look, name="gallery-pay"), PayButton(self._look, name="gallery-pay-off")
        pay.offer(samples.money(9810))
        return [pay, refused]

    def _tenders(self) -> list[QWidget]:
        rows = (("Card", "credit-card", "F10"), ("Cash", "banknote", "F9"), ("QR code", "qr-code", "F11"))
        tenders = [TenderButton(self._look, text, icon, key, name=f"tender-{icon}") for text, icon, key in rows]
        tenders[1].set_current(True)
        tenders[2].disable("Needs a connection")
        return [*tenders]

    def _options(self) -> list[QWidget]:
        small, large, gone = (
            OptionButton(self._look, text, name=f"option-{text}") for text in ("Small", "Large", "Huge")
        )
        large.setChecked(True)
        large.set_note("+ €0.80")
        gone.set_note("Sold out", "danger")
        gone.setEnabled(False)
        return [small, large, gone]

    def _rail(self) -> list[QWidget]:
        rows = (("Sell", "shopping-bag"), ("Orders", "receipt-text"), ("Reports", "chart-column"))
        items = [NavButton(self._look, text, icon, name=f"nav-{icon}") for text, icon in rows]
        items[0].set_current(True)
        items[1].set_count(3)
        return [*items, Avatar(self._look, "MK", tone="primary"), KeyHint(self._look, "F12")]

    def _devices(self) -> list[QWidget]:
        reader = Health(self._look, "Reader", "nfc", name="gallery-reader")
        reader.show_status(status.READY, "WisePOS E ready")
        printer = Health(self._look, "Printer", "printer", name="gallery-printer")
        printer.show_status(status.PAPER_LOW)
        api = Health(self._look, "API", "wifi", name="gallery-api")
        api.show_status(status.NOT_REACHABLE)
        return [reader, printer, api]

    def _bars(self) -> list[QWidget]:
        chosen, none = LineBar(self._look, name="gallery-line-bar"), LineBar(self._look, name="gallery-line-bar-off")
        chosen.show_quantity("2")
        pad = NumberPad(self._look, name="gallery-pad")
        pad.setFixedWidth(self._look.px(300))
        return [chosen, none, pad]
