"""Every kind of notice reaches its reader, and nothing of anybody else in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from bot.contents import FEATURES
from bot.notices import rendered
from core.act import Act
from core.notice import Notice, NoticeKind, NoticeState
from core.ports import Books
from core.use_cases import profile
from storage import tables
from tests.leaks.cast import Cast, admin_acts, cast, holidays_are_offered
from tests.leaks.chapters import everything_happens
from tests.leaks.forging import rows
from tests.leaks.secrets import BINH, CUC, EVE, LAN_WITH_HUY, LAN_WITH_MAI, leaks
from tests.leaks.walk import Walker


async def _delivered(c: Cast, to: int | None = None) -> set[NoticeKind]:
    where = {"state": NoticeState.SENT} | ({} if to is None else {"person_id": to})
    return {row["kind"] for row in await rows(c.w, tables.notices, **where)}


async def test_what_happens_to_one_is_told_to_them_alone(sqlite_url):
    """The same happens to Eve as to Bình before; Huy has his morning's list meanwhile."""
    async with cast(sqlite_url) as c:
        eve = Walker(c.w, c.eve, ())
        act = Act("list", c.huy.user_id, c.w.clock.now())
        await c.w.bot.store.write(lambda b: profile.change(b, {"daily_list": time(6, 30)}, act))
        await holidays_are_offered(c)
        await admin_acts(c)
        pair = c.pair("huy", "eve", EVE, 16)
        await everything_happens(pair, c.pair("tam", "eve", EVE, 16))
        others = [m for p in (BINH, CUC, LAN_WITH_HUY, LAN_WITH_MAI) for m in p.marks()]
        assert leaks(eve.heard, others) == []
        assert await _delivered(c, c.binh.user_id) - await _delivered(c, c.eve.user_id) == set()
        assert set(NoticeKind) - await _delivered(c) == set()


async def test_a_notice_for_somebody_else_tells_nothing(sqlite_url):
    """Each that Bình or his trainer was sent, as if it had gone to another client or trainer."""
    async with cast(sqlite_url) as c:
        told = [_again(row) for row in await rows(c.w, tables.notices) if _is_of_binh(c, row)]
        said = []
        for to in (c.lan, c.mai, c.eve):
            for notice in told:
                screen = await c.w.bot.store.read(lambda b, n=notice, to=to.user_id: _read_by(c, b, n, to))
                said.append(f"{notice.kind} to {to.person.name}: {screen}")
        assert len(told) > 100
        assert leaks(said, BINH.marks()) == []


def _again(row: Mapping[str, Any]) -> Notice:
    """With the words that it carried: they are gone once it was delivered."""
    notice = Notice(**row)
    if notice.kind not in (NoticeKind.RELAYED, NoticeKind.CLIENT_NOTE):
        return notice
    return replace(notice, facts={**notice.facts, "text": BINH.says("letter")})


def _is_of_binh(c: Cast, row: Mapping[str, Any]) -> bool:
    return row["person_id"] in (c.binh.user_id, c.huy.user_id, c.tam.user_id)


async def _read_by(c: Cast, books: Books, notice: Notice, to: int) -> object:
    """Nothing, where the notice lacks what is told to one in the place of this reader."""
    services = c.w.bot.services
    try:
        return await rendered(services, books, replace(notice, person_id=to), c.w.clock.now())
    except LookupError:
        return None


def test_every_kind_of_notice_is_told_by_some_feature():
    assert set(NoticeKind) - {kind for f in FEATURES for kind in f.notices} == set()
