"""The plan of two who train together, and the question of each part of it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import preferences as p
from bot.buttons import Key, Rows, in_rows, key
from bot.features.clients.buttons import OpenClient
from bot.features.coordination import buttons as b
from bot.features.packages.buttons import OpenPackages
from bot.features.requests.buttons import erase_key
from bot.features.talking.buttons import Talk
from bot.going import Go
from bot.saying import Calendar, day_name
from bot.saying_packages import brief
from bot.screen import Screen, lines
from bot.texts import Words
from core.people import Place, PlaceKind, Side
from core.use_cases.coordinating import INJURIES, Plan

FIELDS = ("goals", "expectations", "experience", "times", "place")


def names(w: Words) -> dict[str, str]:
    return {
        "goals": w.plain("🎯 Goals"),
        "expectations": w.plain("✨ Expectations"),
        "experience": w.plain("💪 Experience"),
        "times": w.plain("🕒 Times"),
        "place": w.plain("📍 Place"),
        INJURIES: w.plain("🩹 Injuries"),
    }


def value(plan: Plan, field: str) -> str | None:
    if field == INJURIES:
        return plan.health.injuries if plan.health else None
    found: str | None = getattr(plan.intake, field)
    return found


def card(plan: Plan, calendar: Calendar, lead: Markup | None = None) -> Screen:
    w, mine = calendar.w, plan.side is Side.TRAINER
    called = names(w)
    told = [
        w("{what}: {text}", what=called[field], text=p.said(value(plan, field), w))
        for field in (*FIELDS, INJURIES)
        if value(plan, field)
    ]
    head = w("🤝 <b>Your plan with Coach {name}</b>", name=plan.trainer.name)
    if mine:
        head = w("🤝 <b>Your plan with {name}</b>", name=plan.client.name)
    hint = w("Nothing is written down yet. Tap what you want to agree on; the other one sees it too.")
    packages = [brief(known, plan.trainer.zone, calendar) for known in plan.packages]
    text = lines(lead, "" if lead else None, head, *(told or [hint]), *packages)
    return Screen(text, _keys(plan, w))


def _keys(plan: Plan, w: Words) -> Rows:
    id_, called = plan.client.id, names(w)
    fields = FIELDS if plan.side is Side.TRAINER else (*FIELDS, INJURIES)
    rows = in_rows([key(called[field], b.AskField(id_, field)) for field in fields], 2)
    write = [key(w.plain("💬 Write"), Talk(id_))] if plan.client.person_id else []
    if plan.side is Side.CLIENT:
        erase = [erase_key(id_, w)] if plan.health else []
        return [*rows, erase, [*write, key(w.plain("‹ Back"), Go("start"))]]
    first = key(w.plain("🔁 First series"), b.FirstSeries(id_))
    package = key(w.plain("📦 Package"), OpenPackages(id_))
    return [*rows, [first, package], [*write, key(w.plain("‹ Back"), OpenClient(id_))]]


def question(plan: Plan, field: str, places: Sequence[Place], w: Words) -> Screen:
    there = value(plan, field)
    said = w("Now: {text}", text=p.said(there, w)) if there else None
    text = lines(_asked(plan, field, w), "" if said else None, said)
    empty = [key(w.plain("🗑 Remove"), b.EmptyField(plan.client.id, field))] if there else []
    done = key(w.plain("‹ Plan"), b.OpenPlan(plan.client.id))
    return Screen(text, [*_chips(plan, field, places, w), [*empty, done]])


def _asked(plan: Plan, field: str, w: Words) -> Markup:
    match field:
        case "goals":
            return w("<b>Which goals?</b> Tap some, or type it.")
        case "expectations":
            return w("<b>What do you expect of each other?</b> Type it.")
        case "experience":
            return w("<b>How much training so far?</b> Tap, or type it.")
        case "times":
            return w("<b>On which days, at what time?</b> Type it: “Mon Wed Fri 18:00”. Or tap:")
        case "place":
            return w("<b>Where?</b> Tap, or type it.")
        case _:
            name = plan.trainer.name
            return w(
                "<b>Injuries, or anything else to take care of?</b> Only Coach {name} sees it.", name=name
            )


def _chips(plan: Plan, field: str, places: Sequence[Place], w: Words) -> Rows:
    def keys(labels: dict[str, str]) -> list[Key]:
        there = value(plan, field)
        ticks = {name: "✓ " if p.has(there, name) else "" for name in labels}
        return [
            key(f"{ticks[name]}{label}", b.PickField(plan.client.id, field, name))
            for name, label in labels.items()
        ]

    match field:
        case "goals":
            return in_rows(keys(p.labels(p.GOALS, w)), 2)
        case "experience":
            return in_rows(keys(p.labels(p.EXPERIENCE, w)), 2)
        case "times":
            days = keys({f"d{n}": day_name(n, w) for n in range(7)})
            return [*in_rows(days, 4), *in_rows(keys(p.labels(p.PARTS, w)), 2)]
        case "place":
            here = {f"p{one.id}": one.name[:30] for one in places if one.kind is not PlaceKind.HOME}
            return in_rows(keys(here | p.labels(p.HOME, w)), 2)
        case _:
            return []
