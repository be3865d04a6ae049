"""The facts inside a text: numbers, dates, names, negations, references. What is left of it is wording.

By rule, in linear time. Conservative: a change that may be one of a fact is called one.
"""

from __future__ import annotations

import re
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not?|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|except|unless|only)\b|n['’]t\b", re.IGNORECASE
)
_REFERENCE = re.compile(r"https?://[^\s<>\"')\]]+|[\w.+-]+@[\w-]+\.\w+|[@#§]\w+|\[\w{1,12}\]|\b\w*(?:_\w+)+|\b[a-z]+(?:[A-Z]\w*)+")
_NAME = re.compile(r"(?<![\w'’])[^\W\d_a-z][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n(\"“«»„–—]\s*)\W*$")
_NUMBER_WORDS = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|half|quarter|first|second|third|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|noon|midnight|left|right|north|south|east|west|before|after|increase[sd]?|decrease[sd]?|all|some)\b",
    re.IGNORECASE,
)


def same_facts(left: str, right: str) -> bool:
    """Whether two texts state the same facts: equal numbers in equal order, the same names, negations, references."""
    return _numbers(left) == _numbers(right) and _words(left) == _words(right)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _words(text: str) -> Counter[str]:
    found = Counter(match.casefold() for match in _NEGATION.findall(text))
    found.update(match.casefold() for match in _NUMBER_WORDS.findall(text))
    found.update(_REFERENCE.findall(text))
    names = (match for match in _NAME.finditer(text) if not _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]))
    found.update(match.group().casefold() for match in names)
    return found
