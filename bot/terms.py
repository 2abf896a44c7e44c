"""The cancellation policy in words: as a client reads it before agreeing, and in one line."""

from __future__ import annotations

from markupsafe import Markup

from bot.saying import length
from bot.screen import lines
from bot.texts import Words
from core.people import Trainer
from core.policy import GRACE, PENDING, Forfeit, Policy


def policy_lines(trainer: Trainer, w: Words) -> Markup:
    """Five lines at most; what costs nothing is not threatened with."""
    policy = trainer.policy
    late = policy.free_hours > 0 and policy.late_percent > 0
    return lines(
        _free(policy, w),
        w("🟠 Later than that: {share}.", share=share(policy.late_percent, w)) if late else None,
        w("⏰ Up to {span} after the first reminder: free all the same.", span=length(GRACE, w))
        if late
        else None,
        w("🚫 Not coming without a word: {share}.", share=share(policy.no_show_percent, w)),
        w(
            "⚖️ A fee waits for {span} first: Coach {name} can waive it, you can object. "
            "Nothing is charged by itself.",
            span=length(PENDING, w),
            name=trainer.name,
        ),
    )


def _free(policy: Policy, w: Words) -> Markup:
    if policy.free_hours == 0 or policy.late_percent == 0:
        return w("🟢 Until the start: cancel or move free of charge.")
    return w(
        "🟢 Until {n} h before the start: cancel or move free of charge.",
        n=policy.free_hours,
    )


def said(policy: Policy) -> str:
    """The policy as it stood on the screen; a tap on another one shows the present one first."""
    return f"{policy.free_hours}.{policy.late_percent}.{policy.no_show_percent}"


def prepaid_line(policy: Policy, w: Words) -> Markup:
    """What a fee takes where the sessions are paid ahead as a package."""
    return {
        Forfeit.CREDIT: w("📦 In a package that is paid ahead, it takes a session of it in place of money."),
        Forfeit.MONEY: w("📦 In a package that is paid ahead, it is money too, and the session comes back."),
        Forfeit.NOTHING: w("📦 In a package that is paid ahead, it takes nothing: the session comes back."),
    }[policy.prepaid]


def forfeit_name(forfeit: Forfeit, w: Words) -> str:
    return {
        Forfeit.CREDIT: w.plain("a session"),
        Forfeit.MONEY: w.plain("money"),
        Forfeit.NOTHING: w.plain("nothing"),
    }[forfeit]


def share(percent: int, w: Words) -> str:
    names = {0: w.plain("nothing"), 50: w.plain("half the price"), 100: w.plain("the full price")}
    return names.get(percent) or w.plain("{n} % of the price", n=percent)


def in_short(policy: Policy, w: Words) -> str:
    return w.plain(
        "free until {hours} h before · late {late} % · no-show {missed} %",
        hours=policy.free_hours,
        late=policy.late_percent,
        missed=policy.no_show_percent,
    )
