"""What the colours and signs of a calendar mean, in one row below it."""

from __future__ import annotations

from bot.pictures import font, plates
from bot.pictures.canvas import Canvas, Rect, Type
from bot.pictures.plates import State


def legend(canvas: Canvas, top: int, states: tuple[tuple[State, str], ...], conflict: str) -> None:
    theme = canvas.theme
    left = 24
    kind = Type(20, theme.quiet, (theme.paper,))
    for state, said in states:
        canvas.plate(Rect(left, top, left + 34, top + 26), plates.look(theme, state), 6)
        plates.sign(canvas, Rect(left + 11, top + 5, left + 27, top + 21), state)
        left = canvas.text((left + 44, top), font.fitted(said, 180, 20), kind).right + 26
    if conflict:
        plates.warn(canvas, Rect(left, top + 1, left + 24, top + 25))
        canvas.text((left + 34, top), font.fitted(conflict, 200, 20), kind)
