"""One session as a plate: its state by colour, sign and edge, its words as far as there is room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.pictures import font
from bot.pictures.canvas import Canvas, Part, Rect, Type
from bot.pictures.theme import Colour, Look, Theme, hexed

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


def _written(canvas: Canvas, rect: Rect, look: Look, words: Words, taken: int) -> None:
    """Name, number and place, one below the other, in the largest letters in which all of them fit."""
    below = [text for text in (words.number, words.place) if text]
    size, small = _sizes(rect, len(below))
    if size == 0:
        return
    kind = Type(size, look.ink, grounds(look), font.BOLD)
    if rect.height < 2 * size + 8:
        _one_line(canvas, rect, kind, words, taken)
        return
    left, width, bottom = rect.left + 10, rect.width - 15, rect.bottom - 3
    room = rect.height - 7 - len(below) * _leading(small)
    rows = 2 if room >= 2 * _leading(size) else 1
    top = rect.top + 4
    for row in font.wrapped(words.name, (width - taken, width)[:rows], size, font.BOLD):
        top = _row(canvas, (left, top), row, kind)
    for text in below:
        shown = font.fitted(text, width, small)
        if shown and top + _leading(small) <= bottom:
            top = _row(canvas, (left, top), shown, Type(small, look.ink, grounds(look)))


def _sizes(rect: Rect, below: int) -> tuple[int, int]:
    """Of the name and of what stands below it; zero on a plate that is too low for letters."""
    by_width = 22 if rect.width >= 110 else 18 if rect.width >= 60 else 15
    by_height = round((rect.height - 3) / 1.2)
    if by_height < 10:
        return 0, 0
    most = min(by_width, by_height)
    for size in range(most, min(most, 17) - 1, -1):
        small = max(14, size - 4)
        if _leading(size) + below * _leading(small) + 7 <= rect.height:
            return size, small
    return most, max(14, most - 4)


def _one_line(canvas: Canvas, rect: Rect, kind: Type, words: Words, taken: int) -> None:
    width = rect.width - 15 - taken
    text = font.written(words.name)
    numbered = f"{text} {font.written(words.number)}".strip()
    if font.width(numbered, kind.size, kind.weight) <= width:
        text = numbered
    if shown := font.fitted(text, width, kind.size, kind.weight):
        top = rect.top + (rect.height - _leading(kind.size)) // 2
        canvas.text((rect.left + 10, top), shown, kind)


def _row(canvas: Canvas, place: tuple[int, int], text: str, kind: Type) -> int:
    canvas.text(place, text, kind)
    return place[1] + _leading(kind.size)


def _leading(size: int) -> int:
    return round(size * 1.22)
