"""The colours of pictures, by day and by night, chosen so that a colour-blind person can tell them apart."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


def hexed(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@dataclass(frozen=True, slots=True)
class Look:
    """How a plate looks: `hatch` is drawn over the ground, `edge` along the left side or all around."""

    ground: Colour
    ink: Colour
    edge: Colour
    hatch: Colour | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    paper: Colour
    ink: Colour
    #: Headings of columns, hours and what is said aside.
    quiet: Colour
    line: Colour
    faint: Colour
    #: Outside the working hours, and time off with its hatching.
    shade: Colour
    off: Look
    accent: Colour
    on_accent: Colour
    warning: Colour
    confirmed: Look
    done: Look
    missed: Look
    asked: Look


def _look(ground: str, ink: str, edge: str, hatch: str | None = None, *, dashed: bool = False) -> Look:
    return Look(hexed(ground), hexed(ink), hexed(edge), hexed(hatch) if hatch else None, dashed)


LIGHT = Theme(
    paper=hexed("#FFFFFF"),
    ink=hexed("#16202B"),
    quiet=hexed("#56626E"),
    line=hexed("#D3D9DF"),
    faint=hexed("#E9EDF0"),
    shade=hexed("#F0F2F5"),
    off=_look("#E9E4F2", "#4A3B69", "#8E7DB3", "#DCD4EA"),
    accent=hexed("#C8102E"),
    on_accent=hexed("#FFFFFF"),
    warning=hexed("#B3261E"),
    confirmed=_look("#0B5CAD", "#FFFFFF", "#083F78"),
    done=_look("#D2EEE2", "#0A4433", "#009E73"),
    missed=_look("#FCE4D8", "#6B2600", "#D55E00", "#F0B89C"),
    asked=_look("#FFF6D2", "#5A4300", "#8F6B00", dashed=True),
)
DARK = Theme(
    paper=hexed("#12171D"),
    ink=hexed("#F1F4F7"),
    quiet=hexed("#A3AFBB"),
    line=hexed("#343E48"),
    faint=hexed("#222A32"),
    shade=hexed("#1B2229"),
    off=_look("#2A2438", "#D5C8F0", "#8E7DB3", "#352D48"),
    accent=hexed("#FF5A6E"),
    on_accent=hexed("#2A0007"),
    warning=hexed("#FF7A85"),
    confirmed=_look("#5FB0F5", "#04203A", "#BBDDFB"),
    done=_look("#113B2F", "#B4F0D8", "#2CC295"),
    missed=_look("#43241A", "#FFD0BA", "#FF8A50", "#693A28"),
    asked=_look("#39310F", "#FFEBAA", "#E6C34A", dashed=True),
)
THEMES = {"light": LIGHT, "dark": DARK}


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG counts it: 1 for the same, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [c / 255 for c in colour]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
