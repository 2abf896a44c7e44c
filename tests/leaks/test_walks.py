"""Nobody learns anything of anybody else, whatever they type, tap or forge."""

from __future__ import annotations

from typing import Any

import pytest

from bot.contents import FEATURES
from bot.feature import Who
from core.use_cases import ending
from tests.leaks.cast import Cast, cast, known_pairs
from tests.leaks.forging import belongings, subjects, words_on_buttons
from tests.leaks.pair import Pair
from tests.leaks.secrets import BINH, CUC, LAN_WITH_HUY, LAN_WITH_MAI, leaks
from tests.leaks.walk import Reached, Walker

#: Guesses, and what dialogues take: parts of names and numbers, so that an answer that knows more is found.
PROBES = ("tomorrow 18:00", "zorqn", "97713524", "Binh", "tomorrow 8am", "500k", "3", "@zorquser", "kestrn")
#: What only a trainer is asked for; a new dialogue is a client's too, until it stands here.
OF_TRAINERS = {
    "book", "class", "class_change", "class_heads", "clients", "crossing_out", "move", "off", "package",
    "payment", "paying", "place", "profile", "refunding", "search", "series", "settings", "setup", "several",
}  # fmt: skip
_STEPS_OF_TRAINERS = {
    "words:note", "words:exercises", "words:next_note", "request_words:back", "request_words:no"
}  # fmt: skip
#: It is parked from its beginning: its buttons are all that it asks.
_NEVER_TYPED = {"line:waits"}


def for_(*who: Who) -> set[Any]:
    return {t.button for f in FEATURES for t in f.taps if t.who in who}


FOR_CLIENTS = for_(Who.ANYONE, Who.CLIENT)
FOR_TRAINERS = for_(Who.ANYONE, Who.TRAINER)


async def forged(c: Cast, walker: Walker, whose: list[Pair], kinds: set[Any], most: int, rest: int) -> None:
    """Links to what is others', and buttons about it: of `kinds` many, of each other kind some."""
    codes = [f"code{c.huy.user_id}", "evening-class", "zorqcode0", "zorqinvitatio", "1", str(c.binh.user_id)]
    await walker.opens(FEATURES, codes)
    each = [await subjects(pair) for pair in whose]
    turns = [s for several in zip(*each, strict=False) for s in several]
    await walker.forges(turns, await words_on_buttons(c.w), kinds, most, rest)


def never_reached(reached: Reached) -> list[str]:
    """Kinds of buttons, commands and steps that are there for clients, and that no walk came to."""
    steps = {name for f in FEATURES for name in f.steps if name.partition(":")[0] not in OF_TRAINERS}
    steps -= {name for f in FEATURES if f.who is Who.ADMIN for name in f.steps}
    commands = {c.name for f in FEATURES for c in f.commands if c.who in (Who.ANYONE, Who.CLIENT)}
    missing = [f"{kind.__module__}.{kind.__name__}" for kind in FOR_CLIENTS - reached.taps]
    return sorted(
        [
            *missing,
            *(steps - _STEPS_OF_TRAINERS - _NEVER_TYPED - reached.steps),
            *(commands - reached.commands),
        ]
    )


async def test_a_client_and_a_stranger_learn_nothing_and_change_nothing(sqlite_url, monkeypatch):
    reached = Reached()
    async with cast(sqlite_url, reached.watching(FEATURES)) as c:
        known = await known_pairs(c)
        before = await belongings(known["binh"])
        lan = Walker(c.w, c.lan, PROBES)
        lan.draws(monkeypatch)
        await lan.walks(FEATURES)
        await lan.tries((await subjects(known["lan_huy"]))[:4], FOR_CLIENTS)
        await forged(c, lan, [known["binh"], known["cuc"]], FOR_CLIENTS, 4, 1)
        assert leaks(lan.heard, BINH.marks() + CUC.marks(), PROBES) == []
        eve = Walker(c.w, c.eve, PROBES)
        eve.draws(monkeypatch)
        await eve.walks(FEATURES)
        await forged(c, eve, [known["binh"], known["lan_huy"]], FOR_CLIENTS, 1, 0)
        everybody = [m for p in (BINH, CUC, LAN_WITH_HUY, LAN_WITH_MAI) for m in p.marks()]
        assert leaks(eve.heard, everybody, PROBES) == []
        assert changed(before, await belongings(known["binh"])) == []
        assert never_reached(reached) == []


#: What time and other people's acts may bring to somebody's things.
_MOVES_BY_ITSELF = {"next_at", "status", "offered_at", "offered_until", "hold_id", "passed"}


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """Somebody who waits may be offered what another one has given back."""
    found = []
    for name in before:
        loose = _MOVES_BY_ITSELF if name == "waits" else {"next_at"}
        was, now = (
            [{k: v for k, v in r.items() if k not in loose} for r in rows]
            for rows in _both(name, before, after)
        )
        found += [f"{name}: {a} became {b}" for a, b in zip(was, now, strict=True) if a != b]
    return found


def _both(name: str, before: Any, after: Any) -> tuple[Any, Any]:
    return before[name], after[name]


async def test_another_trainer_learns_nothing_of_those_with_whom_they_share_a_client(sqlite_url, monkeypatch):
    reached = Reached()
    async with cast(sqlite_url, reached.watching(FEATURES)) as c:
        known = await known_pairs(c)
        before = [await belongings(known[name]) for name in ("binh", "lan_huy")]
        mai = Walker(c.w, c.mai, PROBES)
        mai.draws(monkeypatch)
        await mai.walks(FEATURES, most=150)
        await forged(c, mai, [known["binh"], known["lan_huy"]], FOR_TRAINERS, 2, 1)
        assert leaks(mai.heard, BINH.marks() + LAN_WITH_HUY.marks(times=False), PROBES) == []
        after = [await belongings(known[name]) for name in ("binh", "lan_huy")]
        assert [changed(*both) for both in zip(before, after, strict=True)] == [[], []]


async def test_a_former_client_learns_nothing_either(sqlite_url, monkeypatch):
    async with cast(sqlite_url) as c:
        known = await known_pairs(c)
        for name in ("lan_huy", "lan_mai"):
            await known[name].coach_does(ending.end, known[name].client_id)
        before = await belongings(known["binh"])
        lan = Walker(c.w, c.lan, PROBES)
        lan.draws(monkeypatch)
        await lan.walks(FEATURES, most=60)
        await forged(c, lan, [known["binh"], known["lan_huy"]], FOR_CLIENTS, 1, 0)
        assert leaks(lan.heard, BINH.marks() + CUC.marks(), PROBES) == []
        assert changed(before, await belongings(known["binh"])) == []


@pytest.mark.parametrize("private", [BINH, CUC, LAN_WITH_HUY, LAN_WITH_MAI])
def test_what_is_private_is_found_where_it_stands(private):
    said = [
        f"See {private.says('note')}",
        f"call {private.phone}",
        f"{private.price:,}".replace(",", "."),
        f"{private.package_price:,} ₫",
        f"7:{private.minute}",
        f"DTSTART:20260106T07{private.minute}00Z",
    ]
    assert len(leaks(said, private.marks())) == len(said)
    assert leaks(["500.000 ₫ at 18:00, 12 places"], private.marks()) == []
