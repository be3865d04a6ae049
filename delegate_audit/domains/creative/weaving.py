"""Weaving drafts (WIF 1.1): sections of keys and values. Fragile: one end on another shaft, a tie-up with a shaft less, a colour's number.

Keys are what tells entries apart, so neither these nor the sections have an order; their case says nothing. A
numbered line with letters in it is one of the notes, and wording.
"""

from __future__ import annotations

import re

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import by_value

_SWITCH = {"on": "true", "yes": "true", "off": "false", "no": "false"}


def _meaning(value: Value) -> Value:
    """Numbers by their value, alone or between commas; the words for a switch that is on or off are one each."""
    if not isinstance(value, str):
        return value
    parts = re.split(r"\s*,\s*", " ".join(value.split()))
    plain = tuple(by_value(part) for part in parts)
    return (
        plain if len(plain) > 1 else by_value(_SWITCH.get(value.lower(), value.lower() if value.lower() in _SWITCH.values() else plain[0]))
    )


_NAME = Exact(lambda name: " ".join(str(name).casefold().split()))
KINDS = (
    Kind("section", {"name": _NAME}, key=("name",), ordered=False),
    Kind("entry", {"key": _NAME, "value": Number(_meaning)}, key=("key",), ordered=False),
    Kind("note", {"key": _NAME, "value": Text()}, key=("key",), ordered=False),
    Kind("comment", {"text": Text(lambda text: text and str(text).lstrip("; "))}, ordered=False),
)
RULES = (
    Rule("comment", "{text:;.*}"),
    Rule("section", r"\[\z{name:[^\[\]]*[^\[\]\s]}\z\]"),
    Rule("note", r"{key:\d+}\z={value:[^\w\n]*[^\W_][^\n]*[^\W\d_](?:.*\S)?}"),
    Rule("entry", r"{key:[^=;\[\s](?:[^=]*[^=\s])?}\z=[\z{value:*}]"),
)
FORMAT = Lines(Grammar(KINDS, RULES), {"section": 0}, apart={"section"})
DOMAIN = Domain("weaving", "Weaving drafts", "creative", ("*.wif",), KINDS, FORMAT.read, FORMAT.write)
