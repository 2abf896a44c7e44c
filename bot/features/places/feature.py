"""Where sessions are held: gyms, clients' homes, online; each with what a client needs to get there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import answering, typed
from bot.dialogue import begin, leave
from bot.feature import Feature, Step, Tap, Who
from bot.features.places import buttons as b
from bot.features.places import screens
from bot.reading import is_session
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.draft import Draft
from core.errors import NotFound, NotValid, TooMany
from core.people import Place, PlaceKind
from core.ports import Books
from core.use_cases import placing, profile
from core.use_cases.inviting import LONGEST_NAME
from core.use_cases.profile import Changes

DIALOGUE = "place"
_STEPS = ("name", "address", "map", "link")


async def show_places(visit: Visit, button: b.OpenPlaces) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(screens.all_of(visit, await _places(visit)))


async def _places(visit: Visit) -> list[Place]:
    return list(await visit.read(lambda books: books.places.of_trainer(visit.me.id)))


async def show_place(visit: Visit, button: b.OpenPlace) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(screens.one(visit, await _own(visit, button.place_id)))


async def _own(visit: Visit, place_id: int) -> Place:
    return await visit.read(placing.own_place, place_id, visit.me.id)


async def make_usual(visit: Visit, button: b.MakeUsual) -> None:
    place = await _own(visit, button.place_id)
    visit.trainer = await visit.write(profile.change, {"place_id": place.id}, visit.act())
    await visit.show(screens.one(visit, place, visit.w("✅ From now on this is your usual place.")))


async def ask_remove(visit: Visit, button: b.AskRemove) -> None:
    await visit.show(screens.sure_to_remove(await _own(visit, button.place_id), visit.w))


async def remove(visit: Visit, button: b.Remove) -> None:
    place = await visit.write(placing.remove_place, button.place_id, visit.act())
    await _reload(visit)
    lead = visit.w("{name} is removed.", name=place.name)
    await visit.show(screens.all_of(visit, await _places(visit), lead))


async def _reload(visit: Visit) -> None:
    visit.trainer = await visit.read(lambda books: books.trainers.get(visit.me.id))


# Questions. A name makes a new place; everything else is asked about one that is there.


async def new_place(visit: Visit, button: b.NewPlace) -> None:
    draft = await begin(visit, DIALOGUE, "name", kind=_kind(button.kind).value)
    await visit.show(screens.question("name", draft.fields, visit.w))


def _kind(name: str) -> PlaceKind:
    return PlaceKind(name) if name in set(PlaceKind) else PlaceKind.GYM


async def ask_field(visit: Visit, button: b.AskPlace) -> None:
    place = await _own(visit, button.place_id)
    step = button.field if button.field in _STEPS else "name"
    draft = await begin(visit, DIALOGUE, step, place_id=place.id)
    await visit.show(screens.question(step, draft.fields, visit.w))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(screens.question(draft.step, draft.fields, visit.w))


async def add_common(visit: Visit, button: b.CommonName) -> None:
    kind = _kind(button.kind)
    await _add(visit, {"kind": kind.value}, screens.kind_name(kind, visit.w))


async def answer_name(visit: Visit, draft: Draft, text: str) -> None:
    """A name; for an online place its link will do. A whole session is booked, and is no name."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        await visit.close(draft=draft)
        return
    if draft.fields.get("place_id") is not None:
        await _change(visit, draft, {"name": text})
        return
    pasted = typed.link(text) if draft.fields["kind"] == PlaceKind.ONLINE else None
    if pasted is None:
        await _add(visit, draft.fields, text)
    else:
        name = screens.kind_name(PlaceKind.ONLINE, visit.w)
        await _add(visit, {**draft.fields, "link": pasted}, name)


async def answer_address(visit: Visit, draft: Draft, text: str) -> None:
    address = None if typed.is_nothing(text) else " ".join(text.split())
    await _change(visit, draft, {"address": address})


async def answer_link(visit: Visit, draft: Draft, text: str) -> None:
    await _change(visit, draft, {"link": None if typed.is_nothing(text) else typed.link(text) or text})


async def answer_map(visit: Visit, draft: Draft, text: str) -> None:
    point = typed.point(text)
    if point is None:
        await _refuse(visit, draft.step, draft.fields, NotValid("point"))
    else:
        await _change(visit, draft, {"latitude": point[0], "longitude": point[1]})


async def located(visit: Visit) -> None:
    """A location or a venue: the answer to a question about a place, else a new place."""
    message = visit.update.effective_message
    location = message.location if message else None
    if visit.trainer is None or message is None or location is None:
        await answering.not_text(visit)
        return
    found: dict[str, Any] = {"latitude": location.latitude, "longitude": location.longitude}
    if (venue := message.venue) is not None:
        found |= {"address": venue.address or None}
    draft = visit.draft if visit.draft and visit.draft.dialogue == DIALOGUE else None
    if draft is not None and draft.fields.get("place_id") is not None:
        await _change(visit, draft, found)
        return
    fields = {"kind": PlaceKind.GYM.value, **(draft.fields if draft else {}), **found}
    if venue is not None:
        await _add(visit, fields, venue.title[:LONGEST_NAME])
    else:
        opened = await begin(visit, DIALOGUE, "name", **fields)
        await visit.say(screens.question("name", opened.fields, visit.w))


async def _add(visit: Visit, fields: Changes, name: str) -> None:
    wanted = Place(0, visit.me.id, _kind(fields["kind"]), name)
    wanted = replace(wanted, **{f: v for f, v in fields.items() if f not in ("kind", "place_id")})
    act, asked = visit.act(), visit.draft if visit.draft and visit.draft.dialogue == DIALOGUE else None

    async def work(books: Books) -> Place:
        place = await placing.add_place(books, wanted, act)
        if asked is not None:
            await visit.close(books, asked)
        return place

    try:
        place = await visit.write(work)
    except (NotValid, TooMany) as refusal:
        await _refuse(visit, "name", fields, refusal)
        return
    await _reload(visit)
    await visit.show(screens.one(visit, place, visit.w("✅ Added.")))


async def _change(visit: Visit, draft: Draft, changes: Changes) -> None:
    place_id, act = int(draft.fields["place_id"]), visit.act()

    async def work(books: Books) -> Place:
        place = await placing.change_place(books, place_id, changes, act)
        await visit.close(books, draft)
        return place

    try:
        place = await visit.write(work)
    except NotValid as refusal:
        await _refuse(visit, draft.step, draft.fields, refusal)
        return
    except NotFound:
        await visit.close(draft=draft)
        raise
    await visit.show(screens.one(visit, place, visit.w("✅ Changed.")))


async def _refuse(visit: Visit, step: str, fields: Changes, refusal: NotValid | TooMany) -> None:
    """What cannot be, and the question again in one message."""
    w = visit.w
    why = screens.not_valid(refusal.field, w) if isinstance(refusal, NotValid) else screens.too_many(w)
    asked = screens.question(step, fields, w)
    await visit.show(Screen(why + "\n" + asked.text, asked.rows))


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: the place as it is now, or those that are left."""
    if event.kind not in ("place_added", "place_changed", "place_removed") or visit.trainer is None:
        return False
    place = await visit.read(lambda books: books.places.get((event.data or {})["place_id"]))
    if place.removed_at is None:
        await visit.show(screens.one(visit, place))
    else:
        await visit.show(screens.all_of(visit, await _places(visit)))
    return True


feature = Feature(
    name="places",
    help=N_("Your places (gym, client's home, online) are in /settings. Or send me a location."),
    who=Who.TRAINER,
    taps=(
        Tap(b.OpenPlaces, show_places, Who.TRAINER),
        Tap(b.OpenPlace, show_place, Who.TRAINER),
        Tap(b.NewPlace, new_place, Who.TRAINER),
        Tap(b.CommonName, add_common, Who.TRAINER),
        Tap(b.AskPlace, ask_field, Who.TRAINER),
        Tap(b.MakeUsual, make_usual, Who.TRAINER),
        Tap(b.AskRemove, ask_remove, Who.TRAINER),
        Tap(b.Remove, remove, Who.TRAINER),
    ),
    steps={
        f"{DIALOGUE}:name": Step(ask_again, answer_name),
        f"{DIALOGUE}:address": Step(ask_again, answer_address),
        f"{DIALOGUE}:map": Step(ask_again, answer_map),
        f"{DIALOGUE}:link": Step(ask_again, answer_link),
    },
    on_location=located,
    present=present,
)
