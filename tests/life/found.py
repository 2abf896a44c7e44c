"""Lives in which a rule was broken once."""

from __future__ import annotations

from collections.abc import Sequence

TOMORROW, LATER = 30, 6
#: Lan's session was cancelled by Huy, another time is held for her, and Chi waits for that one.
HELD = [
    ("trainer_books", 3, LATER),
    ("somebody_cancels", 0, 0),
    ("client_holds_a_make_up", 0, TOMORROW),
    ("client_waits", 5, TOMORROW),
    ("the_clock_ticks_on", 0, 0),
]
FOUND: dict[str, Sequence[tuple[str, int, int]]] = {
    "who parts lets go what was held, and whoever waits for it is asked": [*HELD, ("two_part", 0, 5)],
    "a class that is moved lets go what was held until then": [
        *HELD,
        ("trainer_plans_a_class", 0, 5),
        ("the_tick_is_late", 0, 20),
        ("trainer_moves_a_class", 0, LATER),
    ],
    "a class that is planned lets go what was held until then": [
        *HELD,
        ("the_tick_is_late", 0, 20),
        ("trainer_plans_a_class", 0, 5),
    ],
    "a seat that is offered cannot be taken out of the class": [
        ("trainer_plans_a_class", 1, TOMORROW),
        ("client_waits_for_a_seat", 0, 0),
        ("client_joins_a_class", 1, 0),
        ("the_clock_ticks_on", 0, 0),
        ("trainer_changes_a_class", 2, 0),
    ],
    "a request that was paid ahead and declined is not charged": [
        ("client_books", 0, TOMORROW),
        ("client_pays", 0, 0),
        ("asked_time_is_answered", 0, 1),
    ],
    "a session that is moved late is not forfeited as well": [
        ("trainer_books", 3, TOMORROW),
        ("somebody_wishes_for_another_time", 0, 31),
        ("wish_is_answered", 0, 1),
    ],
    "of a day that is waited for the later times come near enough later": [
        ("trainer_is_off", 22, 6),
        ("client_waits", 0, 7),
        *[("the_clock_ticks_on", 0, 40)] * 3,
    ],
}
