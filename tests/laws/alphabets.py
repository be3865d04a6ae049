"""Texts that hypothesis makes: damage to a document, and junk in the characters of a format."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

from .specimens import Specimen

SPICE = "\x00\t\r\x0b\x0c\x1b\x85\xa0\u200b\u2028\ufeff\U0001f600é€٣²Ⅷ\\\"'`#-:;,.|<>[]{}()=*&!%@~"
_TOKEN = re.compile(r"\w+|\n[ \t]*|[ \t]+|.", re.DOTALL)
LONGEST = 12


def spans(specimen: Specimen) -> st.SearchStrategy[str]:
    """The document with one to three stretches of raw characters replaced by others, or by none."""
    other = st.text(st.sampled_from(sorted({*specimen.text})) | st.sampled_from(SPICE), max_size=LONGEST)
    span = st.tuples(st.integers(0, len(specimen.text)), st.integers(0, LONGEST), other)
    return st.lists(span, min_size=1, max_size=3).map(lambda found: _replaced(specimen.text, found))


def _replaced(text: str, found: list[tuple[int, int, str]]) -> str:
    for start, length, other in sorted(found, reverse=True):
        text = text[:start] + other + text[start + length :]
    return text


def mangled(specimen: Specimen) -> st.SearchStrategy[str]:
    """The document cut, spliced, with a stretch doubled, or with its tokens shuffled in one place."""
    text = specimen.text
    place = st.integers(0, len(text))
    return st.one_of(
        place.map(lambda end: text[:end]),
        place.map(lambda start: text[start:]),
        st.tuples(place, place).map(lambda ends: text[: ends[0]] + text[ends[1] :]),
        st.tuples(place, st.integers(5, 300), st.randoms()).map(lambda drawn: _shuffled(text, *drawn)),
    )


def _shuffled(text: str, start: int, length: int, dice) -> str:
    tokens = _TOKEN.findall(text[start : start + length])
    dice.shuffle(tokens)
    return text[:start] + "".join(tokens) + text[start + length :]


def junk(texts: list[str]) -> st.SearchStrategy[str]:
    """Texts in the characters, the tokens and the lines of these documents, in any characters, in controls and halves of pairs."""
    characters = sorted(set("".join(texts)))
    tokens = sorted({token for text in texts for token in _TOKEN.findall(text)})
    lines = sorted({line for text in texts for line in text.splitlines(keepends=True)})
    marks = [char for char in characters if not char.isalnum()]
    kinds: list[st.SearchStrategy[str]] = [
        st.text(st.sampled_from(characters), max_size=200),
        st.text(st.sampled_from([*marks, "a", "1"]), max_size=80),
        st.lists(st.sampled_from(tokens), max_size=60).map("".join),
        st.lists(st.sampled_from(lines), max_size=12).map("".join),
        st.text(max_size=200),
        st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Nd", "No"]), max_size=60),
    ]
    return st.one_of(kinds)


Edit = Callable[[Specimen], st.SearchStrategy[str]]
