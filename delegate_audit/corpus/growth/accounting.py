"""Transactions: another one has a voucher of its own and other amounts; what is asserted of an account is what it holds then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from delegate_audit.core.element import Element, Value
from delegate_audit.corpus.consistency.accounting import Running, booked
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import another_text, letters

TOTAL_COSTS = {"@@", "(@@)"}


def another(transaction: Element, number: int) -> Element:
    """The transaction at so many times its amounts more."""
    code, comment = transaction.fields.get("code"), transaction.fields.get("comment")
    changed = {"code": f"{code}{letters(number)}" if code else None, "comment": another_text(str(comment), number) if comment else None}
    children = (_posting(child, number) if child.kind == "posting" else child for child in transaction.children)
    return transaction.having(**{name: value for name, value in changed.items() if value is not None}).containing(children)


def _posting(posting: Element, number: int) -> Element:
    fields: Mapping[str, Value] = posting.fields
    scaled = ("amount", "cost") if fields.get("at") in TOTAL_COSTS else ("amount",)
    amounts = {name: value * (number + 1) for name in scaled if isinstance(value := fields.get(name), Decimal)}
    return posting.having(**amounts)


def settle(elements: Elements) -> Elements:
    """The journal with every assertion as it is true."""
    running: Running = defaultdict(lambda: defaultdict(Decimal))
    return tuple(_asserted(entry, running) if entry.kind == "transaction" else entry for entry in elements)


def _asserted(entry: Element, running: Running) -> Element:
    holds = {id(posting): held for posting, held in booked(entry, running)}
    return entry.containing(
        child.having(balance=holds[id(child)]) if id(child) in holds and "balance" in child.fields else child for child in entry.children
    )


GROWTH = Growth("transaction", another, settle)
