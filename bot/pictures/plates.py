"""One session as a plate: its state by colour, sign and edge, its words as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.pictures import font
from bot.pictures.canvas import Canvas, Part, Rect, Type
from bot.pictures.theme import Colour, Look, Theme, hexed

#: A whole column, and a third of one.
_WIDE, _NARROW = 110, 60
#: Letters with an accent above and a dot below take so much of their size; below _LEAST nothing is read.
_ACCENTED, _LEAST = 1.2, 9
#: On low plates a name without accents may be so much larger than the others.
_UNEVEN = 2
SIGN, SIGN_EDGE = hexed("#FFC400"), hexed("#1A1300")


class State(StrEnum):
    CONFIRMED = "confirmed"
    ASKED = "asked"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a plate, the most telling first."""

    name: str
    number: str = ""
    place: str = ""


def look(theme: Theme, state: State) -> Look:
    return {
        State.CONFIRMED: theme.confirmed,
        State.ASKED: theme.asked,
        State.DONE: theme.done,
        State.MISSED: theme.missed,
    }[state]


def grounds(look: Look) -> tuple[Colour, ...]:
    return (look.ground,) if look.hatch is None else (look.ground, look.hatch)


def plate(canvas: Canvas, rect: Rect, state: State, words: Words, *, over: bool = False) -> None:
    """`over`: it stands in the way of another one."""
    shown = look(canvas.theme, state)
    canvas.plate(rect, shown)
    canvas.note(Part.BLOCK, rect, words.name)
    if over:
        canvas.outline(rect, canvas.theme.paper, 6)
        canvas.outline(rect, canvas.theme.warning, 4)
    _written(canvas, rect, shown, words, _sign(canvas, rect, state, over=over))


def _sign(canvas: Canvas, rect: Rect, state: State, *, over: bool) -> int:
    """Draws the sign in the upper right corner; returns how wide it is."""
    side = min(20, rect.height - 6)
    if rect.width < 90 or side < 9:
        return 0
    top = rect.top + min(8, (rect.height - side) // 2)
    at = Rect(rect.right - side - 8, top, rect.right - 8, top + side)
    if over:
        warn(canvas, at)
    elif state is State.CONFIRMED:
        return 0
    else:
        sign(canvas, at, state)
    return side + 6


def sign(canvas: Canvas, at: Rect, state: State) -> None:
    """Done is ticked, missed is crossed out, asked has three dots."""
    colour = look(canvas.theme, state).ink
    side, left, top = at.width, at.left, at.top
    thick = max(2, side // 7)
    if state is State.DONE:
        points = ((left + side * 0.12, top + side * 0.55), (left + side * 0.4, top + side * 0.82))
        canvas.stroke((*points, (left + side * 0.9, top + side * 0.22)), colour, thick)
    elif state is State.MISSED:
        low, high = side * 0.2, side * 0.8
        canvas.stroke(((left + low, top + low), (left + high, top + high)), colour, thick)
        canvas.stroke(((left + high, top + low), (left + low, top + high)), colour, thick)
    elif state is State.ASKED:
        dot = max(3, side // 5)
        middle = top + (side - dot) // 2
        for n in range(3):
            x = left + round(n * (side - dot) / 2)
            canvas.disc(Rect(x, middle, x + dot, middle + dot), colour)


def warn(canvas: Canvas, at: Rect) -> None:
    """The road sign, dark around yellow, which stands out from every plate in both themes."""
    canvas.triangle(at, SIGN_EDGE)
    canvas.triangle(Rect(at.left + 3, at.top + 4, at.right - 3, at.bottom - 2), SIGN)
    side, middle = at.width, (at.left + at.right) // 2
    thick = max(2, side // 9)
    left = middle - thick // 2
    canvas.fill(Rect(left, at.top + round(side * 0.4), left + thick, at.top + round(side * 0.66)), SIGN_EDGE)
    canvas.fill(Rect(left, at.top + round(side * 0.73), left + thick, at.top + round(side * 0.84)), SIGN_EDGE)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Letters of a name: `largest` where there is room, `usual` before something is left out for it."""

    largest: int
    usual: int
    smallest: int
    #: Of what stands below a name.
    small: int


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the words of one plate are set: the rows of the name, and what stands below them."""

    size: int
    rows: tuple[str, ...]
    small: int = 0
    below: tuple[str, ...] = ()


def _written(canvas: Canvas, rect: Rect, look: Look, words: Words, taken: int) -> None:
    """Name, number and place, one below the other, or on a low plate beside each other."""
    sizes = _sizes(rect)
    inside = 14 if rect.width < _NARROW else 15
    left, width = rect.left + inside - 5, rect.width - inside
    if rect.height < 2 * _leading(sizes.smallest) + 9:
        _one_line(canvas, Rect(left, rect.top, left + width - taken, rect.bottom), look, words, sizes)
        return
    setting = _setting(rect.height - 7, words, (width - taken, width), sizes)
    top = rect.top + 4
    for row in setting.rows:
        top = _row(canvas, (left, top), row, Type(setting.size, look.ink, grounds(look), font.BOLD))
    for text in setting.below:
        if shown := font.fitted(text, width, setting.small):
            top = _row(canvas, (left, top), shown, Type(setting.small, look.ink, grounds(look)))


def _sizes(rect: Rect) -> _Sizes:
    if rect.width >= _WIDE:
        return _Sizes(22, 18, 16, 14)
    return _Sizes(18, 15, 14, 13) if rect.width >= _NARROW else _Sizes(15, 13, 12, 12)


def _setting(room: int, words: Words, widths: tuple[int, int], sizes: _Sizes) -> _Setting:
    """The largest letters that hold the whole name; rather than cut it, the place is left out."""
    said = [text for text in (words.number, words.place) if text]
    name = font.written(words.name)
    for kept in range(len(said), -1, -1):
        least = sizes.usual if kept == len(said) and kept else sizes.smallest
        for size in range(sizes.largest, least - 1, -1):
            found = _set(name, said[:kept], size, room, widths, sizes)
            if " ".join(found.rows) == name and len(found.below) == kept:
                return found
    return _set(name, said, sizes.usual, room, widths, sizes)


def _set(
    name: str, below: Sequence[str], size: int, room: int, widths: tuple[int, int], sizes: _Sizes
) -> _Setting:
    """In letters of this size: as many rows of the name as it needs, and what else there is room for."""
    small = max(sizes.small, size - 4)
    shown = tuple(font.wrapped(name, widths[:1], size, font.BOLD))
    if shown != (name,) and room >= 2 * _leading(size):
        shown = tuple(font.wrapped(name, widths, size, font.BOLD))
    left = (room - len(shown) * _leading(size)) // _leading(small)
    return _Setting(size, shown, small, tuple(below[: max(0, left)]))


def _one_line(canvas: Canvas, room: Rect, look: Look, words: Words, sizes: _Sizes) -> None:
    """The name with its number, else the name alone, in the middle of the plate's height."""
    name = font.written(words.name)
    numbered = f"{name} {font.written(words.number)}".strip()
    tall = int((room.height - 1) / _ACCENTED)
    most = min(sizes.largest, tall + _UNEVEN)
    for text, least in ((numbered, min(sizes.usual, tall)), (name, min(sizes.small, tall))):
        for size in range(most, max(least, _LEAST) - 1, -1):
            if _fits(text, size, room):
                _centred(canvas, room, text, Type(size, look.ink, grounds(look), font.BOLD))
                return
    size = min(sizes.small, tall)
    shown = font.fitted(name, room.width, size, font.BOLD) if size >= _LEAST else ""
    if shown and _fits(shown, size, room):
        _centred(canvas, room, shown, Type(size, look.ink, grounds(look), font.BOLD))


def _fits(text: str, size: int, room: Rect) -> bool:
    mask, _ = font.stamp(text, size, font.BOLD)
    return font.width(text, size, font.BOLD) <= room.width and mask.height <= room.height


def _centred(canvas: Canvas, room: Rect, text: str, kind: Type) -> None:
    """By the height of a capital letter, as far as accents and tails leave it inside."""
    mask, (_, above) = font.stamp(text, kind.size, kind.weight)
    capital, (_, capital_above) = font.stamp("H", kind.size, kind.weight)
    top = room.top + (room.height - capital.height) // 2 - capital_above
    top = max(room.top - above, min(top, room.bottom - above - mask.height))
    canvas.text((room.left, top), text, kind)


def _row(canvas: Canvas, place: tuple[int, int], text: str, kind: Type) -> int:
    canvas.text(place, text, kind)
    return place[1] + _leading(kind.size)


def _leading(size: int) -> int:
    return round(size * 1.22)
