"""Changing a class: everybody in it hears of a new name, time or place once."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import clash, dialogue, timing
from bot.buttons import Rows, in_rows, key
from bot.features.classes import buttons as b
from bot.features.classes import making, screens
from bot.features.classes.buttons import Field
from bot.features.classes.card import CHANGING, head, show
from bot.features.leading import OpenClass
from bot.reading import read_line, read_time
from bot.screen import Screen, lines
from bot.visit import Visit
from core.conflicts import Conflict
from core.draft import Draft
from core.errors import InConflict, InThePast, NotValid, SeatsBusy
from core.group_class import LONGEST_NAME
from core.people import Place
from core.period import Period
from core.ports import Books
from core.use_cases.classes import changing, roster
from core.use_cases.classes.roster import Roster
from core.use_cases.placing import own_place

DIALOGUE = CHANGING
_FIELDS = {Field.SEATS: "capacity", Field.PRICE: "price", Field.MINIMUM: "minimum", Field.PLACE: "place_id"}


async def seen(visit: Visit, class_id: int) -> Roster:
    return await visit.read(roster.seen, class_id, visit.person.id)


async def choose(visit: Visit, button: b.ChangeClass) -> None:
    await dialogue.leave(visit, DIALOGUE)
    known, w = await seen(visit, button.class_id), visit.w
    names = {
        Field.NAME: w.plain("🤸 Name"),
        Field.WHEN: w.plain("🗓 Time"),
        Field.SEATS: w.plain("👥 Seats"),
        Field.PRICE: w.plain("💰 Price"),
        Field.PLACE: w.plain("📍 Place"),
        Field.MINIMUM: w.plain("⚖️ Minimum"),
    }
    group = known.group
    keys = [key(label, b.AskChange(group.id, field)) for field, label in names.items()]
    label = w.plain("🔒 Invitation only") if group.listed else w.plain("👁 Show it")
    listed = key(label, b.SetListed(group.id, group.version, not group.listed))
    text = lines(
        *head(known, visit.calendar),
        w("<b>What shall change?</b> Everybody in it is told of a new name, time or place."),
    )
    back = key(w.plain("‹ Back"), OpenClass(group.id))
    await visit.show(Screen(text, [*in_rows(keys, 3), [listed, back]]))


async def ask(visit: Visit, button: b.AskChange) -> None:
    known = await seen(visit, button.class_id)
    await dialogue.begin(visit, DIALOGUE, button.field, class_id=button.class_id)
    await visit.show(await _question(visit, known, button.field))


async def ask_again(visit: Visit, draft: Draft) -> None:
    known = await seen(visit, draft.fields["class_id"])
    await visit.say(await _question(visit, known, Field(draft.step)))


async def _question(visit: Visit, known: Roster, field: Field, lead: Markup | None = None) -> Screen:
    w, group = visit.w, known.group
    back: Rows = [[key(w.plain("‹ Back"), b.ChangeClass(group.id))]]
    if field is Field.NAME:
        return Screen(lines(lead, w("<b>What shall it be called?</b> Type the new name.")), back)
    if field is Field.WHEN:
        text = w("<b>When instead?</b> Type it, like “Sat 10:00” or “10:00-11:00”.")
        return Screen(lines(lead, text), back)
    if field is Field.PLACE:
        found = await visit.read(lambda books: books.places.of_trainer(visit.me.id))
        return Screen(lines(lead, w("<b>Where?</b> Tap a place.")), [*_places(known, found, visit), *back])
    text, tapped = screens.question(field, visit.me, w)
    if field is Field.PRICE:
        text = lines(text, w("<i>It is for those who join from now on.</i>"))
    keys = [key(label, b.SetNumber(group.id, group.version, field, n)) for label, n in tapped]
    return Screen(lines(lead, text), [*in_rows(keys, 4), *back])


def _places(known: Roster, found: Sequence[Place], visit: Visit) -> Rows:
    group = known.group
    keys = [key(p.name, b.SetNumber(group.id, group.version, Field.PLACE, p.id)) for p in found]
    keys.append(key(visit.w.plain("No place"), b.SetNumber(group.id, group.version, Field.PLACE, 0)))
    return in_rows(keys, 2)


async def set_number(visit: Visit, button: b.SetNumber) -> None:
    if button.field is Field.PLACE and button.number:
        await visit.read(own_place, button.number, visit.me.id)
    known = await seen(visit, button.class_id)
    await _change(visit, known, button.field, button.number, version=button.version)


async def _change(
    visit: Visit, known: Roster, field: Field, number: int, *, version: int | None = None
) -> None:
    name = _FIELDS.get(field)
    if name is None:
        raise NotValid("number")
    value = number or None if field is Field.PLACE else number
    act, draft = visit.act(), visit.draft

    async def work(books: Books) -> None:
        await changing.change(books, known.group.id, act, version=version, **{name: value})
        if draft is not None and draft.dialogue == DIALOGUE:
            await visit.close(books, draft)

    try:
        await visit.write(work)
    except NotValid as wrong:
        lead = visit.w("So many are in it already. Take somebody out first.")
        if wrong.field != "seats_taken":
            lead = making.not_that(visit, field)
        await visit.show(await _question(visit, known, field, lead))
        return
    await show(visit, known.group.id, visit.w("Changed."))


async def set_listed(visit: Visit, button: b.SetListed) -> None:
    act = visit.act()
    await visit.write(changing.change, button.class_id, act, version=button.version, listed=button.listed)
    await show(visit, button.class_id, visit.w("Changed."))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    known, field = await seen(visit, draft.fields["class_id"]), Field(draft.step)
    if field is Field.WHEN:
        await _answer_when(visit, known, text)
    elif field is Field.NAME:
        await _rename(visit, known, draft, " ".join(text.split())[:LONGEST_NAME])
    elif field is Field.PLACE:
        found = (await read_line(visit, text)).places
        if len(found) == 1:
            await _change(visit, known, field, found[0].id)
        else:
            lead = visit.w("I do not know “{words}” as a place.", words=text[:100])
            await visit.say(await _question(visit, known, field, lead))
    elif (n := await making.number_of(visit, field, text)) is not None:
        await _change(visit, known, field, n)
    else:
        await visit.say(await _question(visit, known, field, making.not_that(visit, field)))


async def _rename(visit: Visit, known: Roster, draft: Draft, name: str) -> None:
    act = visit.act()

    async def work(books: Books) -> None:
        await changing.change(books, known.group.id, act, name=name)
        await visit.close(books, draft)

    await visit.write(work)
    await show(visit, known.group.id, visit.w("Changed."))


# Another time.


async def _answer_when(visit: Visit, known: Roster, text: str) -> None:
    """Its own day and length stand where the line does not say others."""
    local = visit.calendar.local(known.group.starts_at)
    reading = await read_time(visit, text, visit.me, day=local.date())
    period = timing.settled(reading.when)
    if period is None:
        whole = await read_time(visit, text, visit.me)
        period = timing.settled(whole.when)
    if period is None:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await visit.say(await _question(visit, known, Field.WHEN, lead))
        return
    if period.length == visit.me.length:
        period = Period.of(period.start, known.group.period.length)
    await _confirm_time(visit, known, period)


async def _confirm_time(visit: Visit, known: Roster, period: Period) -> None:
    """What is in the way is shown; over it only by the button that says so."""
    w, group = visit.w, known.group
    if period.start <= visit.now:
        lead = w("That time is over. Which time ahead shall it be?")
        await visit.show(await _question(visit, known, Field.WHEN, lead))
        return
    try:
        found = await visit.read(changing.in_the_way, known, period, visit.now)
    except SeatsBusy as busy:
        lead = _busy(visit, known, busy.client_ids)
        await visit.show(await _question(visit, known, Field.WHEN, lead))
        return
    names = await visit.read(clash.names_of, found)
    text = lines(
        w("Move <b>{name}</b> to <b>{when}</b>?", name=group.name, when=visit.calendar.period_named(period)),
        clash.for_trainer(found, names, visit.calendar) if found else None,
        w.many("{n} person is told.", "{n} people are told.", known.taken) if known.taken else None,
    )
    minutes = int(period.length.total_seconds()) // 60
    to = b.SetTime(group.id, group.version, int(period.start.timestamp()), minutes, clash.mark(found))
    label = w.plain("Move anyway") if found else w.plain("Move it")
    keys = [key(w.plain("Leave it"), OpenClass(group.id)), key(label, to)]
    await visit.show(Screen(text, [keys]))


def _busy(visit: Visit, known: Roster, client_ids: tuple[int, ...]) -> Markup:
    names = ", ".join(known.clients[id_].name for id_ in client_ids)
    return visit.w("{names} cannot at that time. Take another one, or take them out first.", names=names)


async def set_time(visit: Visit, button: b.SetTime) -> None:
    known = await seen(visit, button.class_id)
    period = timing.period_of(button.start, button.minutes)
    found: tuple[Conflict, ...] = ()
    act = visit.act()

    async def work(books: Books) -> None:
        nonlocal found
        found = await changing.in_the_way(books, known, period, visit.now)
        over = clash.slots_in(found) if clash.mark(found) == button.mark else None
        await changing.retime(books, button.class_id, period, act, version=button.version, over=over)

    try:
        await visit.write(work)
    except (InConflict, SeatsBusy, InThePast):
        await _confirm_time(visit, known, period)
        return
    await dialogue.leave(visit, DIALOGUE)
    await show(visit, button.class_id, visit.w("Moved. Everybody in it has been told."))
