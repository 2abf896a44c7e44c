"""The walk finds leaks that are there: checks that were left out, and words for the wrong eyes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from bot.buttons import Button
from bot.contents import FEATURES
from bot.feature import Feature
from bot.features.classes.buttons import ShowOffer
from bot.features.coordination.buttons import OpenPlan
from bot.features.session import OpenSession
from bot.screen import Screen
from core.act import Act
from core.notice import NoticeKind, told
from core.people import Side
from core.use_cases import coordinating, desk
from tests.leaks.cast import Cast, cast, known_pairs
from tests.leaks.forging import subjects, words_on_buttons
from tests.leaks.secrets import BINH, leaks
from tests.leaks.walk import Walker

Handler = Callable[[Any, Any], Awaitable[None]]


def planted(button: type[Button], handler: Handler) -> tuple[Feature, ...]:
    """The same features, but one kind of button does something else."""
    return tuple(
        replace(f, taps=tuple(replace(t, handler=handler) if t.button is button else t for t in f.taps))
        for f in FEATURES
    )


async def shows_any_note(visit: Any, button: Any) -> None:
    booking = await visit.read(lambda b: b.bookings.get(button.booking_id))
    await visit.show(Screen(Markup("{}").format(booking.note)))


async def shows_it_for_a_moment(visit: Any, button: Any) -> None:
    await shows_any_note(visit, button)
    await visit.show(Screen(Markup("Sorry")))


async def says_the_name(visit: Any, button: Any) -> None:
    booking = await visit.read(lambda b: b.bookings.get(button.booking_id))
    client = await visit.read(lambda b: b.clients.get(booking.client_id))
    await visit.toast(f"This is {client.name}'s")


async def says_when(visit: Any, button: Any) -> None:
    booking = await visit.read(lambda b: b.bookings.get(button.booking_id))
    await visit.show(Screen(Markup("{}").format(visit.calendar.moment(booking.starts_at))))


async def lists_who_comes(visit: Any, button: Any) -> None:
    async def names(books: Any) -> list[str]:
        group = await books.classes.by_code(button.code)
        seats = await books.bookings.of_classes([group.id] if group else [])
        return [(await books.clients.get(s.client_id)).name for s in seats]

    await visit.show(Screen(Markup("With {}").format(", ".join(await visit.read(names)))))


async def found_by(c: Cast, kind: type[Button]) -> list[str]:
    """What Lan learns by buttons of this kind about Bình's things."""
    lan = Walker(c.w, c.lan, ())
    binh = (await known_pairs(c))["binh"]
    await lan.forges(await subjects(binh), await words_on_buttons(c.w), {kind}, 6)
    return leaks(lan.heard, BINH.marks())


@pytest.mark.parametrize(
    "button, handler",
    [
        (OpenSession, shows_any_note),
        (OpenSession, shows_it_for_a_moment),
        (OpenSession, says_the_name),
        (OpenSession, says_when),
        (ShowOffer, lists_who_comes),
    ],
)
async def test_a_handler_that_does_not_ask_whose_it_is_is_found(sqlite_url, button, handler):
    async with cast(sqlite_url, planted(button, handler)) as c:
        assert await found_by(c, button) != []


@pytest.mark.parametrize("module, button", [(desk, OpenSession), (coordinating, OpenPlan)])
async def test_a_use_case_that_does_not_ask_who_reads_is_found(sqlite_url, monkeypatch, module, button):
    async with cast(sqlite_url) as c:
        assert await found_by(c, button) == []
        monkeypatch.setattr(module, "side_of", lambda *_, **__: Side.CLIENT)
        assert await found_by(c, button) != []


async def test_a_notice_to_the_wrong_person_is_found(sqlite_url):
    async def trusting(telling: Any) -> Screen:
        booking = await telling.books.bookings.get(telling.notice.booking_id)
        return Screen(Markup("Booked. {}").format(booking.note))

    features = tuple(
        replace(f, notices={**f.notices, NoticeKind.BOOKED: trusting})
        if NoticeKind.BOOKED in f.notices
        else f
        for f in FEATURES
    )
    async with cast(sqlite_url, features) as c:
        lan = Walker(c.w, c.lan, ())
        binh = (await known_pairs(c))["binh"]
        booking = next(b for b in (await subjects(binh)) if b.ids)
        act = Act("astray", c.huy.user_id, c.w.clock.now())
        notice = told(c.lan.user_id, NoticeKind.BOOKED, act, booking_id=booking.ids["booking_id"])
        await c.w.bot.store.write(lambda b: b.notices.add([notice]))
        await c.w.settle()
        assert leaks(lan.heard, BINH.marks()) != []
