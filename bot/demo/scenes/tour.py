"""Screens that no scene passes by: not offered in the page; the gallery's pictures are made by them."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.admin.buttons import AllFigures
from bot.features.book.buttons import AskField, Create
from bot.features.classes.buttons import MyClasses
from bot.features.coordination.buttons import OpenPlan
from bot.features.leading import OpenClass, OpenProfile
from bot.features.move.buttons import AskMove
from bot.features.profile.buttons import ShowCode, ShowLink
from bot.features.stats.buttons import Chart, Explain, ShowChart, Topic
from bot.features.talking.buttons import Talk
from bot.features.timeline.buttons import Timeline

_COMMANDS = (
    (Said("Help", "Trợ giúp"), "huy", "/help"),
    (Said("Settings", "Cài đặt"), "huy", "/settings"),
    (Said("The week", "Tuần này"), "huy", "/week"),
    (Said("What is stored", "Dữ liệu được lưu"), "huy", "/privacy"),
    (Said("A client's sessions", "Các buổi của học viên"), "lan", "/sessions"),
    (Said("Clients", "Học viên"), "huy", "/clients"),
)


async def play(stage: Stage) -> None:
    await _looking(stage)
    await _booking(stage)
    await _meeting(stage)


async def _looking(stage: Stage) -> None:
    for said, who, command in _COMMANDS:
        await stage.says(said.english, said.vietnamese)
        await stage.types(who, command)
    await stage.says("One client", "Một học viên")
    await stage.picks("huy", "Lan Anh")
    await stage.says("Their timeline", "Quá trình của học viên")
    await stage.presses("huy", Timeline)
    await stage.says("Who comes", "Ai đi tập đều")
    await stage.types("huy", "/stats")
    await stage.presses("huy", ShowChart, chart=Chart.ATTENDANCE)
    await stage.says("What the figures mean", "Ý nghĩa của số liệu")
    await stage.types("huy", "/stats")
    await stage.presses("huy", Explain, topic=Topic.MONEY)
    await stage.says("Money: who owes what", "Tiền: ai còn nợ gì")
    await stage.types("huy", "/money")
    await stage.says("Days off: what is in the way", "Ngày nghỉ: những buổi bị trùng")
    await stage.types("huy", "off Friday to Sunday family trip", "nghỉ thứ sáu đến chủ nhật về quê")


async def _booking(stage: Stage) -> None:
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


async def _meeting(stage: Stage) -> None:
    await stage.says("A coach's own profile", "Hồ sơ của HLV")
    await stage.types("huy", "/settings")
    await stage.presses("huy", OpenProfile)
    await stage.says("A link to share, as a picture too", "Link để chia sẻ, cả dạng ảnh")
    await stage.presses("huy", ShowLink)
    await stage.presses("huy", ShowCode)
    await stage.says("A plan that both write", "Kế hoạch cả hai cùng viết")
    await stage.types("lan", "/start")
    await stage.presses("lan", OpenPlan)
    await stage.says("A message, passed on and not kept", "Tin nhắn được chuyển, không giữ lại")
    await stage.types("lan", "/start")
    await stage.presses("lan", Talk)
    await stage.types("lan", "I have bought new shoes!", "Em mua giày mới rồi ạ!")
    await stage.says("What others do is nobody's business: free or not", "Chỉ thấy giờ trống, không thấy ai")
    await stage.types("lan", "Friday 6:30pm", "thứ sáu 18h30")
    await stage.says("A class, and who is in it", "Một lớp và ai trong lớp")
    await stage.types("huy", "/class")
    await stage.presses("huy", MyClasses)
    await stage.presses("huy", OpenClass)
    await stage.says("All coaches at a glance", "Tổng quan các HLV")
    await stage.types("ngoc", "/admin")
    await stage.presses("ngoc", AllFigures)


scene = Scene(
    "tour",
    Said("Other screens", "Các màn hình khác"),
    Said("", ""),
    steps=24,
    seconds=120,
    play=play,
    cast=("huy", "lan", "ngoc"),
)
