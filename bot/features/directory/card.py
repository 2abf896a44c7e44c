"""A trainer's card as everybody may see it: what they offer, what clients say, when they are free."""

from __future__ import annotations

from markupsafe import Markup

from bot import saying_profile
from bot.buttons import Key, Rows, key, short
from bot.dialogue import leave
from bot.features.classes.buttons import ShowOffer
from bot.features.directory import buttons as b
from bot.features.directory.buttons import DIALOGUE, MOST_PAGES, Spot
from bot.features.leading import OpenProfile, book_key
from bot.features.requests.buttons import AskCoach
from bot.going import ways
from bot.saying import Calendar, length, money
from bot.saying_packages import average, called, costs, stars
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.directory import AT_HOME, ONLINE, Review
from core.errors import NotFound
from core.people import Opening
from core.ports import Books
from core.use_cases import directory, inviting
from core.use_cases.directory import TrainerCard

#: What the code of a trainer's link begins with in the link.
PREFIX = "t-"
_MOST_PACKAGES = 8
_LONGEST_SNIPPET = 160
#: So many reviews stand on a page of their own.
_REVIEWS = 5


async def open_link(visit: Visit, code: str) -> bool:
    """Somebody came by a trainer's link; an invitation whose secret begins like one is none of ours."""
    try:
        seen = await visit.read(directory.card, code, visit.person.id, visit.now)
    except NotFound:
        if await visit.read(_is_invitation, f"{PREFIX}{code}"):
            return False
        await visit.show(gone(visit))
        return True
    await visit.show(card(seen, visit, ""))
    return True


async def _is_invitation(books: Books, secret: str) -> bool:
    return await books.invitations.by_digest(inviting.digest(secret)) is not None


async def show(visit: Visit, button: b.OpenTrainer) -> None:
    await leave(visit, DIALOGUE)
    try:
        seen = await visit.read(directory.card, button.code, visit.person.id, visit.now)
    except NotFound:
        await visit.show(gone(visit, Spot.read(button.spot)))
        return
    await visit.show(card(seen, visit, button.spot))


def gone(visit: Visit, spot: Spot | None = None) -> Screen:
    """The link was renewed, or an admin has paused the coach; which of the two is nobody's business."""
    w = visit.w
    text = lines(
        w("<b>This page is not here any more.</b>"),
        w("If a coach has sent you the link, ask them for a new one. Or look who else trains here:"),
    )
    leads = b.ShowTrainers(spot.packed if spot else "")
    return Screen(text, [[key(w.plain("🔎 Find a coach"), leads)]])


def card(seen: TrainerCard, visit: Visit, spot: str, lead: Markup | None = None) -> Screen:
    w, calendar = visit.w, visit.calendar_for(seen.trainer.zone)
    head = [w("<b>Coach {name}</b>", name=seen.trainer.name), average(seen.rating)]
    text = lines(
        lines(lead, "") if lead else None,
        Markup(" · ").join(filter(None, head)),
        Markup("{}").format(seen.profile.bio) if seen.profile.bio else None,
        "",
        *_facts(seen, w),
        *_packages(seen, w),
        *_times(seen, calendar),
        *_said(seen, w),
    )
    return Screen(text, _keys(seen, visit, spot))


def _facts(seen: TrainerCard, w: Words) -> list[Markup]:
    """What they do, where, in which language, for how much; what is not known is left out."""
    profile, trainer = seen.profile, seen.trainer
    kinds = (*((AT_HOME,) if seen.at_home else ()), *((ONLINE,) if seen.online else ()))
    facts = [
        ("🏷", saying_profile.specialities(profile.specialities, w)),
        ("📍", saying_profile.places((*seen.gyms, *kinds), w)),
        ("🌐", saying_profile.languages(profile.languages)),
    ]
    told = [Markup("{} {}").format(sign, fact) for sign, fact in facts if fact]
    if (usual := trainer.usual_price) is not None:
        cost = money(usual, w) if usual.amount else w.plain("free of charge")
        told.append(w("💰 {price} a session ({span})", price=cost, span=length(trainer.length, w)))
    if profile.consultation_price is not None:
        what = saying_profile.consultation(profile, trainer.currency, w)
        told.append(w("☕ Consultation, to get to know each other: {what}", what=what))
    return told


def _packages(seen: TrainerCard, w: Words) -> list[Markup]:
    shown = seen.packages[:_MOST_PACKAGES]
    return [w("📦 {name}: {cost}", name=called(p.offer, w), cost=costs(p.offer, w)) for p in shown]


def _times(seen: TrainerCard, calendar: Calendar) -> list[Markup]:
    """The next free times of the week, and the classes that everybody may find."""
    w = calendar.w
    told = [w("🤸 {name}: {when}", name=c.name, when=calendar.period(c.period)) for c in seen.classes]
    if not seen.free:
        return [*told, w("🗓 Nothing free in the next days.")]
    times = " · ".join(calendar.soon(p.start) for p in seen.free)
    return [*told, w("🗓 Free this week: {times}", times=times)]


def _said(seen: TrainerCard, w: Words) -> list[Markup]:
    """The newest reviews that have words."""
    return [_review(r, _LONGEST_SNIPPET) for r in seen.reviews if r.words]


def _review(review: Review, most: int | None = None) -> Markup:
    words = review.words or ""
    if most is not None and len(words) > most:
        words = f"{words[: most - 1].rstrip()}…"
    return Markup("{} {}").format(stars(review.stars), f"“{words}”" if words else "").rstrip()


def _keys(seen: TrainerCard, visit: Visit, spot: str) -> Rows:
    w, code = visit.w, seen.profile.code
    rows: Rows = [_first(seen, visit), *_classes(seen, visit)]
    if seen.rating[1]:
        label = w.plain("⭐ Reviews ({n})", n=seen.rating[1])
        rows.append([key(label, b.ShowReviews(code, 0, spot))])
    return [*rows, [key(w.plain("‹ Back"), b.ShowTrainers(spot))]]


def _classes(seen: TrainerCard, visit: Visit) -> Rows:
    """One key for each that everybody may join; the trainer has theirs elsewhere."""
    calendar = visit.calendar_for(seen.trainer.zone)
    shown = () if seen.is_mine else seen.classes
    return [[key(f"🤸 {short(c.name)} · {calendar.soon(c.starts_at)}", ShowOffer(c.code))] for c in shown]


def _first(seen: TrainerCard, visit: Visit) -> list[Key]:
    """What this reader would do here."""
    w = visit.w
    if seen.is_mine:
        return [key(w.plain("✏️ Edit"), OpenProfile())]
    if seen.client is not None and seen.client.status.is_listed:
        books = seen.client.may_book(seen.trainer) is not Opening.OFF
        return [
            *([book_key(w, seen.client.id)] if books else []),
            *ways(visit, {"sessions": w.plain("🗓 My sessions")}),
        ]
    return [key(w.plain("✋ Ask this coach"), AskCoach(seen.trainer.id))]


async def show_reviews(visit: Visit, button: b.ShowReviews) -> None:
    """Page after page, the newest first; whose they are nobody is told."""
    w, page = visit.w, max(0, min(button.page, MOST_PAGES))
    try:
        profile, found = await visit.read(
            directory.reviews, button.code, visit.person.id, most=_REVIEWS, skip=page * _REVIEWS
        )
    except NotFound:
        await visit.show(gone(visit, Spot.read(button.spot)))
        return
    trainer = await visit.read(lambda books: books.trainers.get(profile.id))
    rating = await visit.read(lambda books: books.contracts.rating(profile.id))
    head = w("<b>What clients say of Coach {name}</b>", name=trainer.name)
    said = Markup("\n\n").join(_review(r) for r in found[:_REVIEWS]) or w("Nothing more.")
    before = [key("‹", b.ShowReviews(button.code, page - 1, button.spot))] if page else []
    after = [key("›", b.ShowReviews(button.code, page + 1, button.spot))] if len(found) > _REVIEWS else []
    back = key(w.plain("‹ Back"), b.OpenTrainer(button.code, button.spot))
    await visit.show(Screen(lines(head, average(rating), "", said), [[*before, *after], [back]]))
