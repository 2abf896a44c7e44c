"""Two faults that people make, planted into a process to see that the tests find them."""

from collections.abc import Callable

from telegram import Update

from bot import delivery
from bot.delivery import Delivery
from bot.inbox import Inbox
from core.notice import NoticeState


def done_before_act() -> None:
    """An update counts as answered as soon as it is taken up."""
    answered = Inbox.do_process_update

    async def process(self, update, coroutine):  # type: ignore[no-untyped-def]
        if isinstance(update, Update):
            await self._mark([update.update_id])
        await answered(self, update, coroutine)

    Inbox.do_process_update = process  # type: ignore[method-assign]


def mark_before_send() -> None:
    """A notice counts as sent before it is."""
    sent = Delivery._deliver

    async def deliver(self, notice):  # type: ignore[no-untyped-def]
        now = self._services.now()
        marked = delivery._Outcome(delivery.replace(notice, state=NoticeState.SENT, sent_at=now))
        await self._services.store.write(marked.written)
        await sent(self, notice)

    Delivery._deliver = deliver  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    "done before act": done_before_act,
    "mark before send": mark_before_send,
}
