"""Figures as pictures: income by month, when the week is full, and who comes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures import font
from bot.pictures.canvas import Canvas, Part, Picture, Rect, Type
from bot.pictures.theme import THEMES, Colour, Look

WIDTH, HEIGHT = 1080, 1080
_TOP = 170
#: Letters: a phone shows the picture at a third of its size.
_TITLE, _SAID, _SMALL = 46, 30, 26
#: A column of bars is at most so wide.
_COLUMN = 300


@dataclass(frozen=True, slots=True)
class Bars:
    """What one month brought: delivered, collected, still owed; `said` as it is written above the bars."""

    label: str
    values: tuple[int, int, int]
    said: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Income:
    title: str
    #: Of delivered, collected, outstanding.
    names: tuple[str, str, str]
    months: tuple[Bars, ...]
    empty: str = ""
    theme: str = "light"


@dataclass(frozen=True, slots=True)
class Heat:
    """Sessions by weekday and hour: `counts[day][n]` belongs to the hour `first + n`."""

    title: str
    weekdays: tuple[str, ...]
    first: int
    counts: tuple[tuple[int, ...], ...]
    theme: str = "light"


@dataclass(frozen=True, slots=True)
class Client:
    name: str
    attended: int
    held: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """The share of their sessions to which clients came, as many as there is room for."""

    title: str
    clients: tuple[Client, ...]
    empty: str = ""
    theme: str = "light"


def _sheet(title: str, theme: str) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT, THEMES[theme])
    shown = font.fitted(title, WIDTH - 80, _TITLE, font.BOLD)
    canvas.text((40, 32), shown, Type(_TITLE, canvas.theme.ink, (canvas.theme.paper,), font.BOLD))
    return canvas


def _nothing(canvas: Canvas, said: str) -> Picture:
    kind = Type(_SAID, canvas.theme.quiet, (canvas.theme.paper,))
    canvas.text((WIDTH // 2, HEIGHT // 2 - 20), font.fitted(said, WIDTH - 120, _SAID), kind, anchor="ma")
    return canvas.picture()


def income(figures: Income) -> Picture:
    """Three bars a month, told apart by hatching and edge as well."""
    canvas = _sheet(figures.title, figures.theme)
    theme = canvas.theme
    looks = (theme.confirmed, theme.done, theme.missed)
    left = 40
    for look, name in zip(looks, figures.names, strict=True):
        canvas.plate(Rect(left, 107, left + 42, 139), look, 6)
        kind = Type(_SAID, theme.quiet, (theme.paper,))
        left = canvas.text((left + 52, 103), font.fitted(name, 260, _SAID), kind).right + 34
    if not figures.months:
        return _nothing(canvas, figures.empty)
    most = max(max(month.values) for month in figures.months) or 1
    area = Rect(40, _TOP + 50, WIDTH - 40, HEIGHT - 80)
    canvas.fill(Rect(area.left, area.bottom, area.right, area.bottom + 2), theme.line)
    each = min(_COLUMN, area.width / len(figures.months))
    first = area.left + (area.width - each * len(figures.months)) / 2
    for n, month in enumerate(figures.months):
        column = Rect(round(first + n * each), area.top, round(first + (n + 1) * each), area.bottom)
        _month(canvas, column, month, most, looks)
    return canvas.picture()


def _month(canvas: Canvas, column: Rect, month: Bars, most: int, looks: tuple[Look, Look, Look]) -> None:
    theme = canvas.theme
    middle = (column.left + column.right) // 2
    label = font.fitted(month.label, column.width - 6, _SMALL)
    canvas.text((middle, column.bottom + 16), label, Type(_SMALL, theme.ink, (theme.paper,)), anchor="ma")
    pad = max(4, column.width // 10)
    each = (column.width - 2 * pad) / 3
    for n, (value, said, look) in enumerate(zip(month.values, month.said, looks, strict=True)):
        left, right = column.left + pad + round(n * each), column.left + pad + round((n + 1) * each) - 3
        top = column.bottom - round(value * column.height / most)
        if value:
            bar = Rect(left, min(top, column.bottom - 4), right, column.bottom)
            canvas.plate(bar, look, 5)
            canvas.outline(bar, look.edge, 2, 5)
            canvas.note(Part.BAR, bar, said)
    delivered = font.fitted(month.said[0], column.width - 4, _SMALL) if any(month.values) else ""
    if delivered:
        top = column.bottom - round(max(month.values) * column.height / most) - 38
        canvas.text((middle, top), delivered, Type(_SMALL, theme.ink, (theme.paper,)), anchor="ma")


def heat(figures: Heat) -> Picture:
    """The fuller the hour, the darker; the number stands in it."""
    canvas = _sheet(figures.title, figures.theme)
    theme = canvas.theme
    hours = len(figures.counts[0])
    area = Rect(130, _TOP, WIDTH - 30, HEIGHT - 30)
    most = max(max(row) for row in figures.counts) or 1
    quiet = Type(_SMALL, theme.quiet, (theme.paper,))
    for n in range(hours):
        top = area.top + round(n * area.height / hours)
        bottom = area.top + round((n + 1) * area.height / hours)
        canvas.text((116, (top + bottom) // 2 - 16), f"{figures.first + n:02}:00", quiet, anchor="ra")
        for day, row in enumerate(figures.counts):
            left = area.left + round(day * area.width / 7)
            cell = Rect(left, top, area.left + round((day + 1) * area.width / 7), bottom)
            _cell(canvas, cell.inset(2), row[n], row[n] / most)
    for day, name in enumerate(figures.weekdays):
        middle = area.left + round((day + 0.5) * area.width / 7)
        canvas.text((middle, _TOP - 44), font.fitted(name, 130, _SMALL), quiet, anchor="ma")
    return canvas.picture()


def _cell(canvas: Canvas, cell: Rect, count: int, share: float) -> None:
    theme = canvas.theme
    # Up to a third of the way dark ink is read on it, from two thirds on light ink.
    steps = (0.0, 0.12, 0.24, 0.36, 0.85, 1.0)
    step = 0 if not count else max(1, round(share * (len(steps) - 1)))
    ground = _mixed(theme.faint, theme.confirmed.ground, steps[step])
    canvas.disc(cell, ground) if cell.height < 4 else canvas.plate(cell, Look(ground, ground, ground), 6)
    canvas.note(Part.CELL, cell, str(count))
    if count:
        ink = theme.ink if step < 4 else theme.confirmed.ink
        size = min(_SAID, cell.height - 8)
        top = (cell.top + cell.bottom) // 2 - round(size * 0.6)
        middle = (cell.left + cell.right) // 2
        canvas.text((middle, top), str(count), Type(size, ink, (ground,), font.BOLD), anchor="ma")


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def attendance(figures: Attendance) -> Picture:
    canvas = _sheet(figures.title, figures.theme)
    if not figures.clients:
        return _nothing(canvas, figures.empty)
    shown = figures.clients[:14]
    each = min(96, (HEIGHT - 120 - 50) // len(shown))
    for n, client in enumerate(shown):
        _client(canvas, 120 + n * each, each, client)
    if rest := len(figures.clients) - len(shown):
        kind = Type(_SMALL, canvas.theme.quiet, (canvas.theme.paper,))
        canvas.text((40, HEIGHT - 46), f"+{rest}", kind)
    return canvas.picture()


def _client(canvas: Canvas, top: int, height: int, client: Client) -> None:
    theme = canvas.theme
    share = client.attended / client.held if client.held else 0.0
    size = _SAID if font.width(font.written(client.name), _SAID, font.BOLD) <= 300 else _SMALL
    name, said = Type(size, theme.ink, (theme.paper,), font.BOLD), Type(_SAID, theme.ink, (theme.paper,))
    track = Rect(350, top + 8, 820, top + height - 12)
    middle = (track.top + track.bottom) // 2
    canvas.text((40, middle - round(size * 0.62)), font.fitted(client.name, 300, size, font.BOLD), name)
    canvas.plate(track, Look(theme.missed.ground, theme.ink, theme.missed.ground, theme.missed.hatch), 8)
    if client.attended:
        bar = Rect(track.left, track.top, track.left + max(8, round(track.width * share)), track.bottom)
        canvas.plate(bar, theme.confirmed, 8)
        canvas.note(Part.BAR, bar, client.name)
    told = f"{round(share * 100)} % · {client.attended}/{client.held}"
    canvas.text((836, middle - 19), told, said)
