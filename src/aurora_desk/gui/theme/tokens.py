"""The colours of the desk by name, for light and dark, and the contrast that each pair owes its reader."""

from __future__ import annotations

from dataclasses import dataclass, replace

TINTS = ("sand", "leaf", "coral", "sky", "lilac", "honey", "teal", "rose")
"""The eight category arts, in the order of `Theme.tints`."""


@dataclass(frozen=True, slots=True)
class Tint:
    """A category's art: soft background and ink."""

    soft: str
    ink: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours; screens use these names and never a hex value."""

    name: str
    bg: str
    surface: str
    sunken: str
    pressed: str
    """Under the finger; as `border` is, but never stronger, because text stands on it."""
    raised: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    primary: str
    primary_hover: str
    primary_pressed: str
    on_primary: str
    primary_soft: str
    on_primary_soft: str
    focus: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    danger_hover: str
    danger_pressed: str
    on_danger: str
    info: str
    info_soft: str
    violet: str
    violet_soft: str
    shadow: str
    scrim: str
    scrim_alpha: float
    tints: tuple[Tint, ...]

    @property
    def dark(self) -> bool:
        """Whether this is a dark theme."""
        return self.name == "dark"

    def colour(self, token: str) -> str:
        """The colour of a token by its name: `colour("muted")`."""
        value = getattr(self, token)
        assert isinstance(value, str), token
        return value

    def soft(self, tone: str) -> str:
        """The soft background that belongs to a tone; neutral tones stand on `sunken`."""
        return self.colour(f"{tone}_soft") if hasattr(self, f"{tone}_soft") else self.sunken

    def tint(self, name: str) -> Tint:
        """A category's art by its name; a name that is not ours gets the first."""
        return self.tints[TINTS.index(name)] if name in TINTS else self.tints[0]


LIGHT = Theme(
    name="light",
    bg="#F3F5F6",
    surface="#FFFFFF",
    sunken="#EBEEF1",
    pressed="#DEE3E8",
    raised="#FFFFFF",
    border="#DEE3E8",
    outline="#818B98",
    text="#12171E",
    muted="#566170",
    disabled="#98A2AF",
    primary="#0A6A5C",
    primary_hover="#085A4E",
    primary_pressed="#064A40",
    on_primary="#FFFFFF",
    primary_soft="#D9F1EB",
    on_primary_soft="#065246",
    focus="#1463E6",
    success="#12703A",
    success_soft="#DFF5E6",
    warning="#8A5100",
    warning_soft="#FCEFD4",
    danger="#B8241A",
    danger_soft="#FCE6E4",
    danger_hover="#9F1F17",
    danger_pressed="#861A13",
    on_danger="#FFFFFF",
    info="#1556C0",
    info_soft="#E3EDFD",
    violet="#6238C8",
    violet_soft="#EDE7FC",
    shadow="#14181F",
    scrim="#0A0E13",
    scrim_alpha=0.5,
    tints=(
        Tint("#F6EADB", "#8A5A1F"),
        Tint("#DDF0E3", "#2A7148"),
        Tint("#FBE3E0", "#A8433A"),
        Tint("#E2ECFA", "#2F62AC"),
        Tint("#ECE6FA", "#6444B4"),
        Tint("#FBF0CC", "#80650E"),
        Tint("#DBF0F1", "#1F6C74"),
        Tint("#F8E2EE", "#99386F"),
    ),
)

DARK = Theme(
    name="dark",
    bg="#0D1014",
    surface="#161A20",
    sunken="#20262E",
    pressed="#2A313B",
    raised="#1C2129",
    border="#2A313B",
    outline="#717D8D",
    text="#EDF1F5",
    muted="#A2ADBB",
    disabled="#636D7A",
    primary="#2EC4AD",
    primary_hover="#4AD4BF",
    primary_pressed="#23AB96",
    on_primary="#03211C",
    primary_soft="#10332D",
    on_primary_soft="#86E7D7",
    focus="#76ACFF",
    success="#4FCB7E",
    success_soft="#10301D",
    warning="#F0B14C",
    warning_soft="#35270D",
    danger="#FF8A80",
    danger_soft="#3D1A18",
    danger_hover="#FFA39B",
    danger_pressed="#E8776D",
    on_danger="#2A0604",
    info="#84B3FF",
    info_soft="#152742",
    violet="#BBA3FF",
    violet_soft="#281F45",
    shadow="#000000",
    scrim="#0A0E13",
    scrim_alpha=0.67,
    tints=(
        Tint("#332717", "#E3B67B"),
        Tint("#15301F", "#7FCB9A"),
        Tint("#3A1E1B", "#F09A91"),
        Tint("#182A42", "#8FB8F2"),
        Tint("#271F41", "#B9A2F4"),
        Tint("#322A0F", "#DBBC5A"),
        Tint("#12302F", "#74C8CB"),
        Tint("#361C2C", "#E795C2"),
    ),
)


def high_contrast(theme: Theme) -> Theme:
    """The theme for people who need stronger edges and text: hairlines as clear as fields, no quiet text."""
    return replace(theme, border=theme.outline, muted=theme.text)


TEXT_NEEDS = 4.5
EDGE_NEEDS = 3.0
TONES = ("success", "warning", "danger", "info", "violet")


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on another as the desk uses them, and the contrast it needs (WCAG 2.2 AA)."""

    label: str
    front: str
    back: str
    needs: float

    @property
    def contrast(self) -> float:
        """What the pair has, 1 to 21."""
        lighter, darker = sorted((_luminance(self.front), _luminance(self.back)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)


def pairs(theme: Theme) -> tuple[Pair, ...]:
    """Every pair that the desk shows in this theme."""
    tokens = [
        (front, back, TEXT_NEEDS)
        for front in ("text", "muted")
        for back in ("bg", "surface", "sunken", "pressed", "raised")
    ]
    for back in ("bg", "surface"):
        tokens += [(front, back, TEXT_NEEDS) for front in (*TONES, "primary")]
        tokens += [(front, back, EDGE_NEEDS) for front in ("outline", "focus")]
    tokens += [(tone, f"{tone}_soft", TEXT_NEEDS) for tone in TONES]
    tokens += [("on_primary", back, TEXT_NEEDS) for back in ("primary", "primary_hover", "primary_pressed")]
    tokens += [(front, "primary_soft", TEXT_NEEDS) for front in ("on_primary_soft", "text", "muted")]
    tokens += [("on_danger", back, TEXT_NEEDS) for back in ("danger", "danger_hover", "danger_pressed")]
    tokens += [("focus", "primary_soft", EDGE_NEEDS)]
    named = [
        Pair(f"{front} on {back}", theme.colour(front), theme.colour(back), needs) for front, back, needs in tokens
    ]
    arts = [Pair(f"{name} ink", tint.ink, tint.soft, TEXT_NEEDS) for name, tint in zip(TINTS, theme.tints, strict=True)]
    return (*named, *arts)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
