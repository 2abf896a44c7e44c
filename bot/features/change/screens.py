"""What asking for another time shows: the times chosen so far, and the wish as the other side sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from bot import clash
from bot.buttons import Key, Rows, in_rows, key
from bot.cards import SessionView
from bot.features.change import buttons as b
from bot.features.change.buttons import Wishes
from bot.features.talking.buttons import talk_key
from bot.saying import Calendar, takes
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices
from core.conflicts import Conflict
from core.people import Side
from core.policy import Penalty
from core.proposal import MOST_WISHES, Proposal
from core.use_cases.cancelling import moving_penalty


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish with its session, for one reader; `taken`: which of its times are not free any more."""

    proposal: Proposal
    seen: SessionView
    taken: frozenset[int] = frozenset()

    @property
    def fee(self) -> Penalty | None:
        """What the trainer may ask for, because the wish came late."""
        return moving_penalty(self.seen.booking) if self.proposal.late else None


# Whoever wishes.


def choose(
    seen: SessionView,
    wishes: Wishes,
    found: Choices,
    calendar: Calendar,
    fee: Penalty | None,
    leads: Sequence[Markup] = (),
) -> Screen:
    """What is chosen already, what can be tapped or typed, and what it may cost."""
    w, starts = calendar.w, wishes.starts
    text = lines(
        *leads,
        _heading(seen, calendar),
        _present_wish(seen, calendar),
        *_numbered(seen, starts, calendar),
        found.why if len(starts) < MOST_WISHES else None,
        _fee_line(seen, fee, calendar),
    )
    offered = _offered(seen, wishes, found, calendar) if len(starts) < MOST_WISHES else []
    return Screen(text, [*in_rows(offered, 2), *_below(seen, wishes, fee, w)])


def _heading(seen: SessionView, calendar: Calendar) -> Markup:
    w, when = calendar.w, calendar.period(seen.booking.period)
    if seen.side is Side.CLIENT:
        return w("🔁 <b>Another time</b> for {when}", when=when)
    return w("🔁 <b>Propose another time</b> to {name} for {when}", name=seen.client.name, when=when)


def _present_wish(seen: SessionView, calendar: Calendar) -> Markup | None:
    if seen.proposal is None or seen.proposal.by is not seen.side:
        return None
    times = ", ".join(calendar.moment(s) for s in seen.proposal.starts)
    return calendar.w("<i>You have asked for {times}. What you send now takes its place.</i>", times=times)


def _numbered(seen: SessionView, starts: Sequence[datetime], calendar: Calendar) -> list[Markup]:
    periods = [seen.booking.period.moved_to(s) for s in starts]
    return [
        Markup("{}. <b>{}</b>").format(n, calendar.period_named(p)) for n, p in enumerate(periods, start=1)
    ]


def question(seen: SessionView, wishes: Wishes, w: Words) -> Markup:
    if wishes:
        return w("Another one? Type it or tap it; or send what is chosen.")
    if seen.side is Side.CLIENT:
        return w(
            "<b>When would suit you?</b> Up to three times: type them (“tomorrow 18:00, Friday 7pm”) "
            "or tap free ones:"
        )
    return w("<b>When?</b> Up to three times: type them or tap free ones:")


def _fee_line(seen: SessionView, fee: Penalty | None, calendar: Calendar) -> Markup | None:
    if fee is None:
        return None
    return calendar.w(
        "⚖️ It starts in {span}: for moving so late a fee of <b>{fee}</b> may apply. Coach {name} decides.",
        span=calendar.until(seen.booking.starts_at),
        fee=takes(fee, calendar.w),
        name=seen.trainer.name,
    )


def _offered(seen: SessionView, wishes: Wishes, found: Choices, calendar: Calendar) -> list[Key]:
    booking = seen.booking
    known = {booking.starts_at, *wishes.starts}
    times = [p.start for p in found.periods if p.start not in known]
    return [
        *(
            key(calendar.label(t), b.ShowWishes(booking.id, booking.version, wishes.and_(t)))
            for t in dict.fromkeys(times)
        ),
        *(
            key(calendar.day(d), b.WishDay(booking.id, booking.version, d.toordinal(), wishes))
            for d in found.days
        ),
    ]


def _below(seen: SessionView, wishes: Wishes, fee: Penalty | None, w: Words) -> Rows:
    booking = seen.booking
    back = key(w.plain("‹ Back"), b.KeepSession(booking.id))
    others = key(w.plain("🗓 Other days"), b.WishDays(booking.id, booking.version, wishes))
    if not wishes:
        return [[others], [back]]
    send = b.SendWishes(booking.id, booking.version, fee.shown if fee else 0, wishes)
    again = b.ShowWishes(booking.id, booking.version, Wishes())
    further = [others] if len(wishes.starts) < MOST_WISHES else []
    return [[key(w.plain("📨 Send"), send)], further, [key(w.plain("Start over"), again), back]]


def moved_often(seen: SessionView, w: Words) -> Screen:
    """The coach may still move it."""
    text = w(
        "You have had this session moved {n} times already: only Coach {name} can move it once more.",
        n=seen.booking.moves,
        name=seen.trainer.name,
    )
    keys = [talk_key(seen.client.id, w), key(w.plain("‹ Back"), b.KeepSession(seen.booking.id))]
    return Screen(text, [keys])


# Whoever is asked.


def asked(wish: Wish, calendar: Calendar, lead: Markup | None = None) -> Screen:
    """The wished times, one tap each; those that are over are left out."""
    w, seen, proposal = calendar.w, wish.seen, wish.proposal
    open_ones = [(n, s) for n, s in enumerate(proposal.starts) if s > calendar.now]
    text = lines(
        lead,
        _who_asks(wish, calendar),
        w("Now: {when}", when=calendar.period_named(seen.booking.period)),
        *(_wished(wish, n, start, calendar) for n, start in open_ones),
        w("⚖️ Asked late: a fee of {fee} is possible.", fee=takes(wish.fee, w)) if wish.fee else None,
        w("<i>Without an answer until {when} it stays as it is.</i>", when=calendar.soon(proposal.lapses_at)),
    )
    times = [key(_take(wish, n, start, calendar), _take_time(wish, n)) for n, start in open_ones]
    return Screen(text, [*in_rows(times, 1), *_other_answers(wish, w)])


def _who_asks(wish: Wish, calendar: Calendar) -> Markup:
    w, seen = calendar.w, wish.seen
    if seen.side is Side.TRAINER:
        return w("🔁 <b>{name} would like another time</b>", name=seen.client.name)
    return w("🔁 <b>Coach {name} proposes another time</b>", name=seen.trainer.name)


def _wished(wish: Wish, n: int, start: datetime, calendar: Calendar) -> Markup:
    when = calendar.period_named(wish.seen.booking.period.moved_to(start))
    gone = calendar.w(" · not free any more") if n in wish.taken else Markup()
    return Markup("• <b>{}</b>{}").format(when, gone)


def _take(wish: Wish, n: int, start: datetime, calendar: Calendar) -> str:
    if wish.seen.side is Side.CLIENT and len(wish.proposal.starts) == 1:
        return calendar.w.plain("✅ Accept")
    sign = "⚠️" if n in wish.taken else "✅"
    return f"{sign} {calendar.label(start)}"


def _take_time(wish: Wish, n: int) -> b.TakeTime:
    return b.TakeTime(wish.proposal.id, wish.seen.booking.version, n)


def _other_answers(wish: Wish, w: Words) -> Rows:
    booking = wish.seen.booking
    no = b.DeclineWish(wish.proposal.id, booking.version)
    other = b.AskChange(booking.id, booking.version)
    if wish.seen.side is Side.TRAINER:
        return [[key(w.plain("🔁 Propose another"), other), key(w.plain("✖️ Decline"), no)]]
    return [[key(w.plain("Keep the old time"), no)], [key(w.plain("🔁 Other times"), other)]]


def fee_question(wish: Wish, choice: int, fee: Penalty, calendar: Calendar) -> Screen:
    w, proposal, booking = calendar.w, wish.proposal, wish.seen.booking
    period = booking.period.moved_to(proposal.starts[choice])
    text = lines(
        w("<b>Move {name} to {when}?</b>", name=wish.seen.client.name, when=calendar.period_named(period)),
        w("It was asked for late: you may ask for the fee of <b>{fee}</b>.", fee=takes(fee, w)),
    )
    answers = {False: w.plain("Accept, no fee"), True: w.plain("Accept with fee")}
    keys = [
        key(said, b.AcceptTime(proposal.id, booking.version, choice, with_fee))
        for with_fee, said in answers.items()
    ]
    return Screen(text, [keys, [key(w.plain("‹ Back"), b.ShowWish(proposal.id))]])


def clashing(
    wish: Wish, button: b.AcceptTime, found: Sequence[Conflict], names: Mapping[int, str], calendar: Calendar
) -> Screen:
    """To the trainer: who is in the way at the wished time."""
    w = calendar.w
    period = wish.seen.booking.period.moved_to(wish.proposal.starts[button.choice])
    text = lines(
        w("🗓 <b>{when}</b>", when=calendar.period_named(period)), clash.for_trainer(found, names, calendar)
    )
    anyway = key(w.plain("Accept anyway"), replace(button, seen=clash.mark(found)))
    keys = [anyway] if all(c.anyway_allowed for c in found) else []
    back = key(w.plain("‹ Back"), b.ShowWish(wish.proposal.id))
    return Screen(text, [*_other_answers(wish, w), keys, [back]])
