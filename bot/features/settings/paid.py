"""Getting paid: the account that clients transfer to, and when debts are reminded of."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.features.settings.section import OpenSection, Section, pick, picks
from bot.screen import lines
from bot.typed import is_nothing
from bot.visit import Visit
from core import banks
from core.use_cases.profile import Changes

_PARENT = "paid"
#: The most used, and what may be meant by something typed, at most.
_MOST_BANKS = 8
_DAYS = (3, 7, 14)


def _bank_name(visit: Visit) -> str:
    bank = banks.by_bin(visit.me.bank or "")
    return bank.short if bank else visit.w.plain("none yet")


def _said(visit: Visit) -> str:
    me = visit.me
    if me.bank is None or me.account is None:
        return visit.w.plain("no account yet")
    return f"{_bank_name(visit)} {me.account}"


def _ask(visit: Visit) -> Markup:
    w = visit.w
    return lines(
        w("<b>Getting paid.</b> With your account your clients get a QR code for what they owe."),
        w("🏦 Bank: <b>{bank}</b>", bank=_bank_name(visit)),
        w("💳 Account: <b>{account}</b>", account=_said_field(visit, "account")),
        w("👤 In the name of: <b>{name}</b>", name=_said_field(visit, "account_name")),
        w("🔔 Debts: <b>{when}</b>", when=_said_days(visit)),
    )


def _said_field(visit: Visit, field: str) -> str:
    return getattr(visit.me, field) or visit.w.plain("none yet")


def _parts(visit: Visit) -> Rows:
    w = visit.w
    labels = {
        "bank": w.plain("🏦 Bank"),
        "account": w.plain("💳 Account"),
        "account_name": w.plain("👤 Name on it"),
        "debts": w.plain("🔔 Debts"),
    }
    return in_rows([key(label, OpenSection(name)) for name, label in labels.items()], 2)


async def _read_none(visit: Visit, text: str) -> Changes | None:
    return None


def _bank_choices(visit: Visit) -> Rows:
    options = [(bank.short, bank.bin) for bank in banks.every()[:_MOST_BANKS]]
    return in_rows(picks("bank", options, visit.me.bank or ""), 2)


async def _read_bank(visit: Visit, text: str) -> Changes | None:
    """One bank: several are offered."""
    if is_nothing(text):
        return {"bank": None}
    found = banks.find(text)
    return {"bank": found[0].bin} if len(found) == 1 else None


async def _guess_bank(visit: Visit, text: str) -> list[Key]:
    return [pick("bank", bank.short, bank.bin) for bank in banks.find(text)[:_MOST_BANKS]]


async def _read_text(visit: Visit, text: str, field: str) -> Changes | None:
    return {field: None if is_nothing(text) else text}


def _no_choices(visit: Visit, field: str) -> Rows:
    return [[pick(field, visit.w.plain("Take it out"), "off")]] if getattr(visit.me, field) else []


def _said_days(visit: Visit) -> str:
    days = visit.me.debt_days
    if days is None:
        return visit.w.plain("reminded by your tap only")
    return str(visit.w.many("reminded every day", "reminded every {n} days", days))


def _day_choices(visit: Visit) -> Rows:
    w = visit.w
    options = [(w.plain("After {n} days", n=n), str(n)) for n in _DAYS]
    off = picks("debts", [(w.plain("Only by my tap"), "off")], str(visit.me.debt_days or "off"))
    return [picks("debts", options, str(visit.me.debt_days or "off")), off]


async def _read_days(visit: Visit, text: str) -> Changes | None:
    """“7”, “7 days”, “7 ngày”, “off”."""
    number = text.split(maxsplit=1)[0] if text.split() else ""
    if is_nothing(text):
        return {"debt_days": None}
    return {"debt_days": int(number)} if number.isdecimal() and len(number) < 4 else None


SECTIONS = (
    Section(
        _PARENT,
        lambda w: w.plain("💳 Getting paid"),
        _said,
        _ask,
        _parts,
        _read_none,
        lambda w: w("Please tap what you want to change."),
        is_typed=False,
        tells=True,
    ),
    Section(
        "bank",
        lambda w: w.plain("🏦 Bank"),
        _bank_name,
        lambda visit: visit.w("<b>At which bank is your account?</b> Type its name, or tap."),
        _bank_choices,
        _read_bank,
        lambda w: w("I do not know this bank. Type its name like “Vietcombank”, “VCB” or “MB”."),
        guess=_guess_bank,
        parent=_PARENT,
    ),
    Section(
        "account",
        lambda w: w.plain("💳 Account"),
        lambda visit: _said_field(visit, "account"),
        lambda visit: visit.w("<b>What is the number of your account?</b> Type it as on your card or app."),
        partial(_no_choices, field="account"),
        partial(_read_text, field="account"),
        lambda w: w("An account has 6 to 19 digits or letters. Please type it again."),
        parent=_PARENT,
    ),
    Section(
        "account_name",
        lambda w: w.plain("👤 Name on it"),
        lambda visit: _said_field(visit, "account_name"),
        lambda visit: visit.w("<b>In whose name is the account?</b> Your clients compare it."),
        partial(_no_choices, field="account_name"),
        partial(_read_text, field="account_name"),
        lambda w: w("A name has 1 to 64 characters. Please type it again."),
        parent=_PARENT,
    ),
    Section(
        "debts",
        lambda w: w.plain("🔔 Debts"),
        _said_days,
        lambda visit: visit.w(
            "<b>Shall I remind clients of what they owe?</b> At ten in the morning, so many days after "
            "it became due, and again after as many. Tap, or type the days."
        ),
        _day_choices,
        _read_days,
        lambda w: w("From 1 to 90 days, or “off”."),
        parent=_PARENT,
    ),
)
