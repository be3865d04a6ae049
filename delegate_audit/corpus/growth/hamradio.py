"""Contacts: another one is with another station at the same place, in the same minute."""

from __future__ import annotations

import re

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Growth
from delegate_audit.corpus.growth.wording import another_text

LETTERS = 26
_SUFFIX = re.compile(r"\d([A-Z]+)")


def another(contact: Element, number: int) -> Element:
    """The contact with a call that differs in its last letters, and other words."""
    call, comment = str(contact.fields.get("call", "")), contact.fields.get("comment")
    changed = {"call": _SUFFIX.sub(lambda found: found.group()[0] + _turned(found[1], number), call, count=1)}
    return contact.having(**changed, **({"comment": another_text(comment, number)} if isinstance(comment, str) else {}))


def _turned(letters: str, number: int) -> str:
    """The letters as a number in base 26, so much higher."""
    value = number
    digits = [ord(letter) - ord("A") for letter in letters]
    for place in reversed(range(len(digits))):
        value, digits[place] = divmod(value + digits[place], LETTERS)
    return "".join(chr(ord("A") + digit) for digit in digits)


GROWTH = Growth("qso", another)
