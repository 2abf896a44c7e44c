"""The client's half: a free time found and asked for, another one wished for."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.change.buttons import AskChange, SendWishes, TakeTime
from bot.features.free_times.buttons import FreeOn, PickTime, SendTime, YesToTime
from bot.features.leading import BookTime


async def play(stage: Stage) -> None:
    await stage.says("Lan Anh finds a free time herself.", "Lan Anh tự tìm giờ trống.")
    await stage.types("lan", "/sessions")
    await stage.presses("lan", BookTime)
    await stage.says("A day, a time, and she asks.", "Chọn ngày, chọn giờ, rồi hỏi.")
    friday = stage.local(2, 12)
    await stage.presses("lan", FreeOn, day=friday.toordinal())
    await stage.presses("lan", PickTime, start=int(friday.timestamp()))
    await stage.presses("lan", SendTime)
    await stage.says("Huy says yes with one tap.", "Huy đồng ý bằng một chạm.")
    await stage.presses("huy", YesToTime)
    await stage.says("Her week changes: she wishes for another time.", "Có việc đột xuất: cô xin đổi giờ.")
    await stage.presses("lan", AskChange)
    await stage.types("lan", "Saturday 10:30, Monday 12:00", "thứ 7 10h30, thứ 2 12h")
    await stage.presses("lan", SendWishes)
    await stage.says("Huy takes one; the other is let go.", "Huy chọn một; giờ kia được bỏ.")
    await stage.presses("huy", TakeTime)
    await stage.says(
        "Her old time was hers until then: no gap, no call.", "Giờ cũ vẫn được giữ tới lúc đó, khỏi gọi điện."
    )


scene = Scene(
    "clients-half",
    Said("The client's half", "Phía học viên"),
    Said("A free time asked for, another one moved", "Tự chọn giờ trống, xin dời buổi"),
    steps=6,
    seconds=41,
    play=play,
)
