"""Agreeing a package: chosen, seen as the client will read it, agreed; and the client's own word."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import Key, in_rows, key
from bot.dialogue import begin, leave
from bot.features.clients.buttons import Invite, OpenClient
from bot.features.packages import buttons as b
from bot.features.packages import screens
from bot.features.packages.buttons import DIALOGUE
from bot.features.packages.offers import label, offers_of
from bot.features.packages.view import view
from bot.saying_packages import terms
from bot.screen import Screen, lines
from bot.visit import Visit
from core.contract import Offer
from core.errors import ContractChanged
from core.people import Client, Side
from core.progress import Progress
from core.use_cases import contracting, crediting, desk


async def show_contract(
    visit: Visit, contract_id: int, lead: Markup | None = None, *, below: bool = False
) -> None:
    """In place of the tapped message, or as a new one `below`."""
    seen = await visit.read(view, contract_id, visit.person.id, visit.now)
    screen = screens.card(seen, visit, lead)
    await (visit.say(screen) if below else visit.show(screen))


async def show_changed(visit: Visit, refusal: ContractChanged) -> None:
    """What was shown is not how it is any more."""
    await visit.toast(visit.w.plain("This has changed since. Here is how it is now."))
    await show_contract(visit, refusal.contract_id)


async def open_contract(visit: Visit, button: b.OpenContract) -> None:
    await leave(visit, DIALOGUE)
    await show_contract(visit, button.contract_id, below=button.below)


async def open_more(visit: Visit, button: b.OpenMore) -> None:
    await leave(visit, DIALOGUE)
    seen = await visit.read(view, button.contract_id, visit.person.id, visit.now)
    if seen.side is Side.TRAINER and seen.contract.status.is_open:
        await visit.show(screens.more(seen, visit.calendar))
    else:
        await visit.show(screens.card(seen, visit))


async def open_packages(visit: Visit, button: b.OpenPackages) -> None:
    """The contract that runs, all when there are several, else the choice of a new one."""
    await leave(visit, DIALOGUE)
    client, known = await _contracts(visit, button.client_id)
    running = [p for p in known if p.contract.status.is_open]
    if len(running) == 1:
        await show_contract(visit, running[0].contract.id)
    elif running:
        await visit.show(screens.listing(client, known, visit.me.zone, visit.calendar))
    else:
        await _choose(visit, client, known)


async def list_contracts(visit: Visit, button: b.ListContracts) -> None:
    await leave(visit, DIALOGUE)
    client, known = await _contracts(visit, button.client_id)
    await visit.show(screens.listing(client, known, visit.me.zone, visit.calendar))


async def choose_offer(visit: Visit, button: b.ChooseOffer) -> None:
    client, known = await _contracts(visit, button.client_id)
    await _choose(visit, client, known, button.renews_id)


async def _contracts(visit: Visit, client_id: int) -> tuple[Client, Sequence[Progress]]:
    client = await visit.read(desk.own_client, client_id, visit.me.id)
    return client, await visit.read(crediting.of_client, client.id)


async def _choose(
    visit: Visit, client: Client, known: Sequence[Progress], renews_id: int | None = None
) -> None:
    """One of the packages, or other terms in one typed line."""
    w, packages = visit.w, await offers_of(visit)
    await begin(visit, DIALOGUE, "line", client_id=client.id, renews_id=renews_id)
    some = w(
        "<b>Which package for {name}?</b> Tap, or type another one: “10 sessions 5tr 90 days”.",
        name=client.name,
    )
    none = w(
        "<b>Which package for {name}?</b> Type it in one line: “10 sessions 5tr 90 days”.", name=client.name
    )
    keys = [key(label(p, visit), b.PickOffer(client.id, p.id, renews_id)) for p in packages]
    earlier = [key(w.plain("🗂 Earlier packages"), b.ListContracts(client.id))] if known else []
    out = key(w.plain("‹ Back"), OpenClient(client.id))
    await visit.show(Screen(some if packages else none, [*in_rows(keys, 1), [*earlier, out]]))


async def pick_offer(visit: Visit, button: b.PickOffer) -> None:
    await leave(visit, DIALOGUE)
    package = await visit.read(lambda books: books.packages.get(button.package_id))
    if package.trainer_id != visit.me.id or package.removed_at is not None:
        await choose_offer(visit, b.ChooseOffer(button.client_id, button.renews_id))
        return
    await show_confirm(visit, button.client_id, package.offer, package.id, renews_id=button.renews_id)


async def renew(visit: Visit, button: b.Renew) -> None:
    """The same once more, on the terms of then; or another package from there."""
    party = await visit.read(contracting.seen, button.contract_id, visit.person.id)
    if party.side is not Side.TRAINER:
        await show_contract(visit, button.contract_id)
        return
    await show_confirm(visit, party.client.id, party.contract.offer, None, renews_id=party.contract.id)


async def show_confirm(
    visit: Visit, client_id: int, offer: Offer, package_id: int | None, *, renews_id: int | None = None
) -> None:
    """Five lines, as the client will read them."""
    client, known = await _contracts(visit, client_id)
    w = visit.w
    head = w("<b>Agree this with {name}?</b>", name=client.name)
    if renews_id is not None:
        head = w("<b>Renew with {name}?</b> It starts when the present one is used up.", name=client.name)
    text = lines(head, "", *terms(offer, visit.me.policy, visit.me.name, None, w))
    make = b.MakeContract(client.id, len(known), package_id, renews_id)
    agree = key(w.plain("✅ Agree it"), make)
    await visit.show(Screen(text, [[agree], _other_ways(visit, client, package_id, renews_id)]))


def _other_ways(visit: Visit, client: Client, package_id: int | None, renews_id: int | None) -> list[Key]:
    """Back to where it was chosen; a renewal on the terms of then may be another package too."""
    w, choose = visit.w, b.ChooseOffer(client.id, renews_id)
    if renews_id is None or package_id is not None:
        return [key(w.plain("‹ Back"), choose)]
    return [
        key(w.plain("📦 Another package"), choose),
        key(w.plain("‹ Back"), b.OpenContract(renews_id)),
    ]


async def make_contract(visit: Visit, button: b.MakeContract) -> None:
    """The act's key names the client and the place of the contract: a second tap makes no second one."""
    act = visit.act(f"agree:{button.client_id}:{button.after}")
    what: Offer | int | None = button.package_id
    if button.renews_id is not None:
        party = await visit.read(contracting.seen, button.renews_id, visit.person.id)
        what = party.contract.offer if what is None else what
    if what is None:
        await choose_offer(visit, b.ChooseOffer(button.client_id))
        return
    contract = await visit.write(contracting.agree, what, button.client_id, act, renews_id=button.renews_id)
    client = await visit.read(lambda books: books.clients.get(contract.client_id))
    lead = visit.w("Agreed. {name} has been told.", name=client.name)
    if client.person_id is None:
        lead = visit.w("Agreed. {name} is not on Telegram yet.", name=client.name)
    seen = await visit.read(view, contract.id, visit.person.id, visit.now)
    screen = screens.card(seen, visit, lead)
    await visit.show(Screen(screen.text, [_invite(visit, client), *screen.rows]))


def _invite(visit: Visit, client: Client) -> list[Key]:
    return [] if client.person_id is not None else [key(visit.w.plain("✉️ Invite"), Invite(client.id))]


async def accept(visit: Visit, button: b.Accept) -> None:
    try:
        contract = await visit.write(contracting.accept, button.contract_id, visit.act())
    except ContractChanged as refusal:
        await show_changed(visit, refusal)
        return
    trainer = await visit.read(lambda books: books.trainers.get(contract.trainer_id))
    await show_contract(
        visit, contract.id, visit.w("✅ Agreed. Coach {name} has been told.", name=trainer.name)
    )
