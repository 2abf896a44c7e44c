"""What trainers say of themselves, in the reader's words: what they do, where, in which languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache, lru_cache

from babel import Locale
from markupsafe import Markup

from bot.saying import length, money
from bot.texts import LANGUAGES, N_, Words, words
from core.directory import AT_HOME, ONLINE, tag
from core.money import CASH_STEPS, Money
from core.profile import SPECIALITIES, Profile, Standing

_SPECIALITIES = {
    "weight_loss": N_("weight loss"),
    "muscle": N_("building muscle"),
    "strength": N_("strength"),
    "functional": N_("functional training"),
    "running": N_("running"),
    "boxing": N_("boxing"),
    "yoga": N_("yoga"),
    "pilates": N_("pilates"),
    "mobility": N_("mobility"),
    "rehab": N_("after an injury"),
    "prenatal": N_("pre- and postnatal"),
    "seniors": N_("for seniors"),
    "kids": N_("for children"),
    "nutrition": N_("nutrition"),
    "swimming": N_("swimming"),
    "dance": N_("dance"),
}


def speciality(kept: str, w: Words) -> str:
    """A common one in the reader's language; another one as it was typed."""
    known = _SPECIALITIES.get(kept)
    return w.plain(known) if known else kept


def specialities(kept: Iterable[str], w: Words) -> str:
    return ", ".join(speciality(one, w) for one in kept)


def speciality_typed(text: str) -> str:
    """A common one by its name in any language; else as it was typed."""
    typed = " ".join(text.split())
    return _by_name().get(tag(typed), typed)


@cache
def _by_name() -> dict[str, str]:
    return {tag(speciality(kept, words(code))): kept for code in LANGUAGES for kept in SPECIALITIES}


@lru_cache(maxsize=4096)
def in_every_language(kept: str) -> str:
    """All that somebody may type who looks for it."""
    return " ".join(dict.fromkeys(speciality(kept, words(code)) for code in LANGUAGES))


@cache
def language(code: str) -> str:
    """As its speakers call it."""
    name = Locale(code).get_language_name() or code
    return f"{name[:1].upper()}{name[1:]}"


def languages(codes: Sequence[str]) -> str:
    return ", ".join(language(code) for code in codes)


@cache
def spoken_in_every_language(code: str) -> str:
    """Its name as its speakers and as our readers say it."""
    names = (Locale(code).get_language_name(reader) or code for reader in LANGUAGES)
    return " ".join((language(code), *names))


def place(kept: str, w: Words) -> str:
    """A gym by its name; a home and a meeting only as such."""
    kinds = {AT_HOME: w.plain("at your home"), ONLINE: w.plain("online")}
    return kinds.get(kept, kept)


def places(kept: Iterable[str], w: Words) -> str:
    return ", ".join(place(one, w) for one in kept)


def price_from(amount: int | None, currency: str, w: Words) -> str | None:
    """The cheapest session, down to what is paid in cash."""
    if amount is None:
        return None
    if not amount:
        return w.plain("free of charge")
    step = CASH_STEPS.get(currency, 1)
    return w.plain("from {price}", price=money(Money(max(amount // step, 1) * step, currency), w))


def price_in_short(amount: int | None, currency: str, w: Words) -> str | None:
    """As on a button: 300k."""
    if amount is None or currency != "VND" or amount < 1000:
        return price_from(amount, currency, w)
    return w.plain("from {price}", price=f"{amount // 1000}k")


def consultation(profile: Profile, currency: str, w: Words) -> str:
    """What the first meeting costs and how long it is."""
    price = profile.consultation(currency)
    if price is None:
        return w.plain("not offered")
    cost = money(price, w) if price.amount else w.plain("free of charge")
    return f"{cost} · {length(timedelta(minutes=profile.consultation_minutes), w)}"


def score(stars: int, ratings: int) -> str:
    """⭐4.8, or nothing before the first rating."""
    return f"⭐{stars / ratings:.1f}" if ratings else ""


def standing(profile: Profile, w: Words) -> Markup | None:
    """What an admin has said, or has still to say."""
    return {
        Standing.WAITING: w(
            "⏳ An admin looks at your sign-up. Until then nobody finds you and nobody new can join; "
            "your calendar works."
        ),
        Standing.PAUSED: w(
            "⏸ An admin has paused your page: nobody finds you and nobody new can join. "
            "What is agreed goes on."
        ),
    }.get(profile.standing)
