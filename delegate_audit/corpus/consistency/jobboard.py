"""What holds on a job board: no number twice, nothing closes before it is posted, no pay that goes downwards, what is said in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.everyday.jobboard import DOMAIN, IDS

NEEDED = ("Title", "Company", "Location", "Salary", "Posted", "Closes")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d\d)?")


def check(files: Workspace) -> list[str]:
    """One sentence for everything that does not agree, with file and line."""
    found = [
        (name, listing)
        for name, text in files.items()
        if DOMAIN.claims(name)
        for top in DOMAIN.read(text, name)
        for listing in top.walk()
        if listing.kind == "listing"
    ]
    counted = Counter(_id(listing) for _, listing in found)
    twice = [f"{number or 'a listing without a number'} is there {count} times" for number, count in counted.items() if count > 1]
    return twice + [f"{name}:{listing.line}: {problem}" for name, listing in found for problem in _problems(listing)]


def _id(listing: Element) -> str:
    return next((str(listing.fields[name]) for name in IDS if listing.fields.get(name)), "")


def _problems(listing: Element) -> Iterator[str]:
    fields = listing.fields
    if listing.children:
        yield from (f"it says no {name}" for name in NEEDED if not fields.get(name))
    dates = [str(fields[name]) for name in ("Posted", "Closes", "start") if fields.get(name)]
    yield from (f"{date} is no date" for date in dates if not _DATE.fullmatch(date))
    if dates != sorted(dates):
        yield f"it closes on {dates[1]}, before it is posted"
    low, high = fields.get("pay_from"), fields.get("pay_to")
    pay = [Decimal(amount.replace(",", "")) for amount in _AMOUNT.findall(str(fields.get("Salary", "")))]
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        pay = [low, high]
    if pay != sorted(pay):
        yield f"its pay goes from {pay[0]} down to {pay[1]}"
