"""What kind of text a document is, in the five measures that DELEGATE-52 relates to loss. Our own definitions, each 0..1.

They are computed from the text alone, so that documents of every domain, and a reader's own, can be laid side by side.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

WINDOW_WORDS = 200
"""Vocabulary is counted in windows, since any longer text repeats more of its words."""

MIN_RUN_WORDS = 4
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_")
_RUN = re.compile(rf"(?:(?<!\S)[(\"“‘]?[^\W\d_]+(?:['’-][^\W\d_]+)*[,;:.!?)\"”’]*(?:\s+|\Z)){{{MIN_RUN_WORDS},}}+")


@dataclass(frozen=True)
class Character:
    """The five measures, 0..1 each.

    `naturalness`: the share of characters, white space apart, in runs of at least four plain words. `numbers`: numbers
    among words and numbers. `vocabulary`: different words among the words of a window of 200, the mean over all windows.
    `repetition`: what zlib saves. `structure`: marks, neither letters nor digits, among the characters that are not white space.
    """

    naturalness: float
    numbers: float
    vocabulary: float
    repetition: float
    structure: float


def character(text: str) -> Character:
    """The character of a text; all zero for one without words."""
    solid = sum(not char.isspace() for char in text)
    words, numbers = [], 0
    for token in _TOKEN.findall(text):
        if token[0].isalpha():
            words.append(token.casefold())
        elif token[0].isdigit():
            numbers += 1
    if not solid or not words:
        return Character(0.0, 0.0, 0.0, 0.0, 0.0)
    raw = text.encode("utf-8", "surrogatepass")
    running = sum(sum(not char.isspace() for char in run.group()) for run in _RUN.finditer(text))
    shares = list(_distinct_shares(words))
    return Character(
        naturalness=running / solid,
        numbers=numbers / (numbers + len(words)),
        vocabulary=sum(shares) / len(shares),
        repetition=max(0.0, 1 - len(zlib.compress(raw, 9)) / len(raw)),
        structure=sum(not char.isalnum() and not char.isspace() for char in text) / solid,
    )


def _distinct_shares(words: list[str]) -> Iterator[float]:
    """The share of different words in each full window of the text, or in all of a shorter one."""
    starts = range(0, max(1, len(words) - WINDOW_WORDS + 1), WINDOW_WORDS // 2)
    for start in starts:
        window = words[start : start + WINDOW_WORDS]
        yield len(set(window)) / len(window)
