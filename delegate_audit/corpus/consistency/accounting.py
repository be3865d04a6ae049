"""What must be true in a journal: transactions balance, accounts are declared, assertions hold, dates run forward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from delegate_audit.core.element import Element, Value
from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.records.accounting import DOMAIN

Sums = dict[Value, Decimal]
Running = dict[Value, Sums]


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the journals that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(entries: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    declared = {entry.fields["name"] for entry in entries if entry.kind == "account"}
    running: Running = defaultdict(lambda: defaultdict(Decimal))
    codes: set[Value] = set()
    last = ""
    for entry in entries:
        if entry.kind in {"rejected", "unreadable", "posting"}:
            yield entry.line, "the format refuses it"
        for posting in entry.children:
            if posting.kind == "posting" and posting.fields["account"] not in declared:
                yield posting.line, f"{posting.fields['account']} is not declared"
        if entry.kind == "transaction":
            date, code = str(entry.fields["date"]), entry.fields.get("code")
            if date < last:
                yield entry.line, f"{date} comes after {last}"
            if code is not None and code in codes:
                yield entry.line, f"voucher {code} is used twice"
            last = date
            codes.add(code)
            yield from _posted(entry, running)


def _posted(entry: Element, running: Running) -> Iterator[tuple[int, str]]:
    """Book the transaction into the running balances; say what does not sum or is not as asserted."""
    sums, blank = _sums(entry)
    if len(blank) > 1 or (not blank and any(sums.values())):
        yield entry.line, f"it does not balance: {', '.join(f'{total} {unit}' for unit, total in sums.items())}"
    for posting, held in booked(entry, running):
        if "balance" in posting.fields and held != posting.fields["balance"]:
            yield posting.line, f"{posting.fields['account']} holds {held}, not {posting.fields['balance']}"


def booked(entry: Element, running: Running) -> Iterator[tuple[Element, Decimal]]:
    """Book the transaction into the running balances; every posting with what its account holds then, in the unit of its assertion."""
    sums, _ = _sums(entry)
    for posting in entry.children:
        if posting.kind != "posting":
            continue
        fields = posting.fields
        amounts = {fields["commodity"]: fields["amount"]} if fields["amount"] is not None else {u: -t for u, t in sums.items()}
        for unit, amount in amounts.items():
            if isinstance(amount, Decimal):
                running[fields["account"]][unit] += amount
        yield posting, running[fields["account"]][fields.get("balance_commodity")]


def _sums(entry: Element) -> tuple[Sums, list[Element]]:
    """What the amounts come to by unit, and the postings without one."""
    sums: Sums = defaultdict(Decimal)
    real = [p for p in entry.children if p.kind == "posting" and p.fields.get("virtual") != "()"]
    for posting in real:
        fields = posting.fields
        if isinstance(amount := fields["amount"], Decimal):
            unit = fields.get("cost_commodity") if "cost" in fields else fields["commodity"]
            sums[unit] += _valued(amount, fields.get("cost"), fields.get("at"))
    return sums, [p for p in real if p.fields["amount"] is None]


def _valued(amount: Decimal, cost: Value, at: Value) -> Decimal:
    if not isinstance(cost, Decimal):
        return amount
    return amount * cost if at in {"@", "(@)"} else cost.copy_sign(amount)
