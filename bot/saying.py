"""Days, times, money and lengths in a person's words; always with the weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from babel.numbers import format_currency
from markupsafe import Markup

from bot.texts import Words
from core.charge import Charge
from core.money import Money
from core.period import Period
from core.policy import Penalty
from core.zones import zone


def money(amount: Money, w: Words) -> str:
    """đồng as they are written in Vietnam, in every language."""
    locale = "vi" if amount.currency == "VND" else w.language
    value = amount.amount / 10**amount.digits if amount.digits else amount.amount
    return format_currency(value, amount.currency, locale=locale).replace("\xa0", " ")


def takes(penalty: Penalty | Charge, w: Words) -> str:
    """What it takes: money, or a session of the package."""
    return w.plain("1 session of the package") if penalty.credit else money(penalty.money, w)


def length(span: timedelta, w: Words) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if not hours:
        return w.plain("{n} min", n=minutes)
    return w.plain("{n} h", n=hours) if not minutes else w.plain("{h} h {m}", h=hours, m=f"{minutes:02}")


def day_name(day: int, w: Words) -> str:
    """Mon; Monday is 0."""
    return str(get_day_names("abbreviated", locale=w.language)[day])


def full_day_name(day: int, w: Words) -> str:
    return str(get_day_names("wide", locale=w.language)[day]).capitalize()


def clock(moment: datetime | time) -> str:
    return f"{moment:%H:%M}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Says moments to one reader: in their zone, and by name where it is not the place's."""

    w: Words
    tz: ZoneInfo
    now: datetime
    #: The zone in which the session is held, where it differs from the reader's.
    away: str | None = None

    @classmethod
    def of(cls, w: Words, reader_zone: str, place_zone: str, now: datetime) -> Calendar:
        return cls(w, zone(reader_zone), now, reader_zone if reader_zone != place_zone else None)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.tz).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.tz)

    def day(self, day: date) -> str:
        """Thu 16 Oct; with the year when it is another one."""
        w = self.w
        pattern = w.plain("EEE d MMM") if day.year == self.today.year else w.plain("EEE d MMM y")
        return str(format_date(day, pattern, locale=w.language))

    def full_day(self, day: date) -> str:
        return str(format_date(day, self.w.plain("EEEE d MMMM"), locale=self.w.language))

    def near(self, day: date) -> str | None:
        """Today, tomorrow, or nothing."""
        names = {0: self.w.plain("today"), 1: self.w.plain("tomorrow")}
        return names.get((day - self.today).days)

    def day_named(self, day: date) -> str:
        """Tomorrow, Thu 16 Oct."""
        near = self.near(day)
        return f"{near[:1].upper()}{near[1:]}, {self.day(day)}" if near else self.day(day)

    def hours(self, period: Period) -> str:
        start, end = self.local(period.start), self.local(period.end)
        return f"{clock(start)}–{clock(end)}{self._zone()}"

    def moment(self, moment: datetime) -> str:
        """Thu 16 Oct · 18:00."""
        local = self.local(moment)
        return f"{self.day(local.date())} · {clock(local)}{self._zone()}"

    def label(self, moment: datetime) -> str:
        """Thu 16 Oct · 18:00 as it fits on a button; the text above it names the zone."""
        local, w = self.local(moment), self.w
        name = w.plain("Mon Tue Wed Thu Fri Sat Sun").split()[local.weekday()]
        pattern = w.plain("d MMM") if local.year == self.today.year else w.plain("d MMM y")
        return f"{name} {format_date(local.date(), pattern, locale=w.language)} · {clock(local)}"

    def soon(self, moment: datetime) -> str:
        """As "today 18:00", "tomorrow 18:00", or with the date."""
        local = self.local(moment)
        return f"{self.near(local.date()) or self.day(local.date())} {clock(local)}{self._zone()}"

    def period(self, period: Period) -> str:
        """Thu 16 Oct · 18:00–19:00."""
        return f"{self.day(self.local(period.start).date())} · {self.hours(period)}"

    def period_named(self, period: Period) -> str:
        """Tomorrow, Thu 16 Oct · 18:00–19:00."""
        return f"{self.day_named(self.local(period.start).date())} · {self.hours(period)}"

    def until(self, moment: datetime) -> str:
        """5 hours, 40 minutes, 3 days: how long from now, to the nearest."""
        minutes = max(0, round((moment - self.now).total_seconds() / 60))
        if minutes < 60:
            return str(self.w.many("{n} minute", "{n} minutes", minutes))
        if minutes < 48 * 60:
            return str(self.w.many("{n} hour", "{n} hours", (minutes + 29) // 60))
        return str(self.w.many("{n} day", "{n} days", (minutes + 12 * 60 - 1) // (24 * 60)))

    def live(self, moment: datetime, said: str) -> Markup:
        """`said` as a time that the reader's Telegram knows, where both mean the same wall clock."""
        if self.away is not None:
            return Markup("{}").format(said)
        return Markup('<tg-time unix="{}">{}</tg-time>').format(int(moment.timestamp()), said)

    def _zone(self) -> str:
        return f" ({self.away})" if self.away else ""
