"""The screens of a trainer's own profile: all of it at a glance, and one for each part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

from markupsafe import Markup

from bot import saying_profile
from bot.buttons import Key, Rows, copy, in_rows, key, link, short
from bot.features.leading import OpenProfile
from bot.features.profile import buttons as b
from bot.going import back
from bot.saying import length, money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.directory import tag
from core.money import Money
from core.profile import LONGEST_BIO, MOST_SPECIALITIES, SPECIALITIES, SPOKEN, Profile
from core.use_cases import presenting

_MINUTES = (15, 30, 45, 60)
_PRICES: dict[str, tuple[int, ...]] = {"VND": (0, 100_000, 200_000)}


def overview(profile: Profile, visit: Visit, lead: Markup | None = None) -> Screen:
    w = visit.w
    text = lines(
        lines(lead, "") if lead else None,
        w("🪪 <b>Your profile.</b> People who look for a coach read it."),
        _visible(profile, w),
        _line(w.plain("📝 About you"), _in_short(profile.bio), w),
        _line(w.plain("🏷 Specialities"), saying_profile.specialities(profile.specialities, w), w),
        _line(w.plain("🌐 Languages"), saying_profile.languages(profile.languages), w),
        _line(w.plain("☕ Consultation"), saying_profile.consultation(profile, visit.me.currency, w), w),
        saying_profile.standing(profile, w),
    )
    show = key(w.plain("👁 Show me"), b.SetVisible(True))
    hide = key(w.plain("🙈 Hide me"), b.SetVisible(False))
    keys = [
        hide if profile.listed else show,
        key(w.plain("👀 As clients see it"), b.Preview()),
        key(w.plain("📝 About you"), b.AskBio()),
        key(w.plain("🏷 Specialities"), b.ShowSpecialities()),
        key(w.plain("🌐 Languages"), b.ShowLanguages()),
        key(w.plain("☕ Consultation"), b.ShowConsultation()),
        key(w.plain("🔗 My link"), b.ShowLink()),
    ]
    return Screen(text, [*in_rows(keys, 2), back(visit)])


def _line(label: str, value: str, w: Words) -> Markup:
    return w("{label}: <b>{value}</b>", label=label, value=value or w.plain("none yet"))


def _in_short(bio: str | None) -> str:
    words = " ".join((bio or "").split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


def _visible(profile: Profile, w: Words) -> Markup:
    if profile.listed:
        return w("👁 Visible: <b>everybody who looks for a coach finds you</b>")
    return w("🙈 Not visible: <b>only who has your link sees your page</b>")


def turned(profile: Profile, w: Words) -> Markup:
    """After the switch, with what is still missing: it is said, and nothing is forbidden."""
    if not profile.listed:
        return w("🙈 Hidden. Your link still leads to your page.")
    names = {
        "bio": w.plain("a few words about you"),
        "specialities": w.plain("your specialities"),
        "languages": w.plain("your languages"),
    }
    lacking = [names[field] for field in presenting.missing(profile)]
    hint = w("Clients would like to read more: {what}.", what=", ".join(lacking)) if lacking else None
    done = w("👁 <b>You are visible.</b>") if profile.is_found else w("👁 <b>Switched on.</b>")
    return lines(done, hint)


def bio(profile: Profile, w: Words, lead: Markup | None = None) -> Screen:
    text = lines(
        lead,
        w("📝 <b>Who are you, and whom do you help?</b> Type up to {n} characters.", n=LONGEST_BIO),
        Markup("<blockquote>{}</blockquote>").format(profile.bio) if profile.bio else None,
    )
    clear = [key(w.plain("🗑 Erase it"), b.ClearBio())] if profile.bio else []
    return Screen(text, [[*clear, to_profile(w)]])


def to_profile(w: Words) -> Key:
    return key(w.plain("‹ Back"), OpenProfile())


def specialities(profile: Profile, w: Words, lead: Markup | None = None) -> Screen:
    """The common ones and those that were typed; a tick is taken away by a tap."""
    there = {tag(s) for s in profile.specialities}
    own = [s for s in profile.specialities if s not in SPECIALITIES]
    keys = [_turn_key(s, w, there=tag(s) in there) for s in (*SPECIALITIES, *own)]
    text = lines(
        lead,
        w("🏷 <b>What do you train?</b> Tap up to {n}, or type one of your own.", n=MOST_SPECIALITIES),
    )
    return Screen(text, [*in_rows(keys, 2), [to_profile(w)]])


def _turn_key(value: str, w: Words, *, there: bool) -> Key:
    label = short(saying_profile.speciality(value, w))
    return key(f"✓ {label}" if there else label, b.TurnSpeciality(tag(value), not there))


def languages(profile: Profile, w: Words) -> Screen:
    keys = []
    for code in SPOKEN:
        there = code in profile.languages
        name = saying_profile.language(code)
        keys.append(key(f"✓ {name}" if there else name, b.TurnLanguage(code, not there)))
    return Screen(w("🌐 <b>In which languages do you train?</b>"), [*in_rows(keys, 2), [to_profile(w)]])


def consultation(
    profile: Profile, visit: Visit, lead: Markup | None = None, guesses: Sequence[Money] = ()
) -> Screen:
    """Not offered, free, or for a price; and how long."""
    w, currency = visit.w, visit.me.currency
    now = saying_profile.consultation(profile, currency, w)
    text = lines(
        lead,
        w("🤝 <b>Do you meet somebody once before any package?</b> Type a price (“200k”), or tap."),
        w("Now: <b>{value}</b>", value=now),
    )
    offered = [m.amount for m in guesses] or _PRICES.get(currency, (0,))
    prices: list[int | None] = [None, *offered]
    keys = [_price_key(price, profile, visit) for price in prices]
    minutes = (
        [_minutes_key(n, profile, w) for n in _MINUTES] if profile.consultation_price is not None else []
    )
    return Screen(text, [*in_rows(keys, 2), minutes, [to_profile(w)]])


def _price_key(price: int | None, profile: Profile, visit: Visit) -> Key:
    w = visit.w
    if price is None:
        label = w.plain("Not offered")
    else:
        label = money(Money(price, visit.me.currency), w) if price else w.plain("Free of charge")
    chosen = price == profile.consultation_price
    return key(f"✓ {label}" if chosen else label, b.SetConsultation(price))


def _minutes_key(minutes: int, profile: Profile, w: Words) -> Key:
    label = length(timedelta(minutes=minutes), w)
    chosen = minutes == profile.consultation_minutes
    return key(f"✓ {label}" if chosen else label, b.SetMinutes(minutes))


def my_link(profile: Profile, url: str, visit: Visit, lead: Markup | None = None) -> Screen:
    w = visit.w
    text = lines(
        lines(lead, "") if lead else None,
        w("🔗 <b>Your link.</b> It opens your page, also while you are not visible:"),
        Markup("{}").format(url),
        saying_profile.standing(profile, w),
    )
    words = w.plain("Train with Coach {name}: what I offer, and when I am free.", name=visit.me.name)
    share = f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(words, safe='')}"
    rows: Rows = [
        [link(w.plain("📤 Share"), share), copy(w.plain("📋 Copy"), url)],
        [key(w.plain("🔳 QR code"), b.ShowCode()), key(w.plain("♻️ New link"), b.AskNewLink())],
        [to_profile(w)],
    ]
    return Screen(text, rows)


def sure_of_new_link(profile: Profile, w: Words) -> Screen:
    text = w("<b>Make a new link?</b>\nThe one you have now, and its QR code, stop working at once.")
    keep, new = key(w.plain("Keep it"), b.ShowLink()), key(w.plain("New link"), b.NewLink(profile.code))
    return Screen(text, [[keep, new]])
