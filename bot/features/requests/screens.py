"""The card of a request that is being filled in, and the question of each part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot import preferences as p
from bot.buttons import Key, Rows, in_rows, key
from bot.features.requests import buttons as b
from bot.features.requests.draft import CARD, PARTS, RequestDraft
from bot.saying import day_name, money
from bot.screen import Screen, lines
from bot.texts import Words
from core.people import Place, PlaceKind, Trainer
from core.profile import Profile
from core.use_cases.requesting import LONGEST_ANSWER, LONGEST_MESSAGE


@dataclass(frozen=True, slots=True)
class Coach:
    """Who is asked, and what there is to choose of."""

    trainer: Trainer
    profile: Profile | None
    places: Sequence[Place]

    @property
    def shown_places(self) -> list[Place]:
        """Not the homes of clients."""
        return [place for place in self.places if place.kind is not PlaceKind.HOME]

    @property
    def has_consultation(self) -> bool:
        return self.profile is not None and self.profile.consultation_price is not None


def names(w: Words) -> dict[str, str]:
    return {
        "goals": w.plain("🎯 Goals"),
        "experience": w.plain("💪 Experience"),
        "injuries": w.plain("🩹 Injuries"),
        "times": w.plain("🕒 Times"),
        "place": w.plain("📍 Place"),
        "message": w.plain("💬 Message"),
    }


def card(draft: str, r: RequestDraft, coach: Coach, w: Words, lead: Markup | None = None) -> Screen:
    """Sending is enough; each part can be said, and said anew."""
    called = names(w)
    told = [w("{what}: {text}", what=called[n], text=value(r, n, w)) for n in PARTS if r.part(n)]
    hint = w("Nothing of this is needed: [Send] is enough. The more you say, the better the answer.")
    text = lines(
        lead,
        "" if lead else None,
        w("<b>Ask Coach {name}</b>", name=coach.trainer.name),
        *told,
        _consultation(coach, w) if r.consultation else None,
        "",
        w("<i>Only Coach {name} reads it.</i>", name=coach.trainer.name) if told else hint,
    )
    send = key(w.plain("✉️ Send"), b.SendRequest(draft))
    guide = key(w.plain("📝 One by one"), b.OneByOne(draft))
    parts = [key(f"{'✓ ' if r.part(n) else ''}{called[n]}", b.AskPart(draft, n)) for n in PARTS]
    meet: Rows = [[_meet(draft, r, w)]] if coach.has_consultation else []
    drop = key(w.plain("✖️ Not now"), b.DropRequest(draft))
    return Screen(text, [[send, guide], *in_rows(parts, 2), *meet, [drop]])


def _meet(draft: str, r: RequestDraft, w: Words) -> Key:
    tick = "✓ " if r.consultation else ""
    return key(f"{tick}{w.plain('☕ First a consultation')}", b.FirstMeet(draft))


def _consultation(coach: Coach, w: Words) -> Markup | None:
    if coach.profile is None or (price := coach.profile.consultation(coach.trainer.currency)) is None:
        return None
    said = money(price, w) if price.amount else w.plain("free")
    minutes = coach.profile.consultation_minutes
    return w("☕ First a consultation: {n} min, {price}", n=minutes, price=said)


def value(r: RequestDraft, part: str, w: Words) -> str:
    return p.said(r.part(part), w)


def question(draft: str, r: RequestDraft, part: str, coach: Coach, w: Words) -> Screen:
    there = value(r, part, w)
    said = w("Now: {text}", text=there) if there else None
    text = lines(_asked(part, coach, w), "" if said else None, said)
    empty = [key(w.plain("🗑 Remove"), b.Empty(draft, part))] if there else []
    on = key(w.plain("Skip ›") if not there else w.plain("Next ›"), b.Skip(draft, part))
    out = [on] if r.guided else []
    done = key(w.plain("‹ Card"), b.AskPart(draft, CARD))
    return Screen(text, [*_chips(draft, r, part, coach, w), [*empty, *out, done]])


def _asked(part: str, coach: Coach, w: Words) -> Markup:
    name = coach.trainer.name
    match part:
        case "goals":
            return w("<b>What are your goals?</b> Tap some, or type it.")
        case "experience":
            return w("<b>How much have you trained so far?</b> Tap, or type it.")
        case "injuries":
            return w(
                "<b>Injuries, or anything else to take care of?</b> Type it. Only Coach {name} sees it; "
                "you can erase it at any time, here or in /privacy.",
                name=name,
            )
        case "times":
            return w(
                "<b>On which days, at what time?</b> Tap, or type it as you say it: “Mon Wed Fri 18:00”."
            )
        case "place":
            return w("<b>Where?</b> Tap, or type it.")
        case _:
            return w("<b>Anything else for Coach {name}?</b> Type it.", name=name)


def _chips(draft: str, r: RequestDraft, part: str, coach: Coach, w: Words) -> Rows:
    there = r.part(part)

    def keys(labels: dict[str, str]) -> list[Key]:
        return [
            key(f"{'✓ ' if p.has(there, n) else ''}{label}", b.Chip(draft, part, n))
            for n, label in labels.items()
        ]

    match part:
        case "goals":
            return in_rows(keys(p.labels(p.GOALS, w)), 2)
        case "experience":
            return in_rows(keys(p.labels(p.EXPERIENCE, w)), 2)
        case "times":
            return [*in_rows(keys(day_labels(w)), 4), *in_rows(keys(p.labels(p.PARTS, w)), 2)]
        case "place":
            here = {f"p{place.id}": place.name[:30] for place in coach.shown_places[:6]}
            return in_rows(keys(here | p.labels(p.HOME, w)), 2)
        case _:
            return []


def too_long(part: str, w: Words) -> Markup:
    most = LONGEST_MESSAGE if part == "message" else LONGEST_ANSWER
    return w("That is longer than {n} characters. Please say it in fewer words.", n=most)


def day_labels(w: Words) -> dict[str, str]:
    return {f"d{n}": day_name(n, w) for n in range(7)}
