"""A week as a picture: hours down, days across, sessions as plates; and where everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures import font, plates
from bot.pictures.canvas import Canvas, Part, Picture, Rect, Type
from bot.pictures.legend import legend
from bot.pictures.plates import State
from bot.pictures.theme import THEMES

WIDTH, HEIGHT = 1080, 1350
_GUTTER, _MARGIN = 78, 14
_TOP, _HEAD, _FOOT = 88, 84, 66
_LEFT, _RIGHT = _GUTTER, WIDTH - _MARGIN
_GRID = Rect(_LEFT, _TOP + _HEAD, _RIGHT, HEIGHT - _FOOT)
#: At least so many hours are shown.
_LEAST = 9
_HALF_HOUR = 30
#: As high as one line of a name that is read without effort.
_READABLE = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one day of the week, Monday being 0, in minutes of its wall clock."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One session, or the part of it that falls on the day; `over`: in the way of another one."""

    span: Span
    words: plates.Words
    state: State = State.CONFIRMED
    over: bool = False


@dataclass(frozen=True, slots=True)
class Off:
    span: Span
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """All that is drawn, in the reader's words. `days`: name and number of each."""

    title: str
    days: tuple[tuple[str, str], ...]
    working: tuple[Span, ...]
    blocks: tuple[Block, ...]
    off: tuple[Off, ...] = ()
    #: Day and minute.
    now: tuple[int, int] | None = None
    today: int | None = None
    #: What stands on the right of the title, as "12 sessions".
    aside: str = ""
    #: Said in the middle of a week without sessions.
    empty: str = ""
    #: What the colours mean, and a mark of a conflict.
    states: tuple[tuple[State, str], ...] = ()
    conflict: str = ""
    theme: str = "light"


def drawn(week: Week) -> Picture:
    canvas = Canvas(WIDTH, HEIGHT, THEMES[week.theme])
    scale = _Scale.of(week)
    _grounds(canvas, week, scale)
    _hours(canvas, scale)
    _heading(canvas, week)
    blocks = [(b, _lane(scale.rect(b.span), lane, lanes)) for b, lane, lanes in side_by_side(week.blocks)]
    shown = _readable(blocks)
    for off in week.off:
        _off(canvas, off, scale, [rect for _, rect in shown])
    for block, rect in shown:
        plates.plate(canvas, rect, block.state, block.words, over=block.over)
    _now(canvas, week, scale)
    if week.empty and not week.blocks:
        _empty(canvas, week.empty)
    legend(canvas, HEIGHT - _FOOT + 22, week.states, week.conflict)
    return canvas.picture()


@dataclass(frozen=True, slots=True)
class _Scale:
    """Which hours are shown."""

    first: int
    last: int

    @classmethod
    def of(cls, week: Week) -> _Scale:
        """Those in which something is done or could be; a day off shortens nothing.

        Where short sessions stand close together, their hours alone, for the sake of larger letters.
        """
        taken = [b.span for b in week.blocks]
        spans = taken if _tight(taken) else [*week.working, *taken]
        first = min((s.start // 60 for s in spans), default=8)
        last = max((-(-s.end // 60) for s in spans), default=18)
        missing = max(0, _LEAST - (last - first))
        first = max(0, first - missing // 2)
        return cls(first, min(24, max(last, first + _LEAST)))

    def y(self, minute: int) -> int:
        shown = min(max(minute, self.first * 60), self.last * 60) - self.first * 60
        return _GRID.top + round(shown * _GRID.height / ((self.last - self.first) * 60))

    def rect(self, span: Span) -> Rect:
        return Rect(_x(span.day), self.y(span.start), _x(span.day + 1), self.y(span.end))


def _x(day: int) -> int:
    return _GRID.left + round(day * _GRID.width / 7)


def _lane(rect: Rect, lane: int, lanes: int) -> Rect:
    """Its part of the column, with a thin gap to what is beside and below."""
    left, right = rect.left + 3, rect.right - 2
    width = right - left
    top, bottom = rect.top + 1, max(rect.bottom - 1, rect.top + 9)
    return Rect(left + lane * width // lanes, top, left + (lane + 1) * width // lanes - (lanes > 1), bottom)


def _tight(spans: Sequence[Span]) -> bool:
    """Two sessions of less than half an hour, one right after the other."""
    short = {(s.day, s.start): s.end for s in spans if s.end - s.start < _HALF_HOUR}
    return any((day, end) in short for (day, _), end in short.items())


def _readable(blocks: Sequence[tuple[Block, Rect]]) -> list[tuple[Block, Rect]]:
    """A plate that is too low for its name reaches down into the free time below it."""
    found = []
    for n, (block, rect) in enumerate(blocks):
        bottom = min(max(rect.bottom, rect.top + _READABLE), max(rect.bottom, _GRID.bottom - 1))
        for other, below in blocks[n + 1 :]:
            if other.span.day != block.span.day or below.top > bottom:
                break
            if below.left < rect.right and rect.left < below.right:
                bottom = max(rect.bottom, below.top - 2)
                break
        found.append((block, Rect(rect.left, rect.top, rect.right, bottom)))
    return found


def side_by_side(blocks: Sequence[Block]) -> list[tuple[Block, int, int]]:
    """Each with its lane and the number of lanes: those that overlap, also by way of others, share."""
    found: list[tuple[Block, int, int]] = []
    group: list[tuple[Block, int]] = []
    ends: list[int] = []
    day = -1
    for block in sorted(blocks, key=lambda b: (b.span.day, b.span.start, -b.span.end)):
        if block.span.day != day or all(end <= block.span.start for end in ends):
            found += [(b, lane, len(ends)) for b, lane in group]
            group, ends, day = [], [], block.span.day
        lane = next((n for n, end in enumerate(ends) if end <= block.span.start), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = block.span.end
        group.append((block, lane))
    return [*found, *((b, lane, len(ends)) for b, lane in group)]


def _grounds(canvas: Canvas, week: Week, scale: _Scale) -> None:
    """Shaded all over, and light again where the trainer works."""
    canvas.fill(_GRID, canvas.theme.shade)
    for span in week.working:
        rect = scale.rect(span)
        canvas.fill(rect, canvas.theme.paper)
        canvas.note(Part.FREE, rect)


def _hours(canvas: Canvas, scale: _Scale) -> None:
    theme = canvas.theme
    kind = Type(20, theme.quiet, (theme.paper,))
    for hour in range(scale.first, scale.last + 1):
        y = scale.y(hour * 60)
        canvas.line(Rect(_GRID.left - 8, y, _GRID.right, y + 1), theme.line)
        canvas.note(Part.HOUR, Rect(_GRID.left - 8, y, _GRID.right, y + 1), f"{hour:02}:00")
        canvas.text((_GRID.left - 14, y - 12), f"{hour:02}:00", kind, anchor="ra")
    for day in range(8):
        canvas.line(Rect(_x(day), _TOP + _HEAD - 14, _x(day) + 1, _GRID.bottom), theme.line)


def _heading(canvas: Canvas, week: Week) -> None:
    theme = canvas.theme
    quiet = Type(24, theme.quiet, (theme.paper,))
    aside = font.fitted(week.aside, 320, 24)
    used = canvas.text((_RIGHT - 8, 36), aside, quiet, anchor="ra").width if aside else 0
    title = Type(38, theme.ink, (theme.paper,), font.BOLD)
    most = _RIGHT - 24 - used - 40
    canvas.text((24, 24), font.fitted(week.title, most, 38, font.BOLD), title)
    for day, (name, number) in enumerate(week.days):
        middle = (_x(day) + _x(day + 1)) // 2
        rect = Rect(_x(day), _TOP, _x(day + 1), _TOP + _HEAD)
        canvas.note(Part.DAY, rect, number)
        canvas.text(
            (middle, _TOP - 4),
            font.fitted(name, rect.width - 8, 22),
            Type(22, theme.quiet, (theme.paper,)),
            anchor="ma",
        )
        _number(canvas, middle, number, today=day == week.today)


def _number(canvas: Canvas, middle: int, number: str, *, today: bool) -> None:
    theme = canvas.theme
    top = _TOP + 26
    if today:
        canvas.disc(Rect(middle - 24, top - 4, middle + 24, top + 44), theme.accent)
    ink, ground = (theme.on_accent, theme.accent) if today else (theme.ink, theme.paper)
    canvas.text((middle, top), number, Type(32, ink, (ground,), font.BOLD), anchor="ma")


def _off(canvas: Canvas, off: Off, scale: _Scale, taken: Sequence[Rect]) -> None:
    """Hatched, its reason where no session stands."""
    theme, rect = canvas.theme, scale.rect(off.span)
    if rect.height <= 0:
        return
    canvas.hatch(Rect(rect.left + 1, rect.top, rect.right, rect.bottom), theme.off)
    canvas.note(Part.OFF, rect, off.reason)
    rows = (Rect(rect.left, top, rect.right, top + 34) for top in range(rect.top, rect.bottom - 33, 8))
    row = next((row for row in rows if not any(row.overlaps(rect) for rect in taken)), None)
    if row is not None and off.reason:
        kind = Type(20, theme.off.ink, plates.grounds(theme.off), font.BOLD)
        said = font.fitted(off.reason, rect.width - 18, 20, font.BOLD)
        canvas.text((row.left + 10, row.top + 6), said, kind)


def _now(canvas: Canvas, week: Week, scale: _Scale) -> None:
    if week.now is None:
        return
    day, minute = week.now
    if not scale.first * 60 <= minute <= scale.last * 60:
        return
    y = scale.y(minute)
    colour = canvas.theme.accent
    rect = Rect(_x(day), y - 1, _x(day + 1) + 1, y + 2)
    canvas.fill(rect, colour)
    canvas.disc(Rect(_x(day) - 6, y - 6, _x(day) + 7, y + 7), colour)
    canvas.note(Part.NOW, rect)


def _empty(canvas: Canvas, said: str) -> None:
    theme = canvas.theme
    middle = (_GRID.left + _GRID.right) // 2
    text = font.fitted(said, _GRID.width - 160, 28)
    half = font.width(text, 28) // 2 + 28
    y = (_GRID.top + _GRID.bottom) // 2
    canvas.plate(Rect(middle - half, y - 36, middle + half, y + 36), theme.asked, 18)
    canvas.text((middle, y - 17), text, Type(28, theme.asked.ink, (theme.asked.ground,)), anchor="ma")
