"""What cancelling costs, and what happens when nobody says how a session went."""

from __future__ import annotations

from markupsafe import Markup

from bot import typed
from bot.buttons import Rows
from bot.features.settings.section import Section, picks
from bot.screen import lines
from bot.terms import forfeit_name, in_short, policy_lines, prepaid_line
from bot.visit import Visit
from core.people import OutcomeRule
from core.policy import Forfeit
from core.use_cases.profile import Changes

_FREE_HOURS = (12, 24, 48)
_PERCENTS = (0, 50, 100)
_FORFEITS = (Forfeit.CREDIT, Forfeit.MONEY, Forfeit.NOTHING)


def _ask_policy(visit: Visit) -> Markup:
    w = visit.w
    return lines(
        w("<b>Cancelling.</b> Your clients read:"),
        policy_lines(visit.me, w),
        prepaid_line(visit.me.policy, w),
        "",
        w(
            "Tap, or type it: “12h”, “late 30%”, “no-show 80%”, “package money”. "
            "What is booked keeps its policy."
        ),
    )


def _policy_choices(visit: Visit) -> Rows:
    w, policy = visit.w, visit.me.policy
    free = [(w.plain("Free: {n} h", n=n), f"{n}h") for n in _FREE_HOURS]
    late = [(w.plain("Late: {n} %", n=n), f"late {n}%") for n in _PERCENTS]
    missed = [(w.plain("No-show: {n} %", n=n), f"no-show {n}%") for n in _PERCENTS]
    prepaid = [(f"📦 {forfeit_name(f, w)}", f"package {f.value}") for f in _FORFEITS]
    return [
        picks("policy", free, f"{policy.free_hours}h"),
        picks("policy", late, f"late {policy.late_percent}%"),
        picks("policy", missed, f"no-show {policy.no_show_percent}%"),
        picks("policy", prepaid, f"package {policy.prepaid.value}"),
    ]


async def _read_policy(visit: Visit, text: str) -> Changes | None:
    policy = typed.policy(text, visit.me.policy)
    return None if policy is None else {"policy": policy}


def _said_policy(visit: Visit) -> str:
    w, policy = visit.w, visit.me.policy
    package = w.plain("package: {what}", what=forfeit_name(policy.prepaid, w))
    return f"{in_short(policy, w)} · {package}"


async def _read_rule(visit: Visit, text: str) -> Changes | None:
    return {"outcome_rule": OutcomeRule(text)} if text in set(OutcomeRule) else None


def _said_rule(visit: Visit) -> str:
    if visit.me.outcome_rule is OutcomeRule.ASK:
        return visit.w.plain("ask me, never mark")
    return visit.w.plain("no-show after 2 h of silence")


def _ask_rule(visit: Visit) -> Markup:
    return visit.w(
        "<b>When you do not say how a session went</b>, I can mark it as a no-show, 2 hours after my "
        "question reached you (nights not counted); one tap puts it right. Or I only ask, and it stays open."
    )


def _rule_choices(visit: Visit) -> Rows:
    w = visit.w
    options = [
        (w.plain("Mark a no-show"), OutcomeRule.MARK.value),
        (w.plain("Ask me, never mark"), OutcomeRule.ASK.value),
    ]
    return [[found] for found in picks("outcome", options, visit.me.outcome_rule.value)]


SECTIONS = (
    Section(
        "policy",
        lambda w: w.plain("⚖️ Cancelling"),
        _said_policy,
        _ask_policy,
        _policy_choices,
        _read_policy,
        lambda w: w(
            "I did not get that. At most 336 hours, and 0 to 100 %: "
            "type it like “12h”, “late 30%” or “no-show 80%”."
        ),
        stays=True,
        tells=True,
    ),
    Section(
        "outcome",
        lambda w: w.plain("❓ No answer"),
        _said_rule,
        _ask_rule,
        _rule_choices,
        _read_rule,
        lambda w: w("Please tap one of the two."),
        is_typed=False,
    ),
)
