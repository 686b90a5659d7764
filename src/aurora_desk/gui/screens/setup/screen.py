"""The one page of a folder without a store: set up the shop, or open the demo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.gui.jobs import Jobs, words_of
from aurora_desk.gui.screens.setup.form import ShopForm
from aurora_desk.gui.screens.signin.brand import BrandLine
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.shop import NewShop

CARD = 800


class SetupScreen(Ground):
    """Makes a store in a job and hands over what came of it; a refusal is said at its field."""

    made = Signal(object)
    """What `make_shop` or `open_demo` gave back."""

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        make_shop: Callable[[NewShop], object],
        open_demo: Callable[[], object],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("page", name="setup", parent=parent)
        self._look, self._jobs, self._make_shop, self._open_demo = look, jobs, make_shop, open_demo
        self.setAccessibleName(self.tr("Set up the shop"))
        self.form = ShopForm(look)
        self._failure = Text(look, "", Type.BODY, tone="danger", wrap=True, name="setup-failure")
        self._failure.hide()
        self.demo_button = Button(look, self.tr("Open the demo"), variant=Variant.XL, name="setup-demo")
        self.open_button = Button(
            look, self.tr("Open the shop"), kind=Kind.PRIMARY, variant=Variant.XL, name="setup-open"
        )
        self._build()
        self.form.submitted.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.demo_button.clicked.connect(self._on_demo)
        look.follow(self._dress)

    def enter(self) -> None:
        """The page came to the front."""
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_open(self) -> None:
        if self._working or not self.form.check():
            return
        shop = self.form.shop
        self._start(self.open_button, lambda: self._make_shop(shop))

    def _on_demo(self) -> None:
        if not self._working:
            self._start(self.demo_button, self._open_demo)

    @property
    def _working(self) -> bool:
        return self.open_button.busy or self.demo_button.busy

    def _start(self, button: Button, work: Callable[[], object]) -> None:
        self._failure.hide()
        button.set_busy(True)
        self._jobs.start(self, work, done=self.made.emit, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        for button in (self.open_button, self.demo_button):
            button.set_busy(False)
        if isinstance(error, InvalidError) and self.form.show_refusal(error):
            return
        self._failure.setText(words_of(error))
        self._failure.show()
        announce(self._failure, words_of(error), urgent=True)

    def _build(self) -> None:
        self._card = Ground("card", name="setup-card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(Space.HUGE, Space.XXL, Space.HUGE, Space.HUGE)
        inside.setSpacing(Space.SM)
        inside.addWidget(Text(self._look, self.tr("Set up your shop"), Type.HEADING, name="setup-title"))
        hint = self.tr("What the first sale needs. To try things out, open the demo: nothing in it is real.")
        inside.addWidget(Text(self._look, hint, Type.BODY, tone="muted", wrap=True, name="setup-hint"))
        inside.addSpacing(Space.MD)
        inside.addWidget(self.form)
        inside.addWidget(self._failure)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.MD)
        buttons.addWidget(self.demo_button, 1)
        buttons.addWidget(self.open_button, 2)
        inside.addLayout(buttons)
        content = QVBoxLayout()
        content.setSpacing(Space.HUGE)
        content.addWidget(BrandLine(self._look))
        content.addWidget(self._card)
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addLayout(content)
        centre.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        page.addStretch(1)
        page.addLayout(centre)
        page.addStretch(1)

    def _dress(self) -> None:
        self._card.setFixedWidth(self._look.px(CARD))
