"""Booking by clients: whether they may, how soon before and how far ahead, and how many may be open."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from bot import typed
from bot.buttons import Rows, in_rows, key
from bot.features.settings.section import OpenSection, Section, pick, picks
from bot.saying import length
from bot.screen import lines
from bot.texts import Words
from bot.visit import Visit
from core.people import Opening
from core.use_cases.profile import Changes

_NOTICES = (60, 120, 4 * 60, 12 * 60, 24 * 60, 48 * 60)
_HORIZONS = (7, 14, 30, 60, 90)
_OPEN = (1, 2, 3, 5, 10)


def opening_name(opening: Opening, w: Words) -> str:
    return {
        Opening.OFF: w.plain("only through me"),
        Opening.ASK: w.plain("ask me first"),
        Opening.BOOK: w.plain("book at once"),
    }[opening]


def _ask(visit: Visit) -> Markup:
    w, me = visit.w, visit.me
    return lines(
        w("<b>Shall your clients book by themselves?</b>"),
        w(
            "They see when you are free, never who is with you. You can be asked before each, "
            "or it is booked at once. On a client's card you can say otherwise for one."
        ),
        "",
        w("At least {span} ahead, at most {n} days.", span=_span(me.notice_minutes, w), n=me.horizon_days),
        w("Each may have {n} open at a time.", n=me.most_open),
    )


def _span(minutes: int, w: Words) -> str:
    return length(timedelta(minutes=minutes), w)


def _choices(visit: Visit) -> Rows:
    w = visit.w
    options = [(opening_name(o, w), o.value) for o in Opening]
    parts = {
        "notice": w.plain("⏱ How soon"),
        "horizon": w.plain("🔭 How far ahead"),
        "most_open": w.plain("🔢 How many"),
    }
    return [
        picks("opening", options, visit.me.opening.value),
        *in_rows([key(label, OpenSection(name)) for name, label in parts.items()], 2),
    ]


async def _read(visit: Visit, text: str) -> Changes | None:
    if typed.is_nothing(text):
        return {"opening": Opening.OFF}
    wanted = " ".join(text.lower().split())
    for opening in Opening:
        if wanted in (opening.value, opening_name(opening, visit.w).lower()):
            return {"opening": opening}
    return None


def _notice_choices(visit: Visit) -> Rows:
    present, w = visit.me.notice_minutes, visit.w
    keys = [pick("notice", _span(n, w), f"{n}m", chosen=n == present) for n in _NOTICES]
    return in_rows(keys, 3)


async def _read_notice(visit: Visit, text: str) -> Changes | None:
    minutes = 0 if typed.is_nothing(text) else typed.minutes(text)
    return None if minutes is None else {"notice_minutes": minutes}


def _days(n: int, w: Words) -> str:
    return str(w.many("{n} day", "{n} days", n))


def _horizon_choices(visit: Visit) -> Rows:
    present, w = visit.me.horizon_days, visit.w
    return in_rows([pick("horizon", _days(n, w), str(n), chosen=n == present) for n in _HORIZONS], 3)


async def _read_horizon(visit: Visit, text: str) -> Changes | None:
    """A bare number is days."""
    number = text.strip()
    if number.isdecimal() and len(number) <= 3:
        return {"horizon_days": int(number)}
    minutes = typed.minutes(text)
    return None if minutes is None or minutes % (24 * 60) else {"horizon_days": minutes // (24 * 60)}


def _open_choices(visit: Visit) -> Rows:
    present = visit.me.most_open
    return [[pick("most_open", str(n), str(n), chosen=n == present) for n in _OPEN]]


async def _read_open(visit: Visit, text: str) -> Changes | None:
    number = text.strip()
    return {"most_open": int(number)} if number.isdecimal() and len(number) <= 3 else None


SECTIONS = (
    Section(
        "opening",
        lambda w: w.plain("🙋 Clients book"),
        lambda visit: opening_name(visit.me.opening, visit.w),
        _ask,
        _choices,
        _read,
        lambda w: w("Tap one, or type “off”, “ask” or “book”."),
        stays=True,
    ),
    Section(
        "notice",
        lambda w: w.plain("⏱ How soon"),
        lambda visit: _span(visit.me.notice_minutes, visit.w),
        lambda visit: visit.w(
            "<b>How long before a session may it be booked at the latest?</b> “2h”, “1 day”."
        ),
        _notice_choices,
        _read_notice,
        lambda w: w("I did not get that. Up to 14 days: type it like “2h” or “1 day”."),
        parent="opening",
    ),
    Section(
        "horizon",
        lambda w: w.plain("🔭 How far ahead"),
        lambda visit: _days(visit.me.horizon_days, visit.w),
        lambda visit: visit.w("<b>How many days ahead may they book?</b> Tap, or type it: “45”."),
        _horizon_choices,
        _read_horizon,
        lambda w: w(
            "I did not get that. Up to 180 days, and further than how soon it may be: type it like “45”."
        ),
        parent="opening",
    ),
    Section(
        "most_open",
        lambda w: w.plain("🔢 How many"),
        lambda visit: str(visit.me.most_open),
        lambda visit: visit.w(
            "<b>How many sessions may one client have ahead that they booked themselves?</b> "
            "What you book does not count."
        ),
        _open_choices,
        _read_open,
        lambda w: w("Type a number from 1 to 50."),
        parent="opening",
    ),
)
