"""From a line of text to its reading: the likeliest one, with everything in it accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.when import far
from core.when.found import Situation
from core.when.language import Lexicon
from core.when.languages import LANGUAGES
from core.when.likelihood import Ranked, likeliest
from core.when.meanings import Bad
from core.when.pieces import grammar, lexicon
from core.when.reading import Ask, At, Day, Reading, Repeats, TimeOnly, When, Word, Wrong
from core.when.single import MOST_CHOICES
from core.when.text import LONGEST_TEXT, MOST_TOKENS, Token, normal, tokens

#: How much clearer a line must be in another language to be read in that one: more than by one name.
_OTHER_LANGUAGE = 6.0
#: From this character on there are no letters and marks of ours.
_PICTURES = 0x2BFF
_SILENT = frozenset("·•,.;!?()[]{}\"'“”«»…*_|\\<>=^%#")
#: Words of these kinds say something of time wherever they stand.
_OF_TIME = frozenset(
    {"which", "which_after", "weekday", "month", "unit", "ampm", "every", "plural", "day", "part", "before",
     "bound", "half", "kém", "rưỡi", "until_end", "rhythm", "weekend", "later", "ago", "thứ", "h",
     "until", "start", "fortnight", "negation", "lunar", "cách"}
)  # fmt: skip
_BESIDE_TIME = frozenset({"client", "place", "price", "filler", "mark", "unknown", "note"})
#: Said of a series; where none is meant, it is shown as not understood.
_OF_SERIES = frozenset({"count", "perweek"})
_PRINTED = {
    "ending": "until",
    "beginning": "from",
    "barespan": "span",
    "bare": "clock",
    "soft": "length",
    "days": "day",
    "day_half": "day",
    "rhythmic_part": "rhythm",
    "mark": "filler",
    "note": "unknown",
    "bounded": "unknown",
}


def prepare() -> None:
    grammar()
    for code in LANGUAGES:
        lexicon(code)
    far.prepare()


def reading(text: str, situation: Situation) -> Reading:
    line = normal(text)
    all_tokens = tokens(line)
    if len(line) > LONGEST_TEXT or len(all_tokens) > MOST_TOKENS:
        return Reading(unknown=(line,), words=(Word(line, "unknown"),))
    spoken = _spoken(all_tokens)
    if not spoken:
        return Reading()
    found = _reading(line, spoken, _best(spoken, situation))
    if found.when is None or found.unknown:
        return far.reading(line, situation) or found
    return found


def _spoken(line: list[Token]) -> list[Token]:
    """Without the marks that only part words, and little pictures; 30' keeps its mark."""
    kept: list[Token] = []
    for token in line:
        minutes = token.text == "'" and token.glued and kept and kept[-1].kind == "number"
        if token.kind != "mark" or minutes or not (token.text in _SILENT or ord(token.text) > _PICTURES):
            kept.append(token)
    return kept


def _best(line: Sequence[Token], situation: Situation) -> list[Ranked]:
    """The likeliest readings; another language is asked where this one leaves something over."""
    best = likeliest(line, situation)
    for other in LANGUAGES.values():
        if other is situation.language or not best[0].found.unknown:
            continue
        ranked = likeliest(line, replace(situation, language=other))
        if ranked[0].cost + _OTHER_LANGUAGE < best[0].cost:
            best = ranked
    return best


def _reading(line: str, spoken: Sequence[Token], best: list[Ranked]) -> Reading:
    top = best[0].found
    words = _words(line, spoken, best[0])
    unknown = [w.text for w in words if w.taken_for == "unknown"]
    if len(top.prices) > 1:
        unknown += [w.text for w in words if w.taken_for == "price"]
    when = _sure(_merged(best), spoken, best[0])
    if not isinstance(when, Repeats | Ask):
        unknown += [w.text for w in words if w.taken_for in _OF_SERIES]
    lengths = top.lengths if when is None or isinstance(when, Day) else []
    return Reading(
        when=_named(when, line, spoken, best[0]),
        clients=tuple(dict.fromkeys(k for r in best for known in r.found.clients for k in known)),
        places=tuple(dict.fromkeys(k for known in top.places for k in known)),
        price=top.prices[0] if len(top.prices) == 1 else None,
        unknown=tuple(unknown),
        words=words,
        length=timedelta(minutes=lengths[0]) if len(lengths) == 1 else None,
    )


def _merged(best: list[Ranked]) -> When | None:
    """One reading, or a question with those that are as likely."""
    distinct = list(dict.fromkeys(r.when for r in best))
    if len(distinct) == 1:
        return distinct[0]
    choices = list(dict.fromkeys(c for when in distinct for c in _choices(when)))
    if len(choices) > 1:
        return Ask("", tuple(choices[:MOST_CHOICES]))
    return choices[0] if choices else distinct[0]


def _choices(when: When | None) -> list[At | Repeats | Day]:
    if isinstance(when, Ask):
        return list(when.choices)
    if isinstance(when, TimeOnly):
        return [when.nearest] if when.nearest else []
    return [when] if isinstance(when, At | Repeats | Day) else []


def _sure(when: When | None, spoken: Sequence[Token], top: Ranked) -> When | None:
    """A number or a word of time that fits nowhere may be what was meant: then the trainer says yes first."""
    if not isinstance(when, At | Repeats | TimeOnly):
        return when
    left = [n for p in top.found.unknown if p.kind == "unknown" for n in range(p.start, p.end)]
    return Ask("", tuple(_choices(when))) if any(_is_of_time(spoken, n) for n in left) else when


def _is_of_time(spoken: Sequence[Token], n: int) -> bool:
    """Numbers alone, not "80kg"; words that speak of time and are spelled as such, not names like them."""
    token = spoken[n]
    if token.kind == "word":
        return any(_says_time(spoken, n, lexicon(code)) for code in LANGUAGES)
    if token.kind == "mark":
        return token.text == "-"
    before = [spoken[n - 1]] if n and token.glued else []
    after = [t for t in spoken[n + 1 : n + 2] if t.glued]
    return not any(t.kind == "word" for t in before + after)


def _says_time(spoken: Sequence[Token], n: int, words: Lexicon) -> bool:
    marked = spoken[n].text[0].isupper() or any(not t.text.isascii() for t in spoken)
    kinds = {p.kind for p in words.at(spoken, n, marked=marked) if p.cost == 0}
    # "Move it to Friday" says nothing of time with its "to".
    return bool(kinds & _OF_TIME) and "to" not in kinds


def _named(when: When | None, line: str, spoken: Sequence[Token], top: Ranked) -> When | None:
    """The question or the error with the words that it is about."""
    if isinstance(when, Wrong):
        first, last = (int(n) for n in when.piece.split(":"))
        return Wrong(when.reason, line[spoken[first].start : spoken[last - 1].end])
    timely = [p for p in top.pieces if p.kind not in _BESIDE_TIME]
    if isinstance(when, Ask) and timely:
        return Ask(line[spoken[timely[0].start].start : spoken[timely[-1].end - 1].end], when.choices)
    return when


def _words(line: str, spoken: Sequence[Token], top: Ranked) -> tuple[Word, ...]:
    """Each piece of the text with what it was taken for; unknown pieces side by side are one."""
    words: list[tuple[int, int, str]] = []
    refused = {id(p) for p in top.found.unknown}
    for piece in top.pieces:
        kind = "unknown" if id(piece) in refused else _PRINTED.get(piece.kind, piece.kind)
        kind = "wrong" if isinstance(piece.value, Bad) else kind
        start, end = spoken[piece.start].start, spoken[piece.end - 1].end
        if words and kind == "unknown" == words[-1][2]:
            words[-1] = (words[-1][0], end, kind)
        else:
            words.append((start, end, kind))
    return tuple(Word(line[start:end], kind) for start, end, kind in words)
