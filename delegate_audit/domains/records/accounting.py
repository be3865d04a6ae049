"""Ledger and hledger journals. Fragile: an amount changes and nothing balances, a posting is lost, a receipt's note is dropped.

Only what the format itself refuses is refused here: lines that are no entry, postings without a transaction, amounts
and dates that are none. Whether a transaction balances says which entry is false, not that the file cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Number, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar
from delegate_audit.domains.readers.postings import DETAILS, ENTRIES, INDENT, POSTINGS
from delegate_audit.domains.readers.values import MARK, WORDS


def plain_date(value: Value) -> Value:
    """A date, whatever its separators, with leading zeros."""
    return "-".join(part.zfill(2) for part in re.split(r"[-/.]", value)) if isinstance(value, str) else value


DATE, STYLE = Exact(plain_date), MARK
AMOUNT_FIELDS = {"amount": Number(), "commodity": Exact(), "style": STYLE}
POSTING_FIELDS = {
    "status": Exact(), "account": WORDS, "virtual": Exact(), **AMOUNT_FIELDS, "lot": Exact(),
    "at": Exact(), "cost": Number(), "cost_commodity": Exact(), "cost_style": STYLE,
    "check": Exact(), "balance": Number(), "balance_commodity": Exact(), "balance_style": STYLE, "comment": Text(),
}  # fmt: skip
KINDS = (
    Kind("transaction", {"date": DATE, "aux_date": DATE, "status": Exact(), "code": Exact(), "payee": WORDS, "comment": Text()}),
    Kind("posting", POSTING_FIELDS, key=("account",)),
    Kind("periodic", {"period": WORDS, "comment": Text()}),
    Kind("automated", {"query": WORDS, "comment": Text()}),
    Kind("price", {"date": DATE, "time": Exact(), "of": Exact(), **AMOUNT_FIELDS, "comment": Text()}),
    *(Kind(name, {"name": WORDS, "comment": Text()}, key=("name",)) for name in ("account", "commodity")),
    Kind("directive", {"word": Exact(), "name": WORDS, "comment": Text()}),
    Kind("detail", {"word": Exact(), "text": WORDS}),
    Kind("comment", {"marker": Exact(), "text": Text()}),
)
STATED = {"payee", "period", "query", "name", "text", "comment", "amount", "commodity"}
"""Fields that are there, if only as None."""

JOINED = {"account", "commodity", "directive", "price", "posting", UNREADABLE}
"""Kinds that stand without blank lines among their like."""

BELOW = dict.fromkeys(("transaction", "periodic", "automated"), "posting")
BELOW |= dict.fromkeys(("account", "commodity", "directive"), "detail")
GRAMMARS = {"posting": Grammar(KINDS, POSTINGS), "detail": Grammar(KINDS, DETAILS), "": Grammar(KINDS, ENTRIES)}
GRAMMAR = Grammar(KINDS, (*POSTINGS, *DETAILS, *ENTRIES))

UNIT = re.compile(
    r"((?P<block>comment|test)(?!\S).*(?:\n(?![^\S\n]*end (?P=block)[^\S\n]*\n).*(?=\n))*+(?:\n.*(?=\n))?"
    r"|(?P<remark>[^\S\n]*+;.*(?:\n[^\S\n]*+;.*)*+|(?P<mark>[#%|*]).*(?:\n(?P=mark).*)*+)"
    r"|(?=.*\S).*(?:\n[^\S\n]++;.*)*+|.*)\n"
)
"""A comment between two lines, lines of comment with one mark, a line with the comment below it, or a blank line."""


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """Entries in their order; a mark before them where ledger and hledger would refuse the file."""
    entries: list[tuple[Element, list[Element], list[str]]] = []
    refusals: list[Element] = []
    below, number = "", 1
    for found in UNIT.finditer("\n".join(lines_of(text)) + "\n"):
        if unit := "\n".join(line.rstrip() for line in found[1].split("\n")):
            is_below = unit[0].isspace() and not found["remark"]
            element = _element(unit, found, below or "posting" if is_below else "", number)
            refusals += [rejected(reason, number) for reason in _refusals(element, stray=is_below and not below)]
            if entries and _goes_on(entries[-1][0], element, stray=is_below and not below):
                entries[-1][2].append(unit)
            elif is_below and below:
                entries[-1][1].append(element)
            else:
                entries.append((element, [], [unit]))
                below = BELOW.get(element.kind, "")
        else:
            below = ""
        number += found[0].count("\n")
    whole = (
        element.having(text="\n".join(texts)) if element.kind == UNREADABLE else element.containing(children)
        for element, children, texts in entries
    )
    return (*refusals[:1], *whole)


def _element(unit: str, found: re.Match[str], below: str, number: int) -> Element:
    lines = [line.strip() for line in unit.split("\n")]
    if found["block"]:
        text = unit.split("\n")[1 : -1 if lines[-1] == f"end {found['block']}" else None]
        return Element("comment", {"marker": lines[0], "text": "\n".join(text) if text else None}, line=number)
    if found["remark"]:
        return Element("comment", {"marker": lines[0][0], "text": "\n".join(line[1:].removeprefix(" ") for line in lines)}, line=number)
    parsed = GRAMMARS[below].parse("\n".join([lines[0], *(line[1:].strip() for line in lines[1:])]))
    if parsed is None:
        return Element(UNREADABLE, {"text": unit}, line=number)
    kind = next(kind for kind in KINDS if kind.name == parsed[0].kind)
    return Element(kind.name, {**{name: None for name in kind.fields if name in STATED}, **parsed[1]}, line=number)


def _refusals(element: Element, *, stray: bool) -> Iterator[str]:
    """Why the format refuses an element."""
    amount, dates = (
        element.fields.get("amount"),
        [element.fields[name] for name in ("date", "aux_date") if name in element.fields and element.kind == "transaction"],
    )
    if element.kind == UNREADABLE:
        yield "a line that begins no entry"
    elif stray:
        yield "a posting that belongs to no transaction"
    if isinstance(amount, str) and not amount.startswith(("(", "*")):
        yield "an amount that is none"
    try:
        for parts in (re.split(r"[-/.]", shown(value)) for value in dates):
            date(*([2000, *map(int, parts)][-3:]))
    except ValueError:
        yield "a date that no calendar has"


def _goes_on(before: Element, element: Element, *, stray: bool) -> bool:
    """Whether an element is part of the text that the unreadable one before began; a header with a false date begins none."""
    if before.kind != UNREADABLE or shown(before.fields["text"])[0].isdigit():
        return False
    if element.kind == UNREADABLE:
        return not shown(element.fields["text"])[0].isdigit()
    return stray and not isinstance(element.fields.get("amount"), Decimal)


def write(elements: tuple[Element, ...]) -> str:
    """Entries with a blank line between them, amounts with their ends below each other."""
    text, before = "", ""
    for element in elements:
        if element.kind != REJECTED:
            joined = element.kind in JOINED and before == element.kind
            text += ("" if joined or not text else "\n") + "".join(f"{line.rstrip()}\n" for line in _lines(element))
            before = element.kind
    return text


def _lines(element: Element) -> Iterator[str]:
    marker, text = shown(element.fields.get("marker")) or ";", element.fields.get("text")
    if element.kind == UNREADABLE:
        yield from shown(text).split("\n")
    elif element.kind != "comment":
        first, *more = GRAMMAR.text(element.kind, element.fields).split("\n")
        yield " " * INDENT * (element.kind in {"posting", "detail"}) + first
        yield from (" " * INDENT + f"; {line}" for line in more)
    elif marker[0].isalpha():
        yield from (marker, *([] if text is None else shown(text).split("\n")), f"end {marker.split()[0]}")
    else:
        yield from (f"{marker}{'' if line.startswith(marker) or not line else ' '}{line}" for line in shown(text).split("\n"))
    for child in element.children:
        yield from _lines(child)


DOMAIN = Domain("accounting", "Ledger journals", "records", ("*.ledger", "*.journal", "*.hledger"), KINDS, read, write)
