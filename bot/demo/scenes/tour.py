"""Screens that no scene passes by: not offered in the page; the gallery's pictures are made by them."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.book.buttons import AskField, Create
from bot.features.clients.buttons import OpenClient
from bot.features.move.buttons import AskMove

_COMMANDS = (
    (Said("Help", "Trợ giúp"), "huy", "/help"),
    (Said("Settings", "Cài đặt"), "huy", "/settings"),
    (Said("The week", "Tuần này"), "huy", "/week"),
    (Said("What is stored", "Dữ liệu được lưu"), "huy", "/privacy"),
    (Said("A client's sessions", "Các buổi của học viên"), "lan", "/sessions"),
    (Said("Clients", "Học viên"), "huy", "/clients"),
)


async def play(stage: Stage) -> None:
    for said, who, command in _COMMANDS:
        await stage.says(said.english, said.vietnamese)
        await stage.types(who, command)
    await stage.says("One client", "Một học viên")
    await stage.presses("huy", OpenClient)
    await stage.says("A new session: who?", "Buổi mới: với ai?")
    await stage.types("huy", "/book")
    await stage.says("And when?", "Và khi nào?")
    await stage.types("huy", "Lan")
    await stage.says("What was not understood is asked", "Điều chưa hiểu thì hỏi lại")
    await stage.types("huy", "Lan tomorrow 6pm zebra", "Lan mai 18h ngựa vằn")
    await stage.says("Each field is one tap", "Mỗi ô là một chạm")
    await stage.types("huy", "Minh Saturday 7am", "Minh thứ bảy 7h sáng")
    await stage.presses("huy", AskField, field="price")
    await stage.says("Moved to another time", "Dời sang giờ khác")
    await stage.presses("huy", AskField, field="card")
    await stage.presses("huy", Create)
    await stage.presses("huy", AskMove)


scene = Scene(
    "tour", Said("Other screens", "Các màn hình khác"), Said("", ""), steps=12, seconds=60, play=play
)
