"""Looking for a trainer: the list, and one trainer as everybody may see them.

Nothing of a client is ever read here: no name, no home, no contact, no session, only that a time is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.conflicts import LONGEST_BUFFER, Surroundings
from core.contract import Package
from core.directory import Filter, Listing, Review, ordered
from core.errors import NotFound
from core.free_times import next_free
from core.group_class import ClassStatus, GroupClass
from core.people import Client, PlaceKind, Side, Trainer
from core.period import Period
from core.ports import Books
from core.profile import Profile, Standing
from core.use_cases import requesting

#: So many free times stand on a card.
_FREE = 3
_THIS_WEEK = timedelta(days=7)
#: Classes are shown so far ahead.
_CLASSES_WITHIN = timedelta(days=14)
_MOST_CLASSES = 5
#: The newest reviews on the card itself.
_NEWEST = 2


@dataclass(frozen=True, slots=True)
class TrainerCard:
    """A trainer for one reader; `client`: what the reader is, or was, to this trainer."""

    trainer: Trainer
    profile: Profile
    gyms: Sequence[str]
    at_home: bool
    online: bool
    packages: Sequence[Package]
    #: The sum of all stars, and how many ratings there are.
    rating: tuple[int, int]
    reviews: Sequence[Review]
    free: Sequence[Period]
    classes: Sequence[GroupClass]
    client: Client | None
    reader_id: int

    @property
    def is_mine(self) -> bool:
        return self.trainer.id == self.reader_id


async def found(books: Books, wanted: Filter, *, with_bio: bool = False) -> list[Listing]:
    """All whom the filter lets through, but for its words, in the order in which they are shown."""
    return ordered(one for one in await books.profiles.listings(with_bio=with_bio) if wanted.lets(one))


async def card(books: Books, code: str, reader_id: int, now: datetime) -> TrainerCard:
    """By the code of their link, which also reaches one who is not on the list.

    NotFound for one whom no admin has let in, or whom one has paused: only they see themselves.
    """
    profile = await shown(books, code, reader_id)
    trainer = await books.trainers.get(profile.id)
    places = await books.places.of_trainer(trainer.id)
    kinds = {p.kind for p in places}
    return TrainerCard(
        trainer,
        profile,
        gyms=[p.name for p in places if p.kind is PlaceKind.GYM],
        at_home=PlaceKind.HOME in kinds,
        online=PlaceKind.ONLINE in kinds,
        packages=await books.packages.of_trainer(trainer.id),
        rating=await books.contracts.rating(trainer.id),
        reviews=await books.contracts.reviews(trainer.id, most=_NEWEST),
        free=await free_this_week(books, trainer, reader_id, now),
        classes=await classes_ahead(books, trainer.id, now),
        client=await requesting.pair(books, trainer.id, reader_id),
        reader_id=reader_id,
    )


async def shown(books: Books, code: str, reader_id: int) -> Profile:
    """The profile that the code leads this reader to."""
    profile = await books.profiles.by_code(code)
    if profile is None:
        raise NotFound
    if profile.standing is not Standing.ADMITTED and profile.id != reader_id:
        raise NotFound
    return profile


async def free_this_week(
    books: Books, trainer: Trainer, reader_id: int | None, now: datetime, *, most: int = _FREE
) -> list[Period]:
    """The next free times within the limits of a client; what the reader has elsewhere is no free time."""
    week = Period.of(now, _THIS_WEEK + trainer.length)
    neighbours = await books.slots.near(trainer.id, week.widened(LONGEST_BUFFER))
    busy = await books.bookings.of_client_near(0, reader_id, week) if reader_id is not None else ()
    off = [t.period for t in await books.times_off.near(trainer.id, week)]
    around = Surroundings(neighbours, busy, off)
    return next_free(trainer.length, trainer, around, by=Side.CLIENT, now=now, most=most)


async def classes_ahead(books: Books, trainer_id: int, now: datetime) -> list[GroupClass]:
    """Those that everybody may find, by start."""
    coming = await books.classes.of_trainer(trainer_id, Period.of(now, _CLASSES_WITHIN))
    listed = [c for c in coming if c.listed and c.status is ClassStatus.PLANNED and c.starts_at > now]
    return listed[:_MOST_CLASSES]


async def reviews(
    books: Books, code: str, reader_id: int, *, most: int, skip: int
) -> tuple[Profile, list[Review]]:
    """A page of them, the newest first, with one more where there are more."""
    profile = await shown(books, code, reader_id)
    return profile, list(await books.contracts.reviews(profile.id, most=most + 1, skip=skip))
