"""A month as a picture: seven columns, the sessions of each day as far as there is room."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures import font, plates
from bot.pictures.canvas import Canvas, Part, Picture, Rect, Type
from bot.pictures.legend import legend
from bot.pictures.plates import State
from bot.pictures.theme import THEMES

WIDTH, HEIGHT = 1080, 1350
_MARGIN, _TOP, _HEAD, _FOOT = 14, 88, 44, 66
_GRID = Rect(_MARGIN, _TOP + _HEAD, WIDTH - _MARGIN, HEIGHT - _FOOT)
#: A day's number takes so much of its cell, each session and "+3" so much more.
_NUMBER, _SESSION = 48, 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of a day: "18:00" and whose."""

    clock: str
    name: str
    state: State = State.CONFIRMED
    over: bool = False


@dataclass(frozen=True, slots=True)
class DayCell:
    number: int
    entries: tuple[Entry, ...] = ()
    #: Nothing is worked on that day, or it is taken off with these words.
    closed: bool = False
    off: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """`first`: the weekday of the first, Monday being 0; `days`: all of the month, in order."""

    title: str
    weekdays: tuple[str, ...]
    first: int
    days: tuple[DayCell, ...]
    today: int | None = None
    aside: str = ""
    states: tuple[tuple[State, str], ...] = ()
    conflict: str = ""
    theme: str = "light"


def drawn(month: Month) -> Picture:
    canvas = Canvas(WIDTH, HEIGHT, THEMES[month.theme])
    _heading(canvas, month)
    weeks = -(-(month.first + len(month.days)) // 7)
    for place in range(weeks * 7):
        rect = _cell(place, weeks)
        index = place - month.first
        if 0 <= index < len(month.days):
            _day(canvas, rect, month.days[index], today=month.days[index].number == month.today)
        else:
            canvas.fill(rect, canvas.theme.shade)
    _lines(canvas, weeks)
    legend(canvas, HEIGHT - _FOOT + 22, month.states, month.conflict)
    return canvas.picture()


def _cell(place: int, weeks: int) -> Rect:
    row, column = divmod(place, 7)
    return Rect(_x(column), _y(row, weeks), _x(column + 1), _y(row + 1, weeks))


def _x(column: int) -> int:
    return _GRID.left + round(column * _GRID.width / 7)


def _y(row: int, weeks: int) -> int:
    return _GRID.top + round(row * _GRID.height / weeks)


def _heading(canvas: Canvas, month: Month) -> None:
    theme = canvas.theme
    aside = font.fitted(month.aside, 320, 24)
    quiet = Type(24, theme.quiet, (theme.paper,))
    used = canvas.text((WIDTH - 24, 36), aside, quiet, anchor="ra").width if aside else 0
    title = font.fitted(month.title, WIDTH - 88 - used, 38, font.BOLD)
    canvas.text((24, 24), title, Type(38, theme.ink, (theme.paper,), font.BOLD))
    kind = Type(22, theme.quiet, (theme.paper,))
    for column, name in enumerate(month.weekdays):
        middle = (_x(column) + _x(column + 1)) // 2
        canvas.text((middle, _TOP + 6), font.fitted(name, 140, 22), kind, anchor="ma")


def _lines(canvas: Canvas, weeks: int) -> None:
    for row in range(weeks + 1):
        canvas.fill(Rect(_GRID.left, _y(row, weeks), _GRID.right, _y(row, weeks) + 1), canvas.theme.line)
    for column in range(8):
        canvas.fill(Rect(_x(column), _GRID.top, _x(column) + 1, _GRID.bottom), canvas.theme.line)


def _day(canvas: Canvas, rect: Rect, day: DayCell, *, today: bool) -> None:
    theme = canvas.theme
    canvas.note(Part.DAY, rect, str(day.number))
    if day.off is not None:
        canvas.hatch(rect, theme.off)
    elif day.closed:
        canvas.fill(rect, theme.shade)
    _number(canvas, rect, day, today=today)
    fits = (rect.height - _NUMBER - 4) // _SESSION
    shown = day.entries if len(day.entries) <= fits else day.entries[: fits - 1]
    top = rect.top + _NUMBER
    for entry in shown:
        _entry(canvas, Rect(rect.left + 4, top, rect.right - 3, top + _SESSION - 4), entry)
        top += _SESSION
    if len(shown) < len(day.entries):
        kind = Type(20, theme.ink, _grounds(canvas, day), font.BOLD)
        canvas.text((rect.left + 10, top), f"+{len(day.entries) - len(shown)}", kind)


def _grounds(canvas: Canvas, day: DayCell) -> tuple[tuple[int, int, int], ...]:
    theme = canvas.theme
    return plates.grounds(theme.off) if day.off is not None else (theme.shade if day.closed else theme.paper,)


def _number(canvas: Canvas, rect: Rect, day: DayCell, *, today: bool) -> None:
    theme, grounds = canvas.theme, _grounds(canvas, day)
    if today:
        canvas.disc(Rect(rect.left + 5, rect.top + 4, rect.left + 45, rect.top + 44), theme.accent)
    kind = Type(24, theme.on_accent if today else theme.ink, (theme.accent,) if today else grounds, font.BOLD)
    canvas.text((rect.left + 25, rect.top + 9), str(day.number), kind, anchor="ma")
    if day.off:
        said = font.fitted(day.off, rect.width - 58, 18)
        canvas.text((rect.left + 50, rect.top + 13), said, Type(18, theme.off.ink, grounds))


def _entry(canvas: Canvas, rect: Rect, entry: Entry) -> None:
    look = plates.look(canvas.theme, entry.state)
    canvas.plate(rect, look, 6)
    canvas.note(Part.BLOCK, rect, entry.name)
    if entry.over:
        canvas.outline(rect, canvas.theme.paper, 4, 6)
        canvas.outline(rect, canvas.theme.warning, 3, 6)
    kind = Type(18, look.ink, plates.grounds(look), font.BOLD)
    left = canvas.text((rect.left + 9, rect.top + 3), entry.clock, kind).right + 6
    if name := font.fitted(entry.name, rect.right - 5 - left, 18):
        canvas.text((left, rect.top + 3), name, Type(18, look.ink, plates.grounds(look)))
