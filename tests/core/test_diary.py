"""The diary leaves out only what cannot matter: it judges as the whole list would."""

from datetime import timedelta

from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from core.booking import Booking, Slot, SlotKind, Status
from core.conflicts import Neighbour, Surroundings, conflicts
from core.diary import Diary
from core.hours import WorkingHours
from core.people import Side, Trainer
from core.period import Period
from tests.core.studio import HUY, NOW, at

HALF_HOURS = st.integers(0, 6 * 48)
LENGTHS = st.integers(1, 24)
TRAINER = Trainer(
    HUY, "Huy", "Asia/Ho_Chi_Minh", NOW, hours=WorkingHours.daily(at(1, 0).time(), at(1, 0).time())
)


def there(start, length):
    return Period.of(at(16, 0) + start * timedelta(minutes=30), length * timedelta(minutes=30))


def slot(number, period, buffer):
    return Slot(number, HUY, SlotKind.BOOKING, period.start, period.end, buffer_minutes=buffer)


def booking(number, period, person):
    state = (Status.CONFIRMED, NOW, NOW)
    return Booking(number, number, HUY, person, period.start, period.end, *state, person_id=person)


@given(
    taken=st.lists(st.tuples(HALF_HOURS, LENGTHS, st.sampled_from([0, 15, 120])), max_size=12),
    busy=st.lists(st.tuples(HALF_HOURS, LENGTHS, st.integers(1, 2)), max_size=8),
    wanted=st.tuples(HALF_HOURS, LENGTHS),
)
@rules(max_examples=300, deadline=None)
def test_the_diary_judges_as_the_whole_list_does(taken, busy, wanted):
    neighbours = [Neighbour(slot(n, there(s, long), b)) for n, (s, long, b) in enumerate(taken, 1)]
    bookings = [booking(n, there(s, long), person) for n, (s, long, person) in enumerate(busy, 1)]
    period, own = there(*wanted), [b for b in bookings if b.person_id == 1]

    plain = conflicts(period, TRAINER, Surroundings(neighbours, own), by=Side.TRAINER, now=NOW)
    near = Diary(Surroundings(neighbours, bookings)).near(period, {1})

    assert set(conflicts(period, TRAINER, near, by=Side.TRAINER, now=NOW)) == set(plain)
