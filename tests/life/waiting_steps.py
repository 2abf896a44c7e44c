"""Steps of waiting, and of classes: a time or a seat, offered in order, taken, passed on, left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from core.booking import Booking
from core.group_class import ClassStatus, GroupClass
from core.period import Period
from core.use_cases import waiting
from core.use_cases.classes import attendance, changing, joining, planning
from core.wait import Wait, WaitStatus
from core.zones import days
from storage import tables
from tests.core.studio import HUY, VIETNAM
from tests.life.finding_steps import guest
from tests.life.studio_life import Life, step

_W, _G, _S = tables.waits.c, tables.classes.c, tables.slots.c


async def a_wait(life: Life, n: int, *statuses: WaitStatus) -> Wait | None:
    row = await life.one(tables.waits, n, _W.status.in_(statuses))
    return Wait(**row) if row else None


async def a_class(life: Life, n: int) -> GroupClass | None:
    """One that is planned, over or not."""
    row = await life.one(tables.classes, n, _G.status == ClassStatus.PLANNED)
    return GroupClass(**row) if row else None


async def heads(life: Life, group: GroupClass) -> Sequence[Booking]:
    found: Sequence[Booking] = await life.store.read(lambda books: books.bookings.of_classes([group.id]))
    return found


@step
async def client_waits(life: Life, n: int, m: int) -> None:
    """For a time that is taken, for any of the hours, or for a whole day."""
    if (found := await guest(life, n)) is None:
        return
    (client, person), window = found, life.at(m)
    taken = await life.one(tables.slots, m, _S.takes_time, _S.trainer_id == HUY, _S.starts_at > life.now)
    if n // 4 % 3 == 0:
        window = days(window.start.astimezone(VIETNAM).date(), VIETNAM)
    elif n // 4 % 3 == 1 and taken:
        window = Period(taken["starts_at"], taken["ends_at"])
    await life.does(waiting.wait_for, client.id, window, by=person)


@step
async def client_waits_for_a_seat(life: Life, n: int, m: int) -> None:
    found, group = await guest(life, n), await a_class(life, m)
    if found is not None and group is not None:
        await life.does(waiting.wait_for_seat, found[0].id, group.id, by=found[1])


@step
async def offer_is_taken(life: Life, n: int, m: int) -> None:
    """Now and then one that is not offered any more."""
    statuses = list(WaitStatus) if m % 5 == 0 else [WaitStatus.OFFERED]
    if (wait := await a_wait(life, n, *statuses)) is not None:
        await life.does(waiting.take, wait.id, by=wait.person_id, single=bool(m % 2))


@step
async def offer_is_passed_on(life: Life, n: int, m: int) -> None:
    if (wait := await a_wait(life, n, WaitStatus.OFFERED)) is not None:
        await life.does(waiting.pass_on, wait.id, by=wait.person_id)


@step
async def client_waits_no_more(life: Life, n: int, m: int) -> None:
    wait = await a_wait(life, n, WaitStatus.WAITING, WaitStatus.OFFERED)
    if wait is not None and m % 2:
        await life.does(waiting.leave, wait.id, by=wait.person_id)


@step
async def the_clock_ticks_on(life: Life, n: int, m: int) -> None:
    """By minutes: offers are made, and lapse."""
    await life.passes(minutes=1 + m % 45)


@step
async def the_tick_is_late(life: Life, n: int, m: int) -> None:
    """Somebody acts before it has looked at what is due."""
    life.now += timedelta(minutes=1 + m % 45)


@step
async def trainer_plans_a_class(life: Life, n: int, m: int) -> None:
    """For one to three heads; now and then two of them, a week apart."""
    rule = "FREQ=WEEKLY" if m % 4 == 0 else None
    wanted = planning.NewClass(
        HUY,
        "Yoga",
        life.at(m),
        n % 3 + 1,
        100_000,
        minimum=n % 2,
        rule=rule,
        count=2 if rule else None,
        over=() if n % 5 else None,
    )
    await life.does(planning.create, wanted, f"code{life.steps}")


@step
async def client_joins_a_class(life: Life, n: int, m: int) -> None:
    found, group = await guest(life, n), await a_class(life, m)
    if found is not None and group is not None:
        await life.does(joining.join, group.id, found[0].id, by=found[1])


@step
async def stranger_joins_a_class(life: Life, n: int, m: int) -> None:
    if (group := await a_class(life, m)) is not None:
        await life.does(joining.join_anew, group.id, by=life.strangers[n % len(life.strangers)])


@step
async def trainer_adds_heads(life: Life, n: int, m: int) -> None:
    if (group := await a_class(life, m)) is not None:
        wanted = [c.id for c in life.clients[: n % len(life.clients) + 1]]
        await life.does(joining.add, group.id, wanted)


@step
async def trainer_changes_a_class(life: Life, n: int, m: int) -> None:
    """Its seats, its name, or that it takes place with however many there are."""
    group = await a_class(life, m)
    if group is None:
        return
    if n % 4 == 0:
        await life.does(changing.keep_small, group.id)
    elif n % 4 == 1:
        await life.does(changing.change, group.id, name=f"Yoga {n}", minimum=n // 4 % 2)
    else:
        await life.does(changing.change, group.id, capacity=n // 4 % 4 + 1, minimum=0)


@step
async def trainer_moves_a_class(life: Life, n: int, m: int) -> None:
    if (group := await a_class(life, n)) is not None:
        over = () if m % 3 else None
        await life.does(changing.retime, group.id, life.at(m), over=over)


@step
async def trainer_cancels_a_class(life: Life, n: int, m: int) -> None:
    if (group := await a_class(life, n)) is not None and m % 2 == 0:
        await life.does(changing.cancel, group.id, following=m % 4 == 0)


@step
async def attendance_is_taken(life: Life, n: int, m: int) -> None:
    """Also put right afterwards."""
    row = await life.one(tables.classes, n, _G.status != ClassStatus.CANCELLED, _G.starts_at <= life.now)
    if row is not None:
        seats = await heads(life, GroupClass(**row))
        present = {b.id for place, b in enumerate(seats) if m >> place & 1}
        await life.does(attendance.save, row["id"], present)
