"""What tells: states, banners, toasts, sheets, and what is shown while there is nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.gallery import samples
from aurora_desk.gui.gallery.laying import GalleryPage, beside
from aurora_desk.gui.theme import status
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.toast import Toasts
from aurora_desk.gui.widgets.waiting_ring import WaitingRing

GOOD = (status.PAID, status.READY, status.WAITING, status.PART_PAID, status.PAPER_LOW, status.REFUNDED)
OTHERS = (status.PART_REFUNDED, status.FAILED, status.OFFLINE, status.NOT_REACHABLE)
QUIET = (status.NOT_SET_UP, status.CANCELLED, status.TEST_MODE)
TROUBLE = (
    ("No connection. Cash works; cards and QR wait.", "warning", "Try again"),
    ("The disk is full. Nothing can be sold until there is room.", "danger", ""),
    ("Aurora Desk 1.2 is ready. It is put in when the shift closes.", "info", "Read more"),
    ("Test mode: no money moves.", "violet", ""),
)


class NewsPage(GalleryPage):
    """States in words, icons and colours, and everything that comes and goes."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "news")
        self.group("Pills", beside(*self._pills(GOOD)), beside(*self._pills(OTHERS + QUIET)))
        self.group("Banners", *(self._banner(*trouble) for trouble in TROUBLE))
        self.group("Toast, with a way back and without", self._toasts())
        self.group("Sheet that asks first", self._sheet())
        self.group("Empty, loading, waiting", self._states())
        self.group("Code, dark on white in every theme", beside(self._code()))

    def _pills(self, states: tuple[status.Status, ...]) -> list[QWidget]:
        pills: list[QWidget] = []
        for each in states:
            pill = Pill(self._look)
            pill.show_status(each)
            pills.append(pill)
        return pills

    def _banner(self, text: str, tone: str, action: str) -> Banner:
        banner = Banner(self._look, name=f"gallery-banner-{tone}")
        banner.show_trouble(text, tone=tone, action=action)
        return banner

    def _toasts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for place, (text, tone, action) in enumerate(
            (("Almond croissant removed", "", "Undo"), ("The receipt was printed.", "success", ""))
        ):
            ground = Ground("well")
            ground.setMinimumHeight(self._look.px(96))
            toasts = Toasts(self._look, ground, name=f"gallery-toast-{place}")
            toasts.tell(text, tone=tone, action=action)
            row.addWidget(ground, 1)
        return row

    def _sheet(self) -> QWidget:
        ground = Ground("well")
        ground.setFixedHeight(self._look.px(300))
        self.confirm = Confirm(
            self._look,
            ground,
            "Refund €12.40?",
            "It goes back to the Visa ending 4242 and takes up to 10 days.",
            verb="Refund €12.40",
            safe="Keep it",
            name="gallery-confirm",
        )
        self.confirm.open()
        return ground

    def _states(self) -> QHBoxLayout:
        look = self._look
        empty = Empty(look, "shopping-cart", "Scan or tap a product", "Or reprint the last receipt.", "Reprint")
        self.skeleton = Skeleton(look, block_height=44, name="gallery-skeleton")
        self.skeleton.start()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(empty, 1)
        row.addWidget(self.skeleton, 1)
        row.addWidget(WaitingRing(look, "nfc", side=96, name="gallery-ring"), 0, Qt.AlignmentFlag.AlignCenter)
        return row

    def _code(self) -> QWidget:
        code = QrView(self._look, label="Sample code", name="gallery-qr")
        code.show_modules(samples.modules())
        return code
