"""The lines of ledger and hledger journals as rules: headers, postings with amount, lot, cost and asserted balance, prices, directives.

An amount is number and commodity, so that both can be edited; `style` keeps how they were written. What is no amount stays a text.
Behind everything there may be a comment; its further lines come after line breaks, the first being empty where it has none beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Value
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.amounts import Amount, parsed, written
from delegate_audit.domains.readers.grammar import Rule

INDENT = 4
AMOUNT_END = 56
"""The column in which amounts end."""

_DATE = r"(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?![\w/.-])"
_DIRECTIVES = (
    "[!@]?(?:alias|apply|assert|bucket|capture|check|decimal-mark|def|define|end|endfixed|eval|expr|fixed|import|include|payee|python|tag|value"
    "|year|[ACDINYbhioO])"
)
_HERE = r"(?<!\n)"
"""What stands before a part that may be missing, so that none is looked for in the comment below the line."""

_NAME = rf"{_HERE}[^;\s]\S*+(?:[^\S\n]++[^;\s]\S*+)*+"
_ACCOUNT = r"(?!.*\|\|)[^ \t\n]++(?: [^ \t\n]++)*+"
_ANY = rf"{_HERE}[^;\s]++(?:[^\S\n]++[^;\s]++)*+"
_PIECE = r'(?:"[^"\n]*+"|[^"@=(\[\x7b;\s])++'
_AMOUNT = rf"{_HERE}{_PIECE}(?:[^\S\n]++{_PIECE})*+"
_LOT = r"(?:\x7b\x7b[^\x7b\x7d\n]*\x7d\x7d|\x7b[^\x7b\x7d\n]*\x7d|\[[^\[\]\n]*\]|\((?!@)[^()\n]*\))"
_LOTS = rf"{_HERE}{_LOT}(?:[^\S\n]*{_LOT})*"
_COST = rf"[\s{{at:{_HERE}(?:@@?|\(@@?\))}}\s{{cost:{_AMOUNT}}}]"
_MONEY = rf"[ {{amount:{_AMOUNT}}}[\s{{lot:{_LOTS}}}]{_COST}][\s{{check:{_HERE}==?\*?}}\s{{balance:{_AMOUNT}}}]"
_COMMENT = r"[{comment:[^\S\n]*+;.*|\n.*}]"
AMOUNTS = ("amount", "cost", "balance")
BRACKETS = ("()", "[]", "<>")


def _plain(stated: dict[str, Value]) -> dict[str, Value]:
    """The comment without its semicolon."""
    said = stated.get("comment")
    return {**stated, "comment": said.lstrip(" \t").removeprefix(";").strip(" \t")} if isinstance(said, str) else stated


def _set_off(fields: Mapping[str, Value]) -> dict[str, Value]:
    said = shown(fields.get("comment"))
    return dict(fields) if fields.get("comment") is None else {**fields, "comment": said if said.startswith("\n") else f"  ; {said}"}


def _split(stated: dict[str, Value]) -> dict[str, Value] | None:
    """Amounts as numbers, commodities and styles; None where one is none."""
    fields = _named(stated)
    for name, prefix in _prefixes(stated):
        amount = parsed(shown(stated[name]))
        if amount is None:
            return None
        parts = {name: amount.number, f"{prefix}commodity": amount.commodity, f"{prefix}style": amount.style}
        fields |= {part: value for part, value in parts.items() if value is not None}
    return fields


def _named(stated: dict[str, Value]) -> dict[str, Value]:
    """An account without the brackets around it."""
    fields, account = _plain(stated), shown(stated.get("account"))
    inner = account[1:-1]
    virtual = account[:1] + account[-1:] in BRACKETS and inner and inner == inner.strip()
    return {**fields, "virtual": account[0] + account[-1], "account": inner} if virtual else fields


def _prefixes(fields: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The amounts there are, and what the names of their parts begin with."""
    return ((name, "" if name == "amount" else f"{name}_") for name in AMOUNTS if fields.get(name) is not None)


def _joined(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Amounts as their texts, and an account that is so wide that the first of them ends where it should."""
    texts = _set_off(fields) | {name: amount_text(fields, name, prefix) for name, prefix in _prefixes(fields)}
    brackets, status = shown(fields.get("virtual")), shown(fields.get("status"))
    account = f"{brackets[:1]}{shown(fields.get('account'))}{brackets[1:]}"
    room = AMOUNT_END - INDENT - len(status and f"{status} ") - len(shown(texts.get("amount"))) - 1
    has_money = any(name in texts for name in AMOUNTS)
    return {**texts, "account": account.ljust(max(room, len(account) + 1)) if has_money else account}


def amount_text(fields: Mapping[str, Value], name: str, prefix: str) -> str:
    """Write an amount as it is read."""
    number = fields.get(name)
    if not isinstance(number, int | Decimal):
        return shown(number)
    style, commodity = (None if (value := fields.get(f"{prefix}{part}")) is None else shown(value) for part in ("style", "commodity"))
    return written(Amount(Decimal(number), commodity, style))


POSTINGS = (
    Rule("posting", rf"[{{status:[*!]}} ]{{account:{_ACCOUNT}}}{_MONEY}{_COMMENT}", _split, _joined),
    Rule("posting", rf"[{{status:[*!]}} ]{{account:{_ACCOUNT}}}[ {{amount:{_ANY}}}]{_COMMENT}", _named, _joined),
)
DETAILS = (Rule("detail", r"{word:;|\S+}[ {text:*}]"),)
_OF = rf'P {{date:{_DATE}}}[ {{time:\d\d?:\d\d(?::\d\d)?}}] {{of:"[^"\n]+"|\S+}} '
_HEADER = rf"{{date:{_DATE}}}[={{aux_date:{_DATE}}}][\s{{status:{_HERE}[*!]}}][\s({{code:(?<!\n\()[^()\n]*}})][\s{{payee:{_NAME}}}]"
ENTRIES = (
    Rule("transaction", _HEADER + _COMMENT, _plain, _set_off),
    Rule("periodic", rf"~[\s{{period:(?!~){_NAME}}}]{_COMMENT}", _plain, _set_off),
    Rule("automated", rf"=[\s{{query:(?!=){_NAME}}}]{_COMMENT}", _plain, _set_off),
    Rule("price", rf"{_OF}{{amount:{_AMOUNT}}}{_COMMENT}", _split, _joined),
    Rule("price", rf"{_OF}{{amount:{_ANY}}}{_COMMENT}", _plain, _joined),
    *(Rule(word, rf"{word}[ {{name:{_NAME}}}]{_COMMENT}", _plain, _set_off) for word in ("account", "commodity")),
    Rule("directive", rf"{{word:Y}}{{name:\d{_NAME}}}{_COMMENT}", _plain, _set_off),
    Rule("directive", rf"{{word:{_DIRECTIVES}}}[ {{name:{_NAME}}}]{_COMMENT}", _plain, _set_off),
)
