"""When the bot speaks by itself: reminders to both sides, the night, the morning's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from bot import typed
from bot.buttons import Rows, in_rows
from bot.features.settings import weekly
from bot.features.settings.section import Section, pick, picks
from bot.saying import clock, length
from bot.texts import Words
from bot.visit import Visit
from core.hours import QuietHours
from core.use_cases.profile import MOST_LEADS, Changes

_LEADS = (48 * 60, 24 * 60, 12 * 60, 3 * 60, 2 * 60, 60)
_NIGHTS = ("21:30-06:30", "22:00-07:00", "20:00-08:00")
_MORNINGS = ("05:30", "06:00", "06:30", "07:00")


def _said_leads(leads: tuple[int, ...], w: Words) -> str:
    spans = [length(timedelta(minutes=n), w) for n in leads]
    return w.plain("{spans} before", spans=", ".join(spans)) if spans else w.plain("switched off")


def _leads_of(visit: Visit, field: str) -> tuple[int, ...]:
    leads: tuple[int, ...] = getattr(visit.me, field)
    return leads


def _lead_choices(visit: Visit, field: str) -> Rows:
    """Each key carries the whole list as it would be after it: a repeated tap changes nothing more."""
    present, w = set(_leads_of(visit, field)), visit.w
    keys = []
    for lead in sorted({*_LEADS, *present}, reverse=True):
        after = present ^ {lead}
        value = ",".join(f"{n}m" for n in sorted(after, reverse=True)) or "off"
        if len(after) <= MOST_LEADS:
            keys.append(pick(field, length(timedelta(minutes=lead), w), value, chosen=lead in present))
    return [*in_rows(keys, 3), [pick(field, w.plain("No reminders"), "off", chosen=not present)]]


async def _read_leads(visit: Visit, text: str, field: str) -> Changes | None:
    leads = typed.leads(text)
    return None if leads is None else {field: leads}


def _leads_section(field: str, label: Callable[[Words], str], ask: Callable[[Visit], Markup]) -> Section:
    return Section(
        field,
        label,
        lambda visit: _said_leads(_leads_of(visit, field), visit.w),
        ask,
        partial(_lead_choices, field=field),
        partial(_read_leads, field=field),
        lambda w: w(
            "I did not get that. Up to four, from 5 minutes to 14 days: "
            "type them like “24h, 2h” or “1 day, 30 min”."
        ),
        stays=True,
    )


def _night(quiet: QuietHours) -> str:
    return f"{clock(quiet.start)}-{clock(quiet.end)}" if quiet.start != quiet.end else "none"


def _said_night(visit: Visit) -> str:
    quiet = visit.me.quiet
    return f"{clock(quiet.start)}–{clock(quiet.end)}" if quiet.start != quiet.end else visit.w.plain("none")


def _night_choices(visit: Visit) -> Rows:
    present = _night(visit.me.quiet)
    keys = picks("quiet", [(night.replace("-", "–"), night) for night in _NIGHTS], present)
    return [*in_rows(keys, 2), picks("quiet", [(visit.w.plain("No quiet hours"), "none")], present)]


async def _read_night(visit: Visit, text: str) -> Changes | None:
    if typed.is_nothing(text):
        none = visit.me.quiet.start
        return {"quiet": QuietHours(none, none)}
    span = weekly.span(text)
    return None if span is None or span[0] == span[1] else {"quiet": QuietHours(*span)}


def _morning_choices(visit: Visit) -> Rows:
    daily = visit.me.daily_list
    present = clock(daily) if daily else "off"
    keys = picks("daily", [(at, at) for at in _MORNINGS], present)
    return [*in_rows(keys, 4), picks("daily", [(visit.w.plain("No daily list"), "off")], present)]


async def _read_morning(visit: Visit, text: str) -> Changes | None:
    if typed.is_nothing(text):
        return {"daily_list": None}
    at = weekly.clock(text)
    return None if at is None else {"daily_list": at}


def _said_morning(visit: Visit) -> str:
    daily = visit.me.daily_list
    return clock(daily) if daily else visit.w.plain("switched off")


def _card_choices(visit: Visit) -> Rows:
    w = visit.w
    options = [(w.plain("Pinned"), "on"), (w.plain("No card"), "off")]
    return [picks("card", options, "on" if visit.me.today_card else "off")]


async def _read_card(visit: Visit, text: str) -> Changes | None:
    if typed.is_nothing(text):
        return {"today_card": False}
    wanted = text.strip().lower() in {"on", visit.w.plain("on"), visit.w.plain("Pinned").lower()}
    return {"today_card": True} if wanted else None


def _said_card(visit: Visit) -> str:
    return visit.w.plain("on") if visit.me.today_card else visit.w.plain("switched off")


SECTIONS = (
    _leads_section(
        "client_leads",
        lambda w: w.plain("🔔 Client reminders"),
        lambda visit: visit.w(
            "<b>How long before a session shall I remind your clients?</b> Tap to add or remove, "
            "or type all of them: “24h, 2h”."
        ),
    ),
    _leads_section(
        "trainer_leads",
        lambda w: w.plain("⏰ My reminders"),
        lambda visit: visit.w(
            "<b>How long before a session shall I remind you?</b> Tap to add or remove, "
            "or type all of them: “24h, 30 min”."
        ),
    ),
    Section(
        "quiet",
        lambda w: w.plain("🌙 Quiet hours"),
        _said_night,
        lambda visit: visit.w(
            "<b>When shall I be quiet?</b> What would fall into it goes out before. Tap, or type it: “22-7”."
        ),
        _night_choices,
        _read_night,
        lambda w: w("I did not get that. Up to 16 hours: type them like “22-7” or “21:30-6:30”."),
    ),
    Section(
        "daily",
        lambda w: w.plain("📋 Daily list"),
        _said_morning,
        lambda visit: visit.w("<b>When shall I send the day's list?</b> Tap, or type it: “6:15”."),
        _morning_choices,
        _read_morning,
        lambda w: w("That is no time of day. Type it like “6:15”, or “off”."),
    ),
    Section(
        "card",
        lambda w: w.plain("📌 Today card"),
        _said_card,
        lambda visit: visit.w(
            "<b>Shall your day stay pinned on top of this chat?</b> I keep it up to date without a sound."
        ),
        _card_choices,
        _read_card,
        lambda w: w("Tap one of the two, or type “on” or “off”."),
    ),
)
