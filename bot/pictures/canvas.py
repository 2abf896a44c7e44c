"""What pictures are drawn on: it remembers where everything stands, so that a test can look for faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from bot.pictures import font
from bot.pictures.theme import Colour, Look, Theme

#: Corners and slants are drawn so many times larger and made smaller, which makes them smooth.
_FINER = 4
_HATCH_STEP = 14
_DASH = 9
_COLOURS = 160


class Part(StrEnum):
    TEXT = "text"
    BLOCK = "block"
    HOUR = "hour"
    FREE = "free"
    OFF = "off"
    NOW = "now"
    DAY = "day"
    BAR = "bar"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Rect:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def inset(self, by: int) -> Rect:
        return Rect(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def holds(self, other: Rect) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: Rect) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Box:
    """Something that was drawn; a text with its colour and all colours that it stands on."""

    part: Part
    rect: Rect
    text: str = ""
    ink: Colour | None = None
    grounds: tuple[Colour, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    boxes: tuple[Box, ...]

    def of(self, part: Part) -> list[Box]:
        return [box for box in self.boxes if box.part is part]


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set."""

    size: int
    ink: Colour
    grounds: tuple[Colour, ...]
    weight: int = font.REGULAR


class Canvas:
    def __init__(self, width: int, height: int, theme: Theme) -> None:
        self.theme = theme
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width, height), theme.paper)
        self._draw = ImageDraw.Draw(self._image)
        self.boxes: list[Box] = []

    def note(self, part: Part, rect: Rect, text: str = "") -> None:
        self.boxes.append(Box(part, rect, text))

    def fill(self, rect: Rect, colour: Colour) -> None:
        self._draw.rectangle((rect.left, rect.top, rect.right - 1, rect.bottom - 1), fill=colour)

    def line(self, at: Rect, colour: Colour) -> None:
        self.fill(at, colour)

    def text(self, place: tuple[int, int], text: str, kind: Type, *, anchor: str = "la") -> Rect:
        """At its top left corner ("la"), top right one ("ra") or the middle of its top ("ma")."""
        mask, (left, top) = font.stamp(text, kind.size, kind.weight)
        length = font.width(text, kind.size, kind.weight)
        x = place[0] + left - {"l": 0, "m": length // 2, "r": length}[anchor[0]]
        rect = Rect(x, place[1] + top, x + mask.width, place[1] + top + mask.height)
        self._image.paste(kind.ink, (rect.left, rect.top), mask)
        self.boxes.append(Box(Part.TEXT, rect, text, kind.ink, kind.grounds))
        return rect

    def plate(self, rect: Rect, look: Look, radius: int = 8) -> None:
        """A rounded ground with its hatching, and its edge: a bar on the left, or dashes all around."""
        size = (rect.width, rect.height)
        radius = min(radius, rect.height // 2, rect.width // 2)
        mask = _rounded(size, radius)
        ground = Image.new("RGB", size, look.ground)
        if look.hatch is not None:
            ground.paste(look.hatch, (0, 0), _hatching(size))
        if look.dashed:
            ground.paste(look.edge, (0, 0), _dashes(size, radius))
        else:
            ground.paste(look.edge, (0, 0, min(5, rect.width), rect.height))
        self._image.paste(ground, (rect.left, rect.top), mask)

    def outline(self, rect: Rect, colour: Colour, thick: int, radius: int = 8) -> None:
        radius = min(radius, rect.height // 2, rect.width // 2)
        self._image.paste(colour, (rect.left, rect.top), _ring((rect.width, rect.height), radius, thick))

    def hatch(self, rect: Rect, look: Look) -> None:
        self.fill(rect, look.ground)
        if look.hatch is not None and rect.width > 0 and rect.height > 0:
            self._image.paste(look.hatch, (rect.left, rect.top), _hatching((rect.width, rect.height)))

    def stroke(self, points: tuple[tuple[float, float], ...], colour: Colour, thick: int) -> None:
        self._draw.line(points, fill=colour, width=thick, joint="curve")

    def disc(self, rect: Rect, colour: Colour) -> None:
        size = (rect.width, rect.height)
        self._image.paste(colour, (rect.left, rect.top), _rounded(size, rect.height // 2))

    def triangle(self, rect: Rect, colour: Colour) -> None:
        self._image.paste(colour, (rect.left, rect.top), _triangle((rect.width, rect.height)))

    def picture(self) -> Picture:
        png = BytesIO()
        _with_few_colours(self._image).save(png, "PNG", compress_level=6)
        return Picture(png.getvalue(), tuple(self.boxes))


def _with_few_colours(image: Image.Image) -> Image.Image:
    """The colours that are used most as they are, those of smooth edges as the nearest of them."""
    pixels = image.width * image.height
    used = sorted(image.getcolors(pixels) or [], key=lambda c: c[0], reverse=True)
    apart: dict[tuple[int, ...], Colour] = {}
    for _, colour in used:
        red, green, blue = colour if isinstance(colour, tuple) else (0, 0, 0)
        # Pillow looks the nearest up coarsely: what is used most must have no rival close by.
        apart.setdefault((red >> 3, green >> 3, blue >> 3), (red, green, blue))
    most = list(apart.values())[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in (*most, *(256 - len(most)) * most[:1]) for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _smooth(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    return mask.resize(size, Image.Resampling.BOX)


def _large(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 0)
    return mask, ImageDraw.Draw(mask)


@lru_cache(maxsize=128)
def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    mask, draw = _large(size)
    corner = (mask.width - 1, mask.height - 1)
    draw.rounded_rectangle((0, 0, *corner), radius * _FINER, fill=255)
    return _smooth(mask, size)


@lru_cache(maxsize=64)
def _ring(size: tuple[int, int], radius: int, thick: int) -> Image.Image:
    mask, draw = _large(size)
    corner = (mask.width - 1, mask.height - 1)
    draw.rounded_rectangle((0, 0, *corner), radius * _FINER, outline=255, width=thick * _FINER)
    return _smooth(mask, size)


@lru_cache(maxsize=64)
def _dashes(size: tuple[int, int], radius: int) -> Image.Image:
    """The ring with gaps."""
    ring = _ring(size, radius, 3).copy()
    draw = ImageDraw.Draw(ring)
    for x in range(radius + _DASH, size[0] - radius, 2 * _DASH):
        draw.rectangle((x, 0, x + _DASH - 4, 3), fill=0)
        draw.rectangle((x, size[1] - 4, x + _DASH - 4, size[1]), fill=0)
    for y in range(radius + _DASH, size[1] - radius, 2 * _DASH):
        draw.rectangle((0, y, 3, y + _DASH - 4), fill=0)
        draw.rectangle((size[0] - 4, y, size[0], y + _DASH - 4), fill=0)
    return ring


@lru_cache(maxsize=64)
def _hatching(size: tuple[int, int]) -> Image.Image:
    """Slants from the lower left to the upper right."""
    width, height = size
    mask = Image.new("L", (width * 2, height * 2), 0)
    draw = ImageDraw.Draw(mask)
    for x in range(-height * 2, width * 2, _HATCH_STEP * 2):
        draw.line((x, height * 2, x + height * 2, 0), fill=255, width=9)
    return _smooth(mask, size)


@lru_cache(maxsize=16)
def _triangle(size: tuple[int, int]) -> Image.Image:
    mask, draw = _large(size)
    right, bottom = mask.width - 1, mask.height - 1
    draw.polygon([(right / 2, 0), (right, bottom), (0, bottom)], fill=255)
    return _smooth(mask, size)
