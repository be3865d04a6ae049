"""Ledger and hledger journals. Fragile: an amount changes and nothing balances, a posting is lost, a receipt's note is dropped.

A posting holds its amount as number and commodity, so that both can be edited; `style` keeps how they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.journal import MARKERS, journal
from delegate_audit.domains.readers.postings import INDENT, amount_text, posting_text


def _plain_date(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return "-".join(part.zfill(2) for part in re.split(r"[-/.]", value))


def _one_spaced(value: Value) -> Value:
    return " ".join(value.split()) if isinstance(value, str) else value


def _meaningless(_: Value) -> Value:
    return None


DATE, NAME, STYLE = Exact(_plain_date), Exact(_one_spaced), Exact(_meaningless)
AMOUNT_FIELDS = {"amount": Number(), "commodity": Exact(), "style": STYLE}
TRANSACTION = Kind("transaction", {"date": DATE, "aux_date": DATE, "status": Exact(), "code": Exact(), "payee": NAME, "comment": Text()})
POSTING = Kind(
    "posting",
    {
        "status": Exact(), "account": NAME, "virtual": Exact(), **AMOUNT_FIELDS, "lot": Exact(),
        "at": Exact(), "cost": Number(), "cost_commodity": Exact(), "cost_style": STYLE,
        "check": Exact(), "balance": Number(), "balance_commodity": Exact(), "balance_style": STYLE, "comment": Text(),
    },
    key=("account",),
)  # fmt: skip
PERIODIC = Kind("periodic", {"period": NAME, "comment": Text()})
AUTOMATED = Kind("automated", {"query": NAME, "comment": Text()})
PRICE = Kind("price", {"date": DATE, "time": Exact(), "of": Exact(), **AMOUNT_FIELDS, "comment": Text()})
ACCOUNT = Kind("account", {"name": NAME, "comment": Text()}, key=("name",))
COMMODITY = Kind("commodity", {"name": NAME, "comment": Text()}, key=("name",))
DIRECTIVE = Kind("directive", {"word": Exact(), "name": NAME, "comment": Text()})
DETAIL = Kind("detail", {"word": Exact(), "text": NAME})
COMMENT = Kind("comment", {"marker": Exact(), "text": Text()})

_JOINED = {"account", "commodity", "directive", "price", "posting", UNREADABLE}
"""Kinds that stand without blank lines among their like."""


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Entries in their order; a mark before them where ledger and hledger would refuse the file."""
    return journal(text)


def write(elements: tuple[Element, ...]) -> str:
    """Entries with a blank line between them, amounts with their ends below each other."""
    text, before = "", ""
    for element in elements:
        if element.kind != REJECTED:
            joined = element.kind in _JOINED and before == element.kind
            text += ("" if joined or not text else "\n") + "\n".join(_entry(element)) + "\n"
            before = element.kind
    return text


def _entry(element: Element) -> list[str]:
    fields = element.fields
    if element.kind == "comment":
        return _comment(shown(fields.get("marker")) or ";", fields.get("text"))
    if element.kind == "posting":
        return _commented(posting_text(fields), fields.get("comment"))
    if element.kind == "detail":
        return [" " * INDENT + _words(fields, "word", "text")]
    lines = _commented(_HEADS.get(element.kind, _plain)(fields), fields.get("comment"))
    return [*lines, *(line for child in element.children for line in _entry(child))]


def _words(fields: Mapping[str, Value], *names: str) -> str:
    return " ".join(shown(fields[name]) for name in names if fields.get(name) is not None)


def _header(fields: Mapping[str, Value]) -> str:
    dates = "=".join(shown(fields[name]) for name in ("date", "aux_date") if fields.get(name) is not None)
    code = [] if fields.get("code") is None else [f"({shown(fields['code'])})"]
    return " ".join([dates, *filter(None, [shown(fields.get("status"))]), *code, *filter(None, [shown(fields.get("payee"))])])


def _priced(fields: Mapping[str, Value]) -> str:
    return f"P {_words(fields, 'date', 'time', 'of')} {amount_text(fields, '')}"


def _plain(fields: Mapping[str, Value]) -> str:
    return shown(fields.get("text"))


_HEADS: dict[str, Callable[[Mapping[str, Value]], str]] = {
    "transaction": _header,
    "price": _priced,
    "periodic": lambda fields: f"~ {shown(fields.get('period'))}".rstrip(),
    "automated": lambda fields: f"= {shown(fields.get('query'))}".rstrip(),
    "account": lambda fields: f"account {shown(fields.get('name'))}".rstrip(),
    "commodity": lambda fields: f"commodity {shown(fields.get('name'))}".rstrip(),
    "directive": lambda fields: _words(fields, "word", "name"),
}


def _comment(marker: str, text: Value) -> list[str]:
    lines = shown(text).split("\n")
    if marker not in MARKERS:
        return [marker, *(lines if text is not None else []), f"end {marker.split()[0]}"]
    return [f"{marker}{'' if line.startswith(marker) or not line else ' '}{line}" for line in lines]


def _commented(head: str, comment: Value) -> list[str]:
    """The line with its comment, and the comment's further lines below it."""
    if comment is None:
        return [head]
    first, *more = shown(comment).split("\n")
    inline = f"{head}  ; {first}".rstrip() if first or not more else head
    return [inline, *(" " * INDENT + f"; {line}".rstrip() for line in more)]


DOMAIN = Domain(
    "accounting", "Ledger journals", "records", ("*.ledger", "*.journal", "*.hledger"),
    (TRANSACTION, POSTING, PERIODIC, AUTOMATED, PRICE, ACCOUNT, COMMODITY, DIRECTIVE, DETAIL, COMMENT), read, write,
)  # fmt: skip
