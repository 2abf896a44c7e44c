"""A class: planned in one line, joined by its link, full; who leaves makes room for who waits."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.cancel.buttons import AskCancel, CancelIt
from bot.features.classes.buttons import (
    AddThem,
    AskHeads,
    Create,
    InviteTo,
    Join,
    SaveList,
    WaitForSeat,
)
from bot.features.leading import OpenClass
from bot.features.outcome.buttons import Completed
from bot.features.waiting.buttons import TakeOffer


async def play(stage: Stage) -> None:
    await stage.says("A class for two, in one line.", "Một lớp hai chỗ, chỉ một dòng.")
    await stage.types("huy", "Yoga class tomorrow 12:00 2 seats 150k", "Lớp yoga mai 12h 2 chỗ 150k")
    await stage.presses("huy", Create)
    await stage.says("Its link lets Lan Anh in; Bình is added.", "Lan Anh vào bằng link; Huy thêm Bình.")
    await stage.presses("huy", InviteTo)
    await stage.follows("lan", "huy")
    await stage.presses("lan", Join)
    await stage.presses("huy", OpenClass)
    await stage.presses("huy", AskHeads)
    await stage.picks("huy", "Bình")
    await stage.presses("huy", AddThem)
    await stage.says("Full: Mai waits for a seat.", "Hết chỗ: Mai chờ.")
    await stage.follows("mai", "huy")
    await stage.presses("mai", WaitForSeat)
    await stage.says("Lan Anh cannot come: Mai is asked.", "Lan Anh bận: Mai được mời.")
    await stage.presses("lan", AskCancel)
    await stage.presses("lan", CancelIt)
    await stage.presses("mai", TakeOffer)
    await stage.says("Who was there? One list.", "Ai đã đến? Một danh sách.")
    await stage.until(stage.local(0, 20, 30))
    await stage.presses("huy", Completed)
    await stage.until(stage.local(1, 9))
    await stage.presses("huy", Completed)
    await stage.until(stage.local(0, 13))
    await stage.presses("huy", SaveList)


scene = Scene(
    "class",
    Said("A class", "Một lớp học"),
    Said("Joined by link, full, waited for", "Vào bằng link, kín chỗ, danh sách chờ"),
    steps=5,
    seconds=58,
    play=play,
    cast=("huy", "lan", "mai"),
)
