"""Time may be walked in one stride or in small steps: what people are sent is the same."""

from datetime import time

from tests.bot.story import at, story


async def _sent(database, strides, minutes):
    """Everything that both were sent on a day full of sessions: when, what, with which buttons."""
    async with story(database, daily_list=time(6, 30), next_list_at=at(16, 6, 30)) as s:
        for start in (at(15, 11), at(15, 18), at(16, 7), at(16, 18), at(16, 9)):
            await s.book(start)
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        for _ in range(strides):
            await s.w.passes(minutes=minutes)
        assert s.w.clock.now() == at(16, 10)
        assert s.w.telegram.journal.errors() == []
        return [[(m.date, m.text, m.rows, m.silent) for m in p.received] for p in (s.huy, s.lan)]


async def test_a_day_at_once_is_ninety_six_quarters_of_an_hour(tmp_path):
    at_once = await _sent(f"sqlite+aiosqlite:///{tmp_path / 'day.db'}", 1, 24 * 60)
    in_steps = await _sent(f"sqlite+aiosqlite:///{tmp_path / 'steps.db'}", 96, 15)
    assert at_once == in_steps
    trainer, client = at_once
    kinds = ("⏰", "How was it", "Still open", "🚫 I marked", "⚖️ 250.000 ₫", "Thursday 16 October")
    assert [_count(trainer, kind) for kind in kinds] == [1, 3, 3, 3, 1, 1]
    assert [_count(client, kind) for kind in ("⏰", "🚫 We missed you", "⚖️ 250.000 ₫")] == [3, 3, 1]


def _count(sent, kind):
    return sum(text.startswith(kind) for _, text, _, _ in sent)
