"""Rows: another one has an identifier of its own and so many times the numbers, so that what holds among them still does.

Totals are summed anew.
"""

from __future__ import annotations

from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import another_text, letters
from delegate_audit.domains.records.spreadsheet import ID_COLUMNS


def another(row: Element, number: int) -> Element:
    """The row of a thing like it."""
    changed = {
        name: f"{value}{letters(number)}" if name in ID_COLUMNS
        else value * (number + 1) if isinstance(value, int | Decimal) and not isinstance(value, bool)
        else another_text(value, number) if isinstance(value, str) and " " in value
        else value
        for name, value in row.fields.items()
    }  # fmt: skip
    return row.having(**changed)


def settle(elements: Elements) -> Elements:
    """The tables with the totals of their rows."""
    return tuple(element.containing(_totalled(element)) for element in elements)


def _totalled(table: Element) -> Elements:
    rows = [child for child in table.children if child.kind == "row"]
    return tuple(_total(child, rows) if child.kind == "footer" and "Total" in child.fields.values() else child for child in table.children)


def _total(footer: Element, rows: list[Element]) -> Element:
    summed = {
        name: sum((cell for row in rows if isinstance(cell := row.fields.get(name), int | Decimal)), type(value)(0))
        for name, value in footer.fields.items()
        if isinstance(value, int | Decimal)
    }
    return footer.having(**summed)


GROWTH = Growth("row", another, settle)
