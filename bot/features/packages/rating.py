"""What it was like: one to five stars when a package is over, and a word if the client likes."""

from __future__ import annotations

from markupsafe import Markup

from bot.buttons import Key, key
from bot.dialogue import begin, leave
from bot.features.packages import buttons as b
from bot.features.packages.agreeing import show_contract
from bot.features.packages.screens import open_key
from bot.features.packages.view import ContractView, view
from bot.notices import Telling
from bot.saying_packages import average, called, stars
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotValid
from core.people import Side
from core.ports import Books
from core.use_cases import contracting

DIALOGUE = "rating"


def star_keys(contract_id: int) -> list[Key]:
    return [key(f"{n} ★", b.RateIt(contract_id, n)) for n in contracting.STARS]


async def ask(telling: Telling) -> Screen | None:
    """Nothing when it was rated, or goes on, before the client could be asked."""
    seen = await view(telling.books, telling.facts["contract_id"], telling.reader.id, telling.now)
    contract, w = seen.contract, telling.w
    if seen.side is not Side.CLIENT or contract.rated_at is not None or contract.status.is_open:
        return None
    text = lines(
        w(
            "🏁 <b>All done: {name}</b> with Coach {coach}.",
            name=called(contract, w),
            coach=seen.trainer.name,
        ),
        w("How was it? One tap is enough."),
    )
    return Screen(text, [star_keys(contract.id), [open_key(contract.id, w, below=True)]])


async def rate(visit: Visit, button: b.RateIt) -> None:
    """The stars count at once; the words are asked for, and may be skipped."""
    act = visit.act()
    contract = await visit.write(contracting.rate, button.contract_id, button.stars, act)
    if contract.rating is not None:
        await show_contract(visit, contract.id)
        return
    await begin(visit, DIALOGUE, "comment", contract_id=contract.id)
    seen = await visit.read(view, contract.id, visit.person.id, visit.now)
    await visit.show(_word_please(seen, visit.w))


def _word_please(seen: ContractView, w: Words, lead: Markup | None = None) -> Screen:
    text = lines(
        lead,
        w("{stars} Thank you!", stars=stars(seen.contract.stars or 0)),
        w("A word for Coach {name}? Type it, or skip.", name=seen.trainer.name),
        w("<i>Whoever looks for a coach reads it too, without your name.</i>"),
    )
    return Screen(text, [[key(w.plain("Skip"), b.SkipComment(seen.contract.id))]])


async def ask_word_again(visit: Visit, draft: Draft) -> None:
    seen = await visit.read(view, draft.fields["contract_id"], visit.person.id, visit.now)
    await visit.say(_word_please(seen, visit.w))


async def answer_word(visit: Visit, draft: Draft, text: str) -> None:
    act, contract_id = visit.act(), int(draft.fields["contract_id"])

    async def work(books: Books) -> None:
        await contracting.comment(books, contract_id, text, act)
        await visit.close(books, draft)

    try:
        await visit.write(work)
    except NotValid:
        await ask_word_again(visit, draft)
        return
    await visit.say(_thanks(visit))


async def skip(visit: Visit, button: b.SkipComment) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(_thanks(visit))


def _thanks(visit: Visit) -> Screen:
    return Screen(visit.w("Thank you. Your coach has it."))


async def rated(telling: Telling) -> Screen | None:
    """The stars; later the words, if there are any."""
    seen = await view(telling.books, telling.facts["contract_id"], telling.reader.id, telling.now)
    w, contract = telling.w, seen.contract
    if seen.side is not Side.TRAINER or contract.stars is None:
        return None
    if telling.facts.get("words"):
        text = w("💬 <b>{name}</b> adds: “{text}”", name=seen.client.name, text=contract.rating or "")
    else:
        mean = average(await telling.books.contracts.rating(contract.trainer_id))
        text = lines(
            w(
                "⭐ <b>{stars} from {name}</b> for {package}.",
                stars=stars(contract.stars),
                name=seen.client.name,
                package=called(contract, w),
            ),
            w("All ratings: {mean}", mean=mean) if mean else None,
        )
    return Screen(text, [[open_key(contract.id, w, below=True)]])
