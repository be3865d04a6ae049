"""The facts inside a text: numbers, dates, names, identifiers, negations, references, opposites. What is left is wording.

By rule, in linear time: every pattern here looks at a bounded stretch, or consumes what it looked at. Conservative: a
change that may be one of a fact is called one. The rules and their limits stand in docs/severity.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

from delegate_audit.core.fact_words import FRACTIONS, MULTIPLES, ROMAN, SMALL_NUMBERS, UNITS, concept, is_common

MARGIN_CHARS = 1000
"""How much of what two long texts share is read around the part in which they differ."""

MAX_EXCHANGED = 4
"""Longest stretch, in words, that is recognised as having changed places with another."""

MAX_CHARS = 100_000
"""Largest part in which two texts may differ and still be read; what is larger is taken for a change of facts."""

MAX_REORDERED = 1000
"""Most numbers whose order is looked into."""

MAX_NUMBER_WORDS = 16
"""Longest number in words."""

_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‛ʼ", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–−", "-"), "…": ".", "\u00ad": None}
    | {digit: str(k) for k, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")}
)
_UNIT = re.compile(rf"(?<=\d) ?({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![^\W_])")
_PHRASE = re.compile(r"n't\b|\bcannot\b|\bno one\b|\b(?:has|have|had) to\b|\bper cent\b|\bat (?:least|most)\b|\bclose to\b", re.IGNORECASE)
_PHRASES = {
    "n't": " not", "cannot": "can not", "no one": "noone", "has to": "must", "have to": "must", "had to": "must", "per cent": "percent",
    "at least": "at_least", "at most": "at_most", "close to": "close_to",
}  # fmt: skip

_NUMBER = r"(?:(?<![^\s(\[{=<>~])[-+])?(?:(?<![^\s(\[{=<>~+-])\.)?\d+(?:[.,:/-]\d+)*"
_TOKEN = re.compile(rf"{_NUMBER}|[^\W\d½¼¾⅓⅔⅛⅜⅝⅞⁰¹²³⁴⁵⁶⁷⁸⁹]+|[½¼¾⅓⅔⅛⅜⅝⅞%‰€$£°]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WORD = r"(?<![^\W_])([^\W\d_a-z][^\W_]*)"
_DETERMINER = "the|an?|all|both|each|every|any|some|this|that|these|those|my|your|his|her|its|our|their|it|them|him|me|us"
_CAPITAL = re.compile(rf"(?:\A|[.!?:;\n\"—(\[{{|*#>•]|(?<![^\n])-) {{0,3}}[^\w\s]{{0,2}}{_WORD}( (?:{_DETERMINER})\b)?|{_WORD}")
_PLACEHOLDER = r"%\(\w{1,60}\)[a-z]|%(?:\d\$)?[a-z](?!\w)|(?<![\w}\\])\$?\{\w{0,60}\}"
_ADDRESS = re.compile(
    rf"{_PLACEHOLDER}|https?://[^\s<>\"]+|\[\w{{1,12}}\]|`[^`\n]{{1,80}}`|[<>]=?(?= ?[-+]?\d)|(?<=\w )(?:[<>]=?|[!=]=)(?= \w)|[≤≥≠≈±]"
)
_PARTING = re.compile(r"[\s()\[\]{}<>\"'`,;|]+")
_IDENTIFIER = re.compile(r"[@#§\\/=]\w|\w[_@\\/=]\w|[^\W\d]\.\w|\w\.[^\W\d]|[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]-?\d|\d[A-Za-z]{3}|_\w|\w::\w")
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z][^\W\dA-Z_]*")
_SPELLED = frozenset({*SMALL_NUMBERS, *MULTIPLES, *FRACTIONS, *ROMAN})
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de", "anti")
_BORDER = ".,;:!?-*…"
_NO_IDENTIFIERS = frozenset({"e.g", "i.e", "a.m", "p.m"})
_POINTERS = frozenset("section chapter figure fig table page p line lines step appendix equation eq paragraph clause article item".split())  # noqa: SIM905
_JOINS = frozenset({"and", "or", "nor", "but", "yet", "plus"})
_PREPOSITIONS = frozenset("at by for from in into of on onto since to toward towards until via with without near".split())  # noqa: SIM905


def same_facts(left: str, right: str) -> bool:
    """Whether two texts state the same facts, as far as rules can tell. Symmetric; linear in the length of both."""
    if left == right:
        return True
    left, right = _differing(left, right)
    if max(len(left), len(right)) > MAX_CHARS:
        return False
    ours, theirs = _read(left), _read(right)
    return (
        _references(ours.text, theirs.text)
        and _numbers(ours.words, theirs.words)
        and _words(ours, theirs)
        and _names_in_order(ours, theirs)
        and not _exchanged(ours.words, theirs.words)
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text with its typographic variants levelled, and its words and numbers in order, in small letters."""

    text: str
    spelled: str
    words: list[str]


def _read(text: str) -> _Reading:
    plain = text if text.isascii() else text.translate(_PLAIN)
    spelled = _PHRASE.sub(lambda found: _PHRASES[found.group().lower()], plain)
    spelled = _UNIT.sub(lambda found: f" {UNITS[found.group(1)]} ", spelled)
    return _Reading(plain, spelled, _TOKEN.findall(spelled.casefold()))


def _differing(left: str, right: str) -> tuple[str, str]:
    """What is left of two texts when all but a margin of what they begin and end with alike is cut off, at white space."""
    least = min(len(left), len(right))
    if least < 4 * MARGIN_CHARS:
        return left, right
    begin = _reach(least, lambda size: left[:size] == right[:size])
    end = _reach(least - begin, lambda size: left[len(left) - size :] == right[len(right) - size :])
    begin = max(0, left.rfind(" ", 0, max(0, begin - MARGIN_CHARS)))
    cut = left.find(" ", len(left) - max(0, end - MARGIN_CHARS))
    end = len(left) - cut if cut >= 0 else 0
    return left[begin : len(left) - end], right[begin : len(right) - end]


def _reach(limit: int, alike: Callable[[int], bool]) -> int:
    """The largest size up to `limit` for which `alike` holds, given that it holds for all smaller ones."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if alike(middle) else (low, middle - 1)
    return low


def _references(left: str, right: str) -> bool:
    """Whether addresses, placeholders, citations, quoted code, comparisons and identifiers are the same, whatever their order."""
    if Counter(_ADDRESS.findall(left)) != Counter(_ADDRESS.findall(right)):
        return False
    ours, theirs = Counter(_PARTING.split(left)), Counter(_PARTING.split(right))
    return _identifiers(ours - theirs) == _identifiers(theirs - ours)


def _identifiers(parts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part, count in parts.items():
        bare = part.strip(_BORDER)
        if _IDENTIFIER.search(bare) and bare.lower() not in _NO_IDENTIFIERS and not bare.isnumeric() and any(map(str.isalpha, bare)):
            found[bare] += count
    return found


def _numbers(left: list[str], right: list[str]) -> bool:
    """Whether the numbers are the same and in order, or each still beside a word that stands beside no other."""
    if [word for word in left if word in _SPELLED or not word.isalpha()] == [
        word for word in right if word in _SPELLED or not word.isalpha()
    ]:
        return True
    ours, theirs = _places(left), _places(right)
    values = [number.value for number in ours]
    others = [number.value for number in theirs]
    if values == others:
        return True
    if len(values) > MAX_REORDERED or len(set(values)) < len(values) or sorted(values) != sorted(others):
        return False
    return {value for value, _, _ in _neighbours(left, ours) & _neighbours(right, theirs)} == set(values)


class _Number(NamedTuple):
    """A number as a canonical string, and where its words begin and end."""

    value: str
    begin: int
    end: int


def _places(words: list[str]) -> list[_Number]:
    found: list[_Number] = []
    end = 0
    for begin, word in enumerate(words):
        if begin < end:
            continue
        if word in _SPELLED:
            value, end = _spelled_number(words, begin)
            found.append(_Number(value, begin, end))
        elif word[-1].isdigit():
            found.append(_Number(word.replace(",", "") if "," in word and _THOUSANDS.fullmatch(word) else word, begin, begin + 1))
    return found


def _spelled_number(words: list[str], begin: int) -> tuple[str, int]:
    """The number that begins there, and the place after it. `two hundred and five` is one number, and so is `dozen`."""
    word = words[begin]
    if word in FRACTIONS:
        return FRACTIONS[word], begin + 1
    if word in ROMAN:
        return str(ROMAN[word]), begin + 1
    total, current, end = 0, None, begin
    while end < len(words):
        word = words[end]
        if word in MULTIPLES and end - begin < MAX_NUMBER_WORDS:
            current = (1 if current is None else current) * MULTIPLES[word]
            if MULTIPLES[word] >= 1000:
                total, current = total + current, 0
        elif word in SMALL_NUMBERS and (current is None or _joins(current, SMALL_NUMBERS[word])):
            current = (current or 0) + SMALL_NUMBERS[word]
        elif not (word == "and" and current is not None and current % 100 == 0 and _is_small(words, end + 1)):
            break
        end += 1
    return str(total + (current or 0)), end


def _joins(current: int, small: int) -> bool:
    """Whether a word such as `five` goes on a number such as `twenty` or `two hundred`."""
    return current % 100 == 0 or (small < 10 and current % 10 == 0 and current % 100 >= 20)


def _is_small(words: list[str], place: int) -> bool:
    return place < len(words) and words[place] in SMALL_NUMBERS


def _neighbours(words: list[str], numbers: list[_Number]) -> set[tuple[str, bool, str]]:
    """Each number with a word beside it that stands beside no other on that side."""
    found = set()
    for is_after in (False, True):
        places = [number.end if is_after else number.begin - 1 for number in numbers]
        beside = [words[place] if 0 <= place < len(words) else "" for place in places]
        counts = Counter(beside)
        found |= {(number.value, is_after, word) for number, word in zip(numbers, beside, strict=True) if word and counts[word] == 1}
    return found


def _words(left: _Reading, right: _Reading) -> bool:
    """Whether the words that are gone and those that are new carry no fact."""
    ours, theirs = Counter(left.words), Counter(right.words)
    gone, new = ours - theirs, theirs - ours
    if not gone and not new:
        return True
    if any(_opposed(word, gone) for word in new) or any(_opposed(word, new) for word in gone):
        return False
    if _points(left.words, gone) or _points(right.words, new):
        return False
    small = set(_SMALL_WORD.findall(left.spelled)) | set(_SMALL_WORD.findall(right.spelled))
    if _has_name(gone, left.spelled, small) or _has_name(new, right.spelled, small):
        return False
    return _concepts_alike(gone, new)


def _opposed(word: str, others: Counter[str]) -> bool:
    """Whether one of the others is this word with its sense turned: `safe` for `unsafe`, `careless` for `careful`."""
    if word.startswith(_PREFIXES) and any(len(word) > len(prefix) + 2 and word.removeprefix(prefix) in others for prefix in _PREFIXES):
        return True
    return word.endswith("ful") and f"{word[:-3]}less" in others


def _points(words: list[str], changed: Counter[str]) -> bool:
    """Whether a word such as `section` in `section 4` is among those that changed."""
    pointers = _POINTERS & changed.keys()
    return bool(pointers) and any(word in pointers and not after.isalpha() for word, after in pairwise(words))


def _has_name(words: Counter[str], text: str, small: set[str]) -> bool:
    """Whether one of the words is a name: capital within a sentence, or at its start and no ordinary word."""
    return any(low in words and (inner or not (low in small or is_common(low))) for low, inner in _capitals(text))


def _concepts_alike(gone: Counter[str], new: Counter[str]) -> bool:
    """Whether what was said by the words of the axes is still said, and by none of their rivals."""
    balance: Counter[tuple[int, int]] = Counter()
    strong: set[tuple[int, int]] = set()
    for words, sign in ((gone, 1), (new, -1)):
        for word, count in words.items():
            if said := concept(word):
                balance[said.axis, said.member] += sign * count
                if not said.weak:
                    strong.add((said.axis, said.member))
    if any(balance[member] for member in strong):
        return False
    lost, gained = ({axis for (axis, _), count in balance.items() if count * sign > 0} for sign in (1, -1))
    return not lost & gained


def _names_in_order(left: _Reading, right: _Reading) -> bool:
    """Whether names come in the same order, or hang on the same prepositions, or a passive accounts for it."""
    if left.words == right.words:
        return True
    names = _inner_names(left.spelled) | _inner_names(right.spelled)
    ours, theirs = _bound(left.words, names), _bound(right.words, names)
    if [name for name, _ in ours] == [name for name, _ in theirs]:
        return True
    if left.words.count("by") != right.words.count("by"):
        return True
    free = [[name for name, binding in side if not binding] for side in (ours, theirs)]
    return free[0] == free[1] and Counter(ours) == Counter(theirs)


def _inner_names(text: str) -> set[str]:
    return {low for low, inner in _capitals(text) if inner or not is_common(low)}


def _capitals(text: str) -> set[tuple[str, bool]]:
    """The words with a capital, in small letters, each with whether it stands within a sentence.

    What opens a sentence and has an article after it is an imperative or a noun, hardly ever a name.
    """
    found = {(inner or opening, bool(inner)) for opening, article, inner in _CAPITAL.findall(text) if not article}
    return {(word.casefold(), inner) for word, inner in found if word[0].isupper()} - {("i", True), ("i", False)}


def _bound(words: list[str], names: set[str]) -> list[tuple[str, str]]:
    """The names in order, each with the preposition or number before it; of names joined by `and`, the order is none."""
    found: list[tuple[str, str]] = []
    for place, word in enumerate(words):
        if word in names:
            before = words[place - 1] if place else ""
            if before in _JOINS and found and words[place - 2] == found[-1][0]:
                first, binding = found.pop()
                found += sorted([(first, binding), (word, binding)])
            else:
                found.append((word, before if before in _PREPOSITIONS or before[-1:].isdecimal() else ""))
    return found


def _exchanged(left: list[str], right: list[str]) -> bool:
    """Whether two stretches of up to four words changed places around others, as in `the pump feeds the tank`.

    Places exchanged around `and` or nothing at all are no change: `salt and pepper`, `in winter it is closed`.
    """
    if len(left) != len(right) or left == right or Counter(left) != Counter(right):
        return False
    size = len(left)
    begin = next(k for k in range(size) if left[k] != right[k])
    end = next(k for k in range(size, 0, -1) if left[k - 1] != right[k - 1])
    ours, theirs = left[begin:end], right[begin:end]
    span = len(ours)
    for a, b in product(range(1, MAX_EXCHANGED + 1), repeat=2):
        if a + b < span and ours[:a] == theirs[span - a :] and ours[span - b :] == theirs[:b]:
            between = ours[a : span - b]
            return between == theirs[b : span - a] and not (len(between) == 1 and between[0] in _JOINS)
    return False
