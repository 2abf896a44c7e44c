"""Classes: one time of the trainer's with several seats, each head with a session of its own."""

from __future__ import annotations

from bot.buttons import Key, key
from bot.cards import SessionView
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.classes import attendance, card, changing, heads, making, offers, stopping, taps, told
from bot.features.classes import buttons as b
from bot.features.classes.buttons import Field
from bot.features.classes.draft import DIALOGUE
from bot.features.leading import NewClassOn, OpenClass, ShowClasses
from bot.texts import N_, Words
from bot.visit import Visit
from core.act import Event
from core.notice import NoticeKind
from core.people import Side


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: the class, or one's seat in it, as it is now."""
    if not event.kind.startswith("class_") or event.data is None:
        return False
    class_id: int = event.data["class_id"]
    if event.trainer_id == visit.person.id:
        await card.show(visit, class_id)
    else:
        group = await visit.read(lambda books: books.classes.get(class_id))
        visit.is_client = True
        await offers.show_offer(visit, b.ShowOffer(group.code))
    return True


def on_card(seen: SessionView, w: Words) -> list[Key]:
    """From a seat to its class."""
    if seen.group is None or seen.side is not Side.TRAINER:
        return []
    return [key(w.plain("🤸 Class"), OpenClass(seen.group.id))]


feature = Feature(
    name="classes",
    help=N_("A class: type “Yoga class Sat 9:00 8 seats 150k”, or /class. Clients join by themselves."),
    who=Who.TRAINER,
    commands=(Command("class", making.start_empty, N_("Plan a class"), Who.TRAINER),),
    taps=(
        Tap(NewClassOn, making.start_on_day, Who.TRAINER),
        Tap(b.AskField, taps.ask_field, Who.TRAINER),
        Tap(b.PickNumber, taps.pick_number, Who.TRAINER),
        Tap(b.PickTime, taps.pick_time, Who.TRAINER),
        Tap(b.PickReading, taps.pick_reading, Who.TRAINER),
        Tap(b.ShowTo, taps.show_to, Who.TRAINER),
        Tap(b.Create, taps.create, Who.TRAINER),
        Tap(b.CreateAnyway, taps.create, Who.TRAINER),
        Tap(b.Discard, taps.discard, Who.TRAINER),
        Tap(OpenClass, card.open_class, Who.TRAINER),
        Tap(b.MyClasses, card.my_classes, Who.TRAINER),
        Tap(b.AskHeads, heads.ask, Who.TRAINER),
        Tap(b.TickHead, heads.tick, Who.TRAINER),
        Tap(b.HeadsPage, heads.turn_page, Who.TRAINER),
        Tap(b.WholeRun, heads.whole_run, Who.TRAINER),
        Tap(b.AddThem, heads.add, Who.TRAINER),
        Tap(b.InviteTo, heads.invite, Who.TRAINER),
        Tap(b.ChangeClass, changing.choose, Who.TRAINER),
        Tap(b.AskChange, changing.ask, Who.TRAINER),
        Tap(b.SetNumber, changing.set_number, Who.TRAINER),
        Tap(b.SetListed, changing.set_listed, Who.TRAINER),
        Tap(b.SetTime, changing.set_time, Who.TRAINER),
        Tap(b.AskCancelClass, stopping.ask_to_cancel, Who.TRAINER),
        Tap(b.CancelClass, stopping.cancel, Who.TRAINER),
        Tap(b.HoldIt, stopping.hold_it, Who.TRAINER),
        Tap(b.Attendance, attendance.open_list, Who.TRAINER),
        Tap(b.SaveList, attendance.save, Who.TRAINER),
        Tap(b.HeadsPaid, attendance.payments, Who.TRAINER),
        Tap(b.AskHow, attendance.ask_how, Who.TRAINER),
        Tap(b.HeadPaid, attendance.paid, Who.TRAINER),
        Tap(ShowClasses, offers.show_classes),
        Tap(b.ShowOffer, offers.show_offer),
        Tap(b.Join, offers.join),
        Tap(b.WaitForSeat, offers.wait),
    ),
    steps={
        **{f"{DIALOGUE}:{field}": Step(making.ask_again, making.answer) for field in Field},
        **{f"{changing.DIALOGUE}:{field}": Step(changing.ask_again, changing.answer) for field in Field},
        f"{heads.DIALOGUE}:{heads.PICK}": Step(heads.ask_again, heads.answer),
    },
    notices={
        NoticeKind.CLASS_JOINED: told.joined,
        NoticeKind.CLASS_CHANGED: told.changed,
        NoticeKind.CLASS_CANCELLED: told.cancelled,
        NoticeKind.CLASS_SMALL: told.small,
        NoticeKind.ATTENDANCE: told.attendance,
    },
    lines=(making.read_class,),
    on_card=on_card,
    links={"c-": offers.open_link},
    present=present,
)
