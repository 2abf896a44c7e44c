"""People would rather look than read: the calendar as pictures, the figures as charts, all of it as files."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.day.buttons import ShowMonth, ShowMonthPicture
from bot.features.files.buttons import AskFile, Format, MakeFile, SessionIcs
from bot.features.sessions.buttons import OpenMine
from bot.features.stats.buttons import Chart, ShowChart, ShowStats, TurnLight
from core.figures import Span


async def play(stage: Stage) -> None:
    await stage.says(
        "The week as a picture: done, booked, free.", "Cả tuần trong một ảnh: đã tập, đã đặt, rảnh."
    )
    await stage.types("huy", "/week")
    await stage.says("The month, every day one tap away.", "Cả tháng, mỗi ngày một chạm.")
    await stage.presses("huy", ShowMonth)
    await stage.presses("huy", ShowMonthPicture)
    await stage.says(
        "How is it going? Each number explains itself.", "Tình hình ra sao? Con số nào cũng có giải thích."
    )
    await stage.types("huy", "/stats")
    await stage.says("What came in, month by month.", "Thu nhập theo từng tháng.")
    await stage.presses("huy", ShowStats, span=Span.YEAR)
    await stage.presses("huy", ShowChart, chart=Chart.INCOME)
    await stage.says("When the week is full; dark if you like.", "Giờ nào kín lịch; nền tối nếu thích.")
    await stage.presses("huy", ShowStats)
    await stage.presses("huy", ShowChart, chart=Chart.HEAT)
    await stage.presses("huy", TurnLight)
    await stage.says("All of it as Excel.", "Tất cả trong một tệp Excel.")
    await stage.presses("huy", ShowStats)
    await stage.presses("huy", AskFile)
    await stage.presses("huy", MakeFile, format=Format.XLSX)
    await stage.says("And Lan Anh's session in her own calendar.", "Còn buổi tập vào thẳng lịch của Lan Anh.")
    await stage.types("lan", "/sessions")
    await stage.presses("lan", OpenMine)
    await stage.presses("lan", SessionIcs)


scene = Scene(
    "looking",
    Said("Calendar, figures, files", "Lịch, số liệu, tệp"),
    Said("Week and month as pictures, charts, Excel, .ics", "Ảnh tuần và tháng, biểu đồ, Excel, .ics"),
    steps=7,
    seconds=55,
    play=play,
)
