"""Amounts of money and goods as people write them: `-£1,250.00`, `40 h`, `1.000,50 EUR`, `3 "A4 paper"`.

An amount is a number and a commodity. How it was written otherwise is its style: what 1000.00 of `¤` would look like.
The usual styles, `¤1000.00` for signs and `1000.00 ¤` for words, are None; a minus stands in front unless the style
has it elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from delegate_audit.domains.readers.values import MAX_DIGITS

MAX_AMOUNT_CHARS = 500

_SYMBOL = r""""[^"]+"|[^\s\d.,:;?!+*/^&|=<>{}\[\]()@"'~¤-]+"""
_DIGITS = r"[0-9](?:[0-9.,'’\u00a0\u202f]|[ ](?=[0-9]{3}(?![0-9])))*|[.][0-9]+"
_AMOUNT = re.compile(
    rf"(?P<sign>[-+]?) ?(?:(?P<before>{_SYMBOL})(?P<gap> ?)(?P<inner>[-+]?))?(?P<digits>{_DIGITS})(?:(?P<space> ?)(?P<after>{_SYMBOL}))?"
)
_STYLE = re.compile(r"(?P<sign>\+?)(?P<before>¤ ?)?(?P<inner>[-+]?)1(?P<group>[^0-9]?)000(?P<places>\.00|,00|\.)(?P<after> ?¤)?")
_MARKS = re.compile(r"[^0-9]")
_WORD = re.compile(r"[\w\"]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, what it is of (None: nothing was named), and how it was written (None: as usual)."""

    number: Decimal
    commodity: str | None
    style: str | None


def parsed(text: str) -> Amount | None:
    """Parse an amount; None if `text` is none."""
    match = _AMOUNT.fullmatch(re.sub(r"[ \t]+", " ", text).strip()) if len(text) <= MAX_AMOUNT_CHARS else None
    if match is None or (match["before"] and match["after"]) or (match["sign"] and match["inner"]):
        return None
    digits = _digits(match["digits"])
    if digits is None:
        return None
    number, shape = digits
    minus = "-" in {match["sign"], match["inner"]}
    before = f"¤{match['gap']}{match['inner']}" if match["before"] else ""
    style = f"{match['sign'].replace('-', '')}{before}{shape}" + (f"{match['space']}¤" if match["after"] else "")
    commodity = match["before"] or match["after"]
    return Amount(number.copy_negate() if minus else number, commodity, None if style == _usual(commodity) else style)


def _usual(commodity: str | None) -> str:
    if commodity is None:
        return "1000.00"
    return "1000.00 ¤" if _WORD.search(commodity) else "¤1000.00"


def _digits(text: str) -> tuple[Decimal, str] | None:
    """Parse a number without sign: its value, and 1000.00 written with its marks."""
    open_ended = text.endswith(".")
    body = text.removesuffix(".")
    marks = _MARKS.findall(body)
    mark = "" if open_ended else _decimal_mark(body, marks)
    groups = set(marks) - {mark}
    if len(groups) > 1 or not body[-1:].isdigit() or len(body) > MAX_DIGITS:
        return None
    whole, _, fraction = body.rpartition(mark) if mark else (body, "", "")
    group = groups.pop() if groups else ""
    if group and not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{2,3}})*{re.escape(group)}[0-9]{{3}}", whole):
        return None
    number = Decimal(f"{whole.replace(group, '') if group else whole or '0'}.{fraction}")
    return number, f"1{group}000{'.' if open_ended else ',00' if mark == ',' else '.00'}"


def _decimal_mark(body: str, marks: list[str]) -> str:
    """Tell the decimal mark: the last mark, if it stands there once and does not set off thousands, as in `1,000`."""
    if not marks or marks[-1] not in ".," or marks.count(marks[-1]) > 1:
        return ""
    thousands = len(marks) == 1 and re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", body)
    return "" if thousands else marks[-1]


def written(amount: Amount) -> str:
    """Write an amount as its style says; digits are set so that they are read as the same number again."""
    usual = _usual(amount.commodity)
    match = _STYLE.fullmatch(amount.style or usual)
    if match is None or bool(match["before"] or match["after"]) != (amount.commodity is not None):
        match = _STYLE.fullmatch(usual)
    assert match is not None
    minus, inner = amount.number.is_signed(), bool(match["inner"])
    sign = "-" if minus else match["sign"] or match["inner"].replace("-", "")
    symbol = amount.commodity or ""
    head = (match["before"] or "").replace("¤", symbol)
    tail = (match["after"] or "").replace("¤", symbol)
    return f"{'' if inner else sign}{head}{sign if inner else ''}{_set(amount.number, match['group'], match['places'])}{tail}"


def _set(number: Decimal, group: str, places: str) -> str:
    whole, _, fraction = f"{abs(number):f}".partition(".")
    if not fraction and (group == "." and len(whole) <= 6):
        group = ""
    digits = f"{int(whole):,}".replace(",", group) if group else whole
    if not fraction:
        return f"{digits}." if places == "." else digits
    ambiguous = places == ",00" and re.fullmatch(r"[1-9][0-9]{0,2}", digits) and len(fraction) == 3
    return f"{digits}{',' if places == ',00' and not ambiguous else '.'}{fraction}"
