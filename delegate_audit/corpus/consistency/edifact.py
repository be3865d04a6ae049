"""What must be true in an interchange: counts and references close what they opened, sums add up, article numbers are valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.records.edifact import DOMAIN

LINE, LINES, TAX, TOTAL = "203", "79", "124", "77"
INVOICED = "47"
"""Qualifiers of amounts: a line, all lines, the tax, all of it; and of the quantity that is charged."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the interchanges that does not agree, with file and line."""
    return in_documents(files, DOMAIN, lambda tops: (problem for top in tops if top.kind != "advice" for problem in _interchange(top)))


def _interchange(top: Element) -> Iterator[tuple[int, str]]:
    messages = [child for child in top.children if child.kind == "message"]
    ends = [(child.fields.get("1"), child.fields.get("2")) for child in top.children if child.kind == "interchange_end"]
    if top.kind != "interchange" or ends != [(str(len(messages)), top.fields.get("5"))]:
        yield top.line, f"{len(messages)} messages in interchange {top.fields.get('5')}, which ends with {ends}"
    for message in messages:
        last = message.children[-1]
        if (last.kind, last.fields.get("1"), last.fields.get("2")) != (
            "message_end",
            str(len(message.children) + 1),
            message.fields.get("1"),
        ):
            yield last.line, f"message {message.fields.get('1')} has {len(message.children) + 1} segments and ends with {dict(last.fields)}"
        yield from _articles(message)
        yield from _sums(message)
    known = {str(child.fields.get("2")) for message in messages for child in message.children if child.fields.get("tag") == "BGM"}
    for reference in (child for message in messages for child in message.children if child.fields.get("tag") == "RFF"):
        if reference.fields["1"] in {"DQ", "IV", "AAV"} and reference.fields.get("1.2") not in known:
            yield reference.line, f"{reference.fields.get('1.2')} is no document of this interchange"


def _articles(message: Element) -> Iterator[tuple[int, str]]:
    lines = [child for child in message.children if child.fields.get("tag") == "LIN"]
    for number, line in enumerate(lines, 1):
        code = str(line.fields.get("3"))
        weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code) if digit.isdigit())
        if line.fields.get("1") != str(number) or weighted % 10 or not code.isdigit():
            yield line.line, f"line {line.fields.get('1')} with article {code} is no line {number} or no valid number"
    for count in (child for child in message.children if child.fields.get("tag") == "CNT"):
        if count.fields.get("1.2") != len(lines):
            yield count.line, f"{count.fields.get('1.2')} lines are counted, there are {len(lines)}"


def _sums(message: Element) -> Iterator[tuple[int, str]]:
    """Quantity times price is the amount of a line, the lines are the net amount, with the tax they are the total."""
    sums: dict[str, Decimal] = {}
    quantity = price = Decimal(0)
    for child in message.children:
        value = child.fields.get("1.2")
        if not isinstance(value, Decimal):
            continue
        qualifier = str(child.fields["1"])
        if child.fields["tag"] == "QTY" and qualifier == INVOICED:
            quantity = value
        elif child.fields["tag"] == "PRI":
            price = value
        elif child.fields["tag"] == "MOA":
            if qualifier == LINE and value != quantity * price:
                yield child.line, f"{quantity} times {price} is not {value}"
            sums[qualifier] = sums.get(qualifier, Decimal(0)) + value
    if LINES in sums and (sums.get(LINE) != sums[LINES] or sums[LINES] + sums[TAX] != sums[TOTAL]):
        yield message.line, f"the amounts {', '.join(map(str, sums.values()))} do not add up"
