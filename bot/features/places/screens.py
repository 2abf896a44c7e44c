"""The list of places, one place, and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.buttons import Rows, in_rows, key
from bot.features.places import buttons as b
from bot.going import back
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.people import Place, PlaceKind
from core.use_cases.placing import MOST_PLACES


def sign(kind: PlaceKind) -> str:
    return {PlaceKind.GYM: "🏋️", PlaceKind.HOME: "🏠", PlaceKind.ONLINE: "💻"}[kind]


def kind_name(kind: PlaceKind, w: Words) -> str:
    names = {
        PlaceKind.GYM: w.plain("Gym"),
        PlaceKind.HOME: w.plain("Client's home"),
        PlaceKind.ONLINE: w.plain("Online"),
    }
    return names[kind]


def all_of(visit: Visit, places: Sequence[Place], lead: Markup | None = None) -> Screen:
    w = visit.w
    stars = ["⭐ " if p.id == visit.me.place_id else "" for p in places]
    labels = [f"{star}{sign(p.kind)} {p.name}"[:40] for star, p in zip(stars, places, strict=True)]
    keys = [key(label, b.OpenPlace(p.id)) for label, p in zip(labels, places, strict=True)]
    new = [key(f"+ {kind_name(kind, w)}", b.NewPlace(kind.value)) for kind in PlaceKind]
    some = w("<b>Your places.</b> ⭐ is the one I assume when you name none.")
    none = w("<b>No places yet.</b> Add where you train, and your clients know where to go.")
    text = lines(lead, "" if lead else None, some if places else none)
    return Screen(text, [*in_rows(keys, 1), *in_rows(new, 2), back(visit)])


def one(visit: Visit, place: Place, lead: Markup | None = None) -> Screen:
    w = visit.w
    usual = w(" · ⭐ usual") if place.id == visit.me.place_id else Markup()
    map_ = map_link(place)
    text = lines(
        lead,
        "" if lead else None,
        w("{sign} <b>{name}</b>{usual}", sign=sign(place.kind), name=place.name, usual=usual),
        w("Kind: {kind}", kind=kind_name(place.kind, w)),
        w("Address: {address}", address=place.address) if place.address else None,
        w('<a href="{link}">On the map</a>', link=map_) if map_ else None,
        w("Link: {link}", link=place.link) if place.link else None,
    )
    return Screen(text, _keys(visit, place))


def map_link(place: Place) -> str | None:
    if place.latitude is None or place.longitude is None:
        return None
    return f"https://maps.google.com/?q={place.latitude:.6f},{place.longitude:.6f}"


def _keys(visit: Visit, place: Place) -> Rows:
    w = visit.w
    labels = {"name": w.plain("✏️ Name")}
    if place.kind is PlaceKind.ONLINE:
        labels["link"] = w.plain("🔗 Meeting link")
    else:
        labels |= {"address": w.plain("🏠 Address"), "map": w.plain("🗺 Map point")}
    keys = [key(label, b.AskPlace(place.id, field)) for field, label in labels.items()]
    if place.id != visit.me.place_id:
        keys.append(key(w.plain("⭐ Make it usual"), b.MakeUsual(place.id)))
    last = [key(w.plain("🗑 Remove"), b.AskRemove(place.id)), key(w.plain("‹ Back"), b.OpenPlaces())]
    return [*in_rows(keys, 2), last]


def sure_to_remove(place: Place, w: Words) -> Screen:
    text = w("<b>Remove {name}?</b> Sessions that are booked there keep it.", name=place.name)
    keep, go = key(w.plain("Keep it"), b.OpenPlace(place.id)), key(w.plain("Remove it"), b.Remove(place.id))
    return Screen(text, [[keep, go]])


def question(step: str, fields: Mapping[str, Any], w: Words) -> Screen:
    """About a place that is there, or for the name of a new one."""
    place_id = fields.get("place_id")
    if place_id is None:
        return _new(PlaceKind(fields["kind"]), fields, w)
    asked = {
        "name": w("<b>What shall it be called?</b> Type the name."),
        "address": w("<b>What is the address?</b> Type it as your clients should read it, or “none”."),
        "map": w("<b>Where is it?</b> Send the location (📎 → Location), or type “10.7769, 106.7009”."),
        "link": w("<b>What is the meeting link?</b> Paste it; it begins with https://. Or type “none”."),
    }
    return Screen(asked[step], [[key(w.plain("‹ Back"), b.OpenPlace(place_id))]])


def _new(kind: PlaceKind, fields: Mapping[str, Any], w: Words) -> Screen:
    names = {
        PlaceKind.GYM: w(
            "<b>What is the gym called?</b> Type its name, or send its location (📎 → Location)."
        ),
        PlaceKind.HOME: w("<b>What shall I call it?</b> Type a name, as “Lan's home”, or tap."),
        PlaceKind.ONLINE: w("<b>Online:</b> paste the meeting link (https://…), type a name, or tap."),
    }
    located = w("<b>I have the point on the map.</b> What is this place called?")
    common = [] if kind is PlaceKind.GYM else [key(kind_name(kind, w), b.CommonName(kind.value))]
    text = located if fields.get("latitude") is not None else names[kind]
    return Screen(text, [common, [key(w.plain("‹ Back"), b.OpenPlaces())]])


def not_valid(field: str, w: Words) -> Markup:
    known = {
        "place_name": w("A place's name has 1 to 64 characters."),
        "place_known": w("You have a place of that name already. Give this one another name."),
        "address": w("An address has at most 200 characters."),
        "link": w("A meeting link begins with https://, like https://meet.google.com/abc-defg-hij."),
        "point": w("That is no point on a map."),
    }
    return known[field]


def too_many(w: Words) -> Markup:
    return w("{n} places are the most I keep. Remove one first.", n=MOST_PLACES)
