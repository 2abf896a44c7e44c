"""Somebody new finds a coach: looked up, asked, accepted with a package, and the first weeks stand."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.coordination.buttons import FirstSeries, OpenPlan
from bot.features.directory.buttons import OpenTrainer
from bot.features.packages.buttons import Accept as AgreeTerms
from bot.features.packages.buttons import MakeContract, PickOffer
from bot.features.requests.buttons import Accept, AskCoach, AskPart, SendRequest
from bot.features.series.buttons import CreateSeries


async def play(stage: Stage) -> None:
    await stage.says("Mai is looking for a coach.", "Mai đang tìm HLV.")
    await stage.types("mai", "/trainers")
    await stage.says("Huy's page: prices, reviews, free times.", "Trang của Huy: giá, đánh giá, giờ trống.")
    await stage.presses("mai", OpenTrainer)
    await stage.says("She asks him: why, and when.", "Mai hỏi Huy: mục tiêu và giờ tập.")
    await stage.presses("mai", AskCoach)
    await stage.types("mai", "I want to lose 5 kg", "Mình muốn giảm 5 kg")
    await stage.presses("mai", AskPart, part="times")
    await stage.types("mai", "Mon Wed 7pm", "T2 T4 19h")
    await stage.presses("mai", SendRequest)
    await stage.says("One tap, and she is his client.", "Một chạm: Mai là học viên của Huy.")
    await stage.presses("huy", Accept)
    await stage.presses("huy", PickOffer)
    await stage.presses("huy", MakeContract)
    await stage.says("Mai reads the terms and agrees.", "Mai đọc điều khoản và đồng ý.")
    await stage.presses("mai", AgreeTerms)
    await stage.says("From her wishes to ten sessions.", "Từ mong muốn đến mười buổi tập.")
    await stage.presses("huy", OpenPlan, below=True)
    await stage.presses("huy", FirstSeries)
    await stage.presses("huy", CreateSeries)


scene = Scene(
    "coach",
    Said("Finding a coach", "Tìm HLV"),
    Said("Looked up, asked, accepted, booked", "Tìm, hỏi, nhận, lên lịch"),
    steps=6,
    seconds=49,
    play=play,
    cast=("huy", "mai"),
)
