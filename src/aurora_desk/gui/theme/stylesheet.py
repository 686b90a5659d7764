"""The one stylesheet, made from the tokens. Boxes and colours only: fonts are set by the parts themselves.

Parts opt in with the dynamic properties `kind`, `variant`, `tone`, `active` and `state`; sizes live here alone, because
a `min-height` of the sheet beats `setMinimumHeight()`.
"""

from __future__ import annotations

from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.tokens import Theme

EDGE = 1


def stylesheet(theme: Theme, scale: int = 100) -> str:
    """The sheet of a theme at a text size in percent."""
    return "\n".join(
        (
            _ground(theme, scale),
            _buttons(theme, scale),
            _choices(theme, scale),
            _inputs(theme, scale),
            _lists(theme, scale),
        )
    )


def _ground(t: Theme, scale: int) -> str:
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {t.colour(tone)}; }}'
        for tone in (
            "muted",
            "primary",
            "success",
            "warning",
            "danger",
            "info",
            "violet",
            "disabled",
            "on_primary_soft",
        )
    )
    return f"""
* {{ outline: none; }}
QMainWindow, QWidget[kind="page"] {{ background: {t.bg}; }}
QLabel {{ color: {t.text}; background: transparent; }}
{tones}
QFrame[kind="rail"] {{ background: {t.surface}; border: none; border-right: 1px solid {t.border}; }}
QFrame[kind="panel"] {{ background: {t.surface}; border: none; border-left: 1px solid {t.border}; }}
QFrame[kind="status"] {{ background: {t.surface}; border: none; border-top: 1px solid {t.border}; }}
QFrame[kind="rule"] {{ background: {t.border}; border: none; min-height: 1px; max-height: 1px; }}
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 14px; }}
QFrame[kind="sheet"] {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 20px; }}
QFrame[kind="toast"] {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 14px; }}
QFrame[kind="well"] {{ background: {t.bg}; border: none; border-radius: 14px; }}
QFrame[kind="bar"] {{ background: {t.sunken}; border: none; border-radius: 12px; }}
QFrame[kind="banner"] {{ border: none; }}
QFrame[kind="banner"][tone="warning"] {{ background: {t.warning_soft}; }}
QFrame[kind="banner"][tone="danger"] {{ background: {t.danger_soft}; }}
QFrame[kind="banner"][tone="info"] {{ background: {t.info_soft}; }}
QFrame[kind="banner"][tone="violet"] {{ background: {t.violet_soft}; }}
QToolTip {{ background: {t.text}; color: {t.surface}; border: none; padding: 6px 8px; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 10px; padding: 6px;
  icon-size: 20px; }}
QMenu::item {{ min-height: {round(TARGET * scale / 100)}px; padding: 0 16px; border-radius: 8px; color: {t.text}; }}
QMenu::icon {{ padding-left: 12px; }}
QMenu::item:selected {{ background: {t.sunken}; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: 6px 8px; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
"""


def _buttons(t: Theme, scale: int) -> str:
    def inside(height: int) -> int:
        return round(height * scale / 100) - 2 * EDGE

    return f"""
QPushButton {{ color: {t.text}; background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px;
  padding: 0 14px; min-height: {inside(44)}px; min-width: {inside(44) - 28}px; }}
QPushButton:hover {{ background: {t.sunken}; }}
QPushButton:pressed {{ background: {t.pressed}; }}
QPushButton:focus {{ border: 2px solid {t.focus}; padding: 0 13px; min-height: {inside(44) - 2}px; }}
QPushButton:disabled {{ color: {t.disabled}; background: {t.surface}; }}
QPushButton[kind="primary"] {{ color: {t.on_primary}; background: {t.primary}; border: 1px solid {t.primary}; }}
QPushButton[kind="primary"]:hover {{ background: {t.primary_hover}; border-color: {t.primary_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {t.primary_pressed}; border-color: {t.primary_pressed}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.sunken}; border-color: {t.sunken}; color: {t.disabled}; }}
QPushButton[kind="ghost"] {{ background: transparent; border-color: transparent; color: {t.muted}; }}
QPushButton[kind="ghost"]:hover {{ background: {t.sunken}; color: {t.text}; }}
QPushButton[kind="ghost"][tone="primary"] {{ color: {t.primary}; }}
QPushButton[kind="ghost"][tone="danger"] {{ color: {t.danger}; }}
QPushButton[kind="ghost"]:pressed {{ background: {t.pressed}; color: {t.text}; }}
QPushButton[kind="ghost"]:disabled {{ color: {t.disabled}; }}
QPushButton[kind="danger"] {{ color: {t.danger}; border-color: {t.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {t.danger_soft}; }}
QPushButton[kind="danger"]:pressed {{ background: {t.danger_soft}; }}
QPushButton[kind="danger"]:disabled {{ color: {t.disabled}; border-color: {t.border}; }}
QPushButton[kind="danger_filled"] {{ color: {t.on_danger}; background: {t.danger}; border: 1px solid {t.danger}; }}
QPushButton[kind="danger_filled"]:hover {{ background: {t.danger_hover}; border-color: {t.danger_hover}; }}
QPushButton[kind="danger_filled"]:pressed {{ background: {t.danger_pressed}; border-color: {t.danger_pressed}; }}
QPushButton[kind="danger_filled"]:disabled {{ background: {t.sunken}; border-color: {t.sunken}; color: {t.disabled}; }}
QPushButton[kind="ghost"]:focus, QPushButton[kind="danger"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton[variant="lg"] {{ min-height: {inside(52)}px; padding: 0 16px; }}
QPushButton[variant="field"] {{ min-height: {inside(50)}px; padding: 0 16px; border-radius: 12px; }}
QPushButton[variant="field"]:focus {{ min-height: {inside(50) - 2}px; padding: 0 15px; }}
QPushButton[variant="xl"] {{ min-height: {inside(62)}px; border-radius: 14px; padding: 0 20px; }}
QPushButton[variant="pay"] {{ min-height: {inside(68)}px; border-radius: 14px; padding: 0 20px; }}
QPushButton[variant="row"] {{ min-height: {inside(52)}px; padding: 0 6px; }}
QPushButton[variant="sq"] {{ min-width: {TARGET - 2 * EDGE}px; max-width: {inside(44)}px; padding: 0; }}
QPushButton[variant="lg"]:focus {{ min-height: {inside(52) - 2}px; padding: 0 15px; }}
QPushButton[variant="xl"]:focus {{ min-height: {inside(62) - 2}px; padding: 0 19px; }}
QPushButton[variant="pay"]:focus {{ min-height: {inside(68) - 2}px; padding: 0 19px; }}
QPushButton[variant="row"]:focus {{ min-height: {inside(52) - 2}px; padding: 0 5px; }}
QPushButton[variant="sq"]:focus {{ min-width: {TARGET - 2 * EDGE - 2}px; max-width: {inside(44) - 2}px; padding: 0; }}
QPushButton[kind="pad"] {{ min-height: {TARGET - 2 * EDGE}px; border-radius: 12px; padding: 0; }}
QPushButton[kind="pad"][state="focus"] {{ border-color: {t.focus}; }}
QPushButton[kind="quick"] {{ min-height: {inside(46)}px; min-width: {inside(44) - 12}px; border-radius: 10px;
  padding: 0 6px; }}
QPushButton[kind="quick"][active="true"] {{ background: {t.primary_soft}; border: 2px solid {t.primary};
  color: {t.on_primary_soft}; min-height: {inside(46) - 2}px; }}
QPushButton[kind="quick"]:focus {{ border: 2px solid {t.focus}; padding: 0 5px; min-height: {inside(46) - 2}px; }}
QPushButton[kind="quick"][active="true"]:focus {{ border-color: {t.focus}; }}
QPushButton[kind="painted"] {{ background: transparent; border: none; padding: 0; min-width: 0; min-height: 0; }}
"""


def _choices(t: Theme, scale: int) -> str:
    height = round(44 * scale / 100) - 2 * EDGE
    return f"""
QRadioButton, QPushButton[kind="chip"] {{ color: {t.muted}; background: {t.surface}; border: 1px solid {t.border};
  border-radius: {(height + 2) // 2}px; padding: 0 16px; spacing: 0; min-height: {height}px; }}
QRadioButton::indicator {{ width: 0; height: 0; }}
QRadioButton:hover, QPushButton[kind="chip"]:hover {{ background: {t.sunken}; }}
QRadioButton:pressed, QPushButton[kind="chip"]:pressed {{ background: {t.pressed}; }}
QRadioButton:checked, QPushButton[kind="chip"]:checked {{ background: {t.primary_soft}; border-color: {t.primary};
  color: {t.on_primary_soft}; }}
QRadioButton:focus, QPushButton[kind="chip"]:focus {{ border: 2px solid {t.focus}; padding: 0 15px;
  min-height: {height - 2}px; }}
QRadioButton:disabled, QPushButton[kind="chip"]:disabled {{ color: {t.disabled}; }}
QCheckBox {{ color: {t.text}; spacing: 10px; min-height: {height + 2}px; }}
QCheckBox:focus {{ color: {t.focus}; }}
"""


def _inputs(t: Theme, scale: int) -> str:
    height = round(50 * scale / 100)
    return f"""
QFrame[kind="field"] {{ background: {t.surface}; border: 1px solid {t.outline}; border-radius: 12px;
  min-height: {height - 2}px; max-height: {height - 2}px; }}
QFrame[kind="field"][state="focus"] {{ border: 2px solid {t.focus}; min-height: {height - 4}px;
  max-height: {height - 4}px; }}
QFrame[kind="field"][state="error"] {{ border: 2px solid {t.danger}; min-height: {height - 4}px;
  max-height: {height - 4}px; }}
QFrame[kind="field"]:disabled {{ background: {t.sunken}; border-color: {t.border}; }}
QLineEdit {{ background: transparent; border: none; color: {t.text}; padding: 0;
  selection-background-color: {t.primary}; selection-color: {t.on_primary};
  placeholder-text-color: {t.muted}; min-height: {round(42 * scale / 100)}px; }}
QLineEdit:disabled {{ color: {t.disabled}; }}
QPlainTextEdit, QTextEdit {{ background: {t.surface}; border: 1px solid {t.outline}; border-radius: 12px;
  color: {t.text}; padding: 8px; selection-background-color: {t.primary}; selection-color: {t.on_primary}; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.focus}; padding: 7px; }}
"""


def _lists(t: Theme, scale: int) -> str:
    return f"""
QListView {{ background: transparent; border: none; }}
QTableView {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 14px; padding: 1px 1px 8px 1px;
  gridline-color: transparent; selection-background-color: transparent; }}
QTableView:focus {{ border: 2px solid {t.focus}; padding: 0 0 7px 0; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: none; border-bottom: 1px solid {t.border};
  padding: 0 14px; min-height: {round(41 * scale / 100)}px; }}
QHeaderView::section:first {{ border-top-left-radius: 13px; }}
QHeaderView::section:last {{ border-top-right-radius: 13px; }}
QHeaderView::section:only-one {{ border-top-left-radius: 13px; border-top-right-radius: 13px; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="scrolled"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; border: none; }}
QScrollBar::handle:vertical {{ background: {t.border}; border-radius: 3px; min-height: 48px; }}
QScrollBar::handle:vertical:disabled {{ background: transparent; }}
QScrollBar::handle:vertical:hover {{ background: {t.outline}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  height: 0; width: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 0; border: none; }}
"""
