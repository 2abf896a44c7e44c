"""What a trainer offers: the list of packages, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import in_rows, key
from bot.cards import kind_name
from bot.dialogue import leave
from bot.features.packages import buttons as b
from bot.going import back
from bot.saying import money
from bot.saying_packages import average, called, costs
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Kind
from core.contract import Billing, Package
from core.use_cases import offering


async def show_offers(visit: Visit, button: b.OpenOffers) -> None:
    await leave(visit, b.DIALOGUE)
    await visit.show(await overview(visit))


async def offers_of(visit: Visit) -> Sequence[Package]:
    return await visit.read(lambda books: books.packages.of_trainer(visit.me.id))


async def overview(visit: Visit, lead: Markup | None = None) -> Screen:
    w, packages = visit.w, await offers_of(visit)
    rating = average(await visit.read(lambda books: books.contracts.rating(visit.me.id)))
    some = w("<b>Your packages.</b> Agree one with a client from the client's card.")
    none = w("<b>No packages yet.</b> Add one: “10 sessions 5tr 90 days” is all I need.")
    text = lines(
        lead,
        "" if lead else None,
        some if packages else none,
        *(w("📦 {name}: {cost}", name=called(p.offer, w), cost=costs(p.offer, w)) for p in packages),
        w("Rated by your clients: {stars}", stars=rating) if rating else None,
    )
    keys = [key(label(p, visit), b.OpenOffer(p.id)) for p in packages]
    return Screen(text, [*in_rows(keys, 1), [key(w.plain("➕ New package"), b.NewOffer()), *back(visit)]])


def label(package: Package, visit: Visit) -> str:
    return f"{package.name[:24]} · {money(package.cost, visit.w)}"


async def show_offer(visit: Visit, button: b.OpenOffer) -> None:
    await leave(visit, b.DIALOGUE)
    await visit.show(one(visit, await visit.read(offering.own, button.package_id, visit.me.id)))


def one(visit: Visit, package: Package, lead: Markup | None = None) -> Screen:
    w, prepaid = visit.w, package.billing is Billing.PREPAID
    text = lines(
        lead,
        "" if lead else None,
        w("📦 <b>{name}</b>", name=called(package.offer, w)),
        w("💪 {kind}", kind=kind_name(package.kind, w)) if package.kind is not Kind.PERSONAL else None,
        w("💰 {cost}", cost=costs(package.offer, w)),
        w("⏳ Valid for {n} days from the first session", n=package.days),
    )
    if prepaid:
        switch = key(w.plain("💵 Pay each session"), b.SwitchBilling(package.id, Billing.PER_SESSION.value))
    else:
        switch = key(w.plain("💰 Pay in advance"), b.SwitchBilling(package.id, Billing.PREPAID.value))
    return Screen(
        text,
        [
            [switch, key(w.plain("✏️ Change"), b.AskChange(package.id))],
            [
                key(w.plain("🗑 Remove"), b.AskRemoveOffer(package.id)),
                key(w.plain("‹ Back"), b.OpenOffers()),
            ],
        ],
    )


async def switch_billing(visit: Visit, button: b.SwitchBilling) -> None:
    billing = Billing.PREPAID if button.billing == Billing.PREPAID.value else Billing.PER_SESSION
    package = await visit.write(offering.change, button.package_id, visit.act(), billing=billing)
    await visit.show(one(visit, package, visit.w("✅ Changed. What is agreed already stays as it is.")))


async def ask_remove(visit: Visit, button: b.AskRemoveOffer) -> None:
    package = await visit.read(offering.own, button.package_id, visit.me.id)
    w = visit.w
    text = w(
        "<b>Remove {name}?</b>\nIt is not offered any more. What was agreed with clients stays.",
        name=called(package.offer, w),
    )
    keys = [
        key(w.plain("‹ Keep it"), b.OpenOffer(package.id)),
        key(w.plain("🗑 Remove it"), b.RemoveOffer(package.id)),
    ]
    await visit.show(Screen(text, [keys]))


async def remove(visit: Visit, button: b.RemoveOffer) -> None:
    package = await visit.write(offering.remove, button.package_id, visit.act())
    await visit.show(await overview(visit, visit.w("{name} is removed.", name=package.name)))
