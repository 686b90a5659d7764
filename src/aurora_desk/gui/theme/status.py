"""Words, tones and icons of states: the same order says the same thing wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRect, Qt
from PySide6.QtGui import QColor, QPainter

from aurora_desk.domain.orders import Order, OrderRow, OrderStatus, PaidStatus
from aurora_desk.domain.payments import PaymentStatus
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import direction_of, picture, rounded, words
from aurora_desk.gui.theme.typography import Type

CONTEXT = "Status"
LEAST = 0.75
"""How small the word of a pill may become."""


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a pill shows it: an English word to translate, a tone and an icon."""

    source: str
    tone: str
    icon: str

    @property
    def word(self) -> str:
        """The word in the language of the desk."""
        return QCoreApplication.translate(CONTEXT, self.source)


PAID = Status(str(QT_TRANSLATE_NOOP("Status", "Paid")), "success", "circle-check")
READY = Status(str(QT_TRANSLATE_NOOP("Status", "Ready")), "success", "circle-check")
WAITING = Status(str(QT_TRANSLATE_NOOP("Status", "Waiting")), "warning", "clock")
PART_PAID = Status(str(QT_TRANSLATE_NOOP("Status", "Part paid")), "warning", "clock")
PAPER_LOW = Status(str(QT_TRANSLATE_NOOP("Status", "Paper low")), "warning", "triangle-alert")
REFUNDED = Status(str(QT_TRANSLATE_NOOP("Status", "Refunded")), "info", "rotate-ccw")
PART_REFUNDED = Status(str(QT_TRANSLATE_NOOP("Status", "Part refunded")), "info", "rotate-ccw")
FAILED = Status(str(QT_TRANSLATE_NOOP("Status", "Failed")), "danger", "circle-x")
OFFLINE = Status(str(QT_TRANSLATE_NOOP("Status", "Offline")), "danger", "circle-x")
NOT_REACHABLE = Status(str(QT_TRANSLATE_NOOP("Status", "Not reachable")), "danger", "circle-x")
NOT_SET_UP = Status(str(QT_TRANSLATE_NOOP("Status", "Not set up")), "muted", "circle-dashed")
CANCELLED = Status(str(QT_TRANSLATE_NOOP("Status", "Cancelled")), "muted", "ban")
TEST_MODE = Status(str(QT_TRANSLATE_NOOP("Status", "Test mode")), "violet", "flask-conical")


def status_of(order: Order | OrderRow) -> Status:
    """What an order's pill says."""
    if order.status is OrderStatus.VOID:
        return CANCELLED
    if order.payment_status is PaidStatus.UNPAID and _declined(order):
        return FAILED
    return {
        PaidStatus.UNPAID: WAITING,
        PaidStatus.CHECKING: WAITING,
        PaidStatus.PART_PAID: PART_PAID,
        PaidStatus.PAID: PAID,
        PaidStatus.PART_REFUNDED: PART_REFUNDED,
        PaidStatus.REFUNDED: REFUNDED,
    }[order.payment_status]


def _declined(order: Order | OrderRow) -> bool:
    if isinstance(order, OrderRow):
        return order.last_try_failed
    return bool(order.payments) and order.payments[-1].status is PaymentStatus.FAILED


def pill_width(look: Look, text: str, *, icon: bool) -> int:
    """How wide a pill of this text is."""
    return look.metrics(Type.CAPTION, weight=600).horizontalAdvance(text) + 20 + (look.px(14) + 5 if icon else 0)


def paint_pill(painter: QPainter, look: Look, rect: QRect, text: str, tone: str, icon: str = "") -> None:
    """A pill filling `rect`: soft ground, icon and word. `icon` empty: the word alone, in the middle."""
    theme = look.theme
    painter.save()
    rounded(painter, rect, rect.height() / 2, fill=QColor(theme.soft(tone)))
    inner = rect.adjusted(10, 0, -10, 0)
    font = look.font(Type.CAPTION, weight=600)
    side = look.px(14)
    # Where even small words would be cut beside it, the icon gives way: the word says it all.
    if icon and look.metrics(Type.CAPTION, weight=600).horizontalAdvance(text) * LEAST + side + 3 <= inner.width():
        left = direction_of(painter) is not Qt.LayoutDirection.RightToLeft
        spot = QRect(inner.left() if left else inner.right() - side + 1, rect.top(), side, rect.height())
        picture(painter, spot, look.icons.pixmap(icon, theme.colour(tone), side, painter.device().devicePixelRatio()))
        inner = inner.adjusted(side + 5, 0, 0, 0) if left else inner.adjusted(0, 0, -side - 5, 0)
    words(painter, inner.adjusted(-1, 0, 1, 0), text, font, look.colour(tone), least=LEAST)
    painter.restore()
