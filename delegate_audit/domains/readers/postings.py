"""A posting of a journal: an account, and perhaps an amount with its lot, its cost and the balance that is asserted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from delegate_audit.core.element import Value
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.amounts import Amount, parsed, written

INDENT = 4
AMOUNT_END = 56
"""The column in which amounts end."""


_POSTING = re.compile(r"(?:([*!])\s+(?=\S))?(.*?)(?:(?:[ \t]{2,}|\t)\s*(.*))?", re.DOTALL)
_PARTS = re.compile(r'"[^"]*"|\{\{[^{}]*\}\}|\{[^{}]*\}|\[[^\[\]]*\]|\(@@?\)|@@?|==?\*?|\([^()]*\)|[^"\[{(@=]+|.', re.DOTALL)
_BRACKETS = ("()", "[]", "<>")


def posting_fields(text: str) -> dict[str, Value]:
    """Read a posting's line without its indentation; `amount` is a text where it is no amount with lot, cost and balance."""
    match = _POSTING.fullmatch(text)
    assert match is not None
    status, account, rest = match.groups()
    money, has_comment, comment = (rest or "").partition(";")
    fields: dict[str, Value] = {"status": status} if status else {}
    inner = account[1:-1]
    if account[:1] + account[-1:] in _BRACKETS and inner and inner == inner.strip():
        fields["virtual"], account = account[0] + account[-1], inner
    fields = {**fields, "account": account, "amount": None, "commodity": None, **_money(money.strip())}
    return {**fields, "comment": comment.strip() if has_comment else None}


def _money(text: str) -> dict[str, Value]:
    """Amount, lot, cost and balance of a posting; all of it as the amount's text where it is none of that."""
    pieces: list[list[str]] = [[]]
    signs = [""]
    lots: list[str] = []
    said = False
    for token in _PARTS.findall(text):
        if token in {"@", "@@", "(@)", "(@@)", "=", "==", "=*", "==*"}:
            signs.append(token)
            pieces.append([])
            said = False
        elif token[0] in "{[(" and said and len(token) > 1:
            lots.append(token)
        else:
            pieces[-1].append(token)
            said = said or not token.isspace()
    parts = ["".join(tokens) for tokens in pieces]
    prefixes = ["", *("cost_" if "@" in sign else "balance_" for sign in signs[1:])]
    amounts = [parsed(part) for part in parts]
    blank = not parts[0].strip()
    fits = prefixes in (["", "cost_"], ["", "balance_"], ["", "cost_", "balance_"], [""])
    if not fits or None in amounts[1:] or (amounts[0] is None and not blank) or (blank and (lots or "cost_" in prefixes)):
        return {"amount": text}
    fields: dict[str, Value] = {"lot": " ".join(lots)} if lots else {}
    for prefix, sign, part, amount in zip(prefixes, signs, parts, amounts, strict=True):
        if amount is not None:
            fields.update(amount_fields(part, amount, prefix))
            fields.update({"at": sign} if prefix == "cost_" else {"check": sign} if prefix else {})
    return fields


def amount_fields(text: str, amount: Amount | None, prefix: str) -> dict[str, Value]:
    """Give an amount as the fields `amount` (or `cost`, `balance`), `commodity` and `style`, or its text where it is none."""
    name = prefix.removesuffix("_") or "amount"
    if amount is None:
        return {name: text, f"{prefix}commodity": None}
    style = {f"{prefix}style": amount.style} if amount.style else {}
    return {name: amount.number, f"{prefix}commodity": amount.commodity, **style}


def posting_text(fields: Mapping[str, Value]) -> str:
    """Write a posting without its comment; its amount ends in the column `AMOUNT_END`, cost and balance stand behind it."""
    brackets = shown(fields.get("virtual"))
    account = f"{brackets[:1]}{shown(fields.get('account'))}{brackets[1:]}"
    head = " " * INDENT + " ".join(filter(None, [shown(fields.get("status")), account]))
    amount = amount_text(fields, "")
    after = [
        shown(fields.get("lot")),
        f"{shown(fields.get('at')) or '@'} {amount_text(fields, 'cost_')}" if fields.get("cost") is not None else "",
        f"{shown(fields.get('check')) or '='} {amount_text(fields, 'balance_')}" if fields.get("balance") is not None else "",
    ]
    money = " ".join(filter(None, [amount, *after]))
    return head + " " * max(2, AMOUNT_END - len(head) - len(amount)) + money if money else head


def amount_text(fields: Mapping[str, Value], prefix: str) -> str:
    """Write the amount of `prefix` as it is read."""
    number = fields.get(prefix.removesuffix("_") or "amount")
    if not isinstance(number, int | Decimal):
        return shown(number)
    style, commodity = fields.get(f"{prefix}style"), fields.get(f"{prefix}commodity")
    return written(Amount(Decimal(number), None if commodity is None else shown(commodity), None if style is None else shown(style)))
