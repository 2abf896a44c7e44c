"""Requests: somebody asks a coach, in two taps or with all they want to say; the coach answers."""

from __future__ import annotations

from bot.feature import Feature, Step, Tap, Who
from bot.features.requests import answering, asking, sent, told
from bot.features.requests import buttons as b
from bot.features.requests.draft import CARD, DIALOGUE, PARTS
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.notice import Notice, NoticeKind


async def reply(visit: Visit, notice: Notice) -> None:
    """To the coach's question, by replying to it."""
    if visit.text:
        await sent.answer(visit, notice.facts["request_id"], visit.text)
    else:
        await sent.ask_answer(visit, b.AnswerBack(notice.facts["request_id"]))


async def present(visit: Visit, event: Event) -> bool:
    """How the request stands, after an act on it that was carried out before."""
    if event.kind == "health_erased":
        await sent.present_erased(visit)
        return True
    if not event.kind.startswith("request") or not event.data or "request_id" not in event.data:
        return False
    await sent.show_request(visit, event.data["request_id"])
    return True


feature = Feature(
    name="requests",
    help=N_("[✋ Ask this coach] on a coach's card sends a request; 🙋 on /start shows how it stands."),
    who=Who.ANYONE,
    taps=(
        Tap(b.AskCoach, asking.ask),
        Tap(b.AskPart, asking.ask_part),
        Tap(b.Chip, asking.chip),
        Tap(b.Skip, asking.skip),
        Tap(b.Empty, asking.empty),
        Tap(b.OneByOne, asking.one_by_one),
        Tap(b.FirstMeet, asking.first_meet),
        Tap(b.SendRequest, asking.send),
        Tap(b.DropRequest, asking.drop),
        Tap(b.OpenRequest, sent.open_request),
        Tap(b.MyRequests, sent.my_requests),
        Tap(b.AskWithdraw, sent.ask_withdraw),
        Tap(b.Withdraw, sent.withdraw),
        Tap(b.AnswerBack, sent.ask_answer),
        Tap(b.EraseInjuries, sent.erase),
        Tap(b.ListRequests, answering.show_list, Who.TRAINER),
        Tap(b.Accept, answering.accept, Who.TRAINER),
        Tap(b.AskBack, answering.ask_back, Who.TRAINER),
        Tap(b.AskDecline, answering.ask_decline, Who.TRAINER),
        Tap(b.Decline, answering.decline, Who.TRAINER),
        Tap(b.BookConsultation, answering.book_consultation, Who.TRAINER),
    ),
    steps={
        **{f"{DIALOGUE}:{part}": Step(asking.ask_again, asking.answer) for part in (CARD, *PARTS)},
        f"{sent.DIALOGUE}:{sent.REPLY}": Step(sent.ask_answer_again, sent.take_answer),
        f"{sent.DIALOGUE}:{answering.BACK}": Step(answering.ask_back_again, answering.take_back),
        f"{sent.DIALOGUE}:{answering.NO}": Step(answering.ask_decline_again, answering.take_no),
    },
    notices={
        NoticeKind.REQUESTED: told.requested,
        NoticeKind.REQUEST_REMINDER: told.reminded,
        NoticeKind.REQUEST_ASKED: told.asked_back,
        NoticeKind.REQUEST_REPLIED: told.replied,
        NoticeKind.REQUEST_CLOSED: told.closed,
    },
    replies={NoticeKind.REQUEST_ASKED: reply},
    present=present,
)
