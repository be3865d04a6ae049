"""Ledger and hledger journals line by line: comments of every style, transactions, plans, rules, prices and directives.

Only what the format itself refuses is refused here: lines that are no entry, postings without a transaction, amounts
and dates that are none. Whether a transaction balances says which entry is false, not that the file cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date as calendar_date
from decimal import Decimal

from delegate_audit.core.element import UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.amounts import parsed
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.postings import amount_fields, posting_fields

_DATE = r"(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}"
_HEADER = re.compile(rf"({_DATE})(?:=({_DATE}))?(?![\w/.-])\s*(?:([*!])\s*)?(?:\(([^()]*)\)\s*)?(.*)", re.ASCII | re.DOTALL)
_REMARK = re.compile(r"(.*?)(?:^|(?<=\s));(.*)", re.DOTALL)
_PRICE = re.compile(rf'({_DATE})(?:\s+(\d\d?:\d\d(?::\d\d)?))?\s+("[^"]+"|\S+)\s+(\S.*)', re.ASCII)
_WORD = re.compile(r"(Y(?=\d)|\S+)\s*(.*)", re.DOTALL)
_WORDS = re.compile(
    r"[!@]?(?:alias|apply|assert|bucket|capture|check|decimal-mark|def|define|end|endfixed|eval|expr|fixed|import|include|payee|python|tag|value|year"
    r"|[ACDINYbhioO])"
)
_BLOCKS = ("comment", "test")
MARKERS = ";#%|*"
"""What a line of comment begins with."""

_PLAIN = ("account", "commodity")


def journal(text: str) -> tuple[Element, ...]:
    """Read the entries in their order; before them, where ledger and hledger would stop, the mark that says why."""
    reader = _Journal(lines_of(text))
    entries = tuple(reader.entries())
    return (*reader.refusals[:1], *entries)


class _Journal:
    """Goes through the lines once; notes what the format refuses."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at, self.refusals = lines, 0, list[Element]()

    def entries(self) -> Iterator[Element]:
        while self.at < len(self.lines):
            line, self.at = self.lines[self.at], self.at + 1
            if line.strip():
                yield from self._entry(line, self.at)

    def _entry(self, line: str, number: int) -> tuple[Element, ...]:
        if line[0] in MARKERS or line.lstrip()[0] == ";":
            return (self._remark(number),)
        if line[0].isspace():
            self._refuse("a posting that belongs to no transaction", number)
            return (self._posting(line, number),)
        if line.split()[0] in _BLOCKS:
            return (self._block(line, number),)
        if header := _HEADER.fullmatch(line.rstrip()):
            return (self._transaction(header, number),)
        if line[0] in "~=" and line[1:2] != line[0]:
            kind, name = ("periodic", "period") if line[0] == "~" else ("automated", "query")
            fields = _named(line[1:], name)
            return (self._with_postings(kind, fields, number),)
        return (self._directive(line.rstrip(), number),)

    def _refuse(self, reason: str, number: int) -> None:
        self.refusals.append(rejected(reason, number))

    def _remark(self, number: int) -> Element:
        """Lines of comment that follow each other with one marker."""
        marker = self.lines[number - 1].lstrip()[0]
        self.at = number - 1
        texts = []
        while self.at < len(self.lines) and _marked(self.lines[self.at], marker):
            texts.append(self.lines[self.at].strip()[1:].removeprefix(" "))
            self.at += 1
        return Element("comment", {"marker": marker, "text": "\n".join(texts)}, line=number)

    def _block(self, line: str, number: int) -> Element:
        end = f"end {line.split()[0]}"
        texts = []
        while self.at < len(self.lines) and self.lines[self.at].strip() != end:
            texts.append(self.lines[self.at].rstrip())
            self.at += 1
        self.at += 1
        return Element("comment", {"marker": line.rstrip(), "text": "\n".join(texts) if texts else None}, line=number)

    def _indented(self) -> Iterator[tuple[str, int]]:
        while self.at < len(self.lines) and self.lines[self.at][:1].isspace() and self.lines[self.at].strip():
            self.at += 1
            yield self.lines[self.at - 1].strip(), self.at

    def _remarks(self, first: Value) -> Value:
        """The comment of a line with those below it; an empty first line where it has none of its own."""
        texts = [shown(first)]
        while self.at < len(self.lines) and self.lines[self.at][:1].isspace() and self.lines[self.at].lstrip().startswith(";"):
            texts.append(self.lines[self.at].strip()[1:].strip())
            self.at += 1
        return first if len(texts) == 1 else "\n".join(texts)

    def _transaction(self, header: re.Match[str], number: int) -> Element:
        date, aux_date, status, code, rest = header.groups()
        if not (_is_date(date) and _is_date(aux_date or date)):
            self._refuse("a date that no calendar has", number)
        optional = {"aux_date": aux_date, "status": status, "code": code}
        fields = {"date": date, **{n: v for n, v in optional.items() if v is not None or n == "status"}, **_named(rest, "payee")}
        return self._with_postings("transaction", fields, number)

    def _with_postings(self, kind: str, fields: Mapping[str, Value], number: int) -> Element:
        comment = self._remarks(fields["comment"])
        postings = tuple(self._posting(line, at) for line, at in self._indented())
        return Element(kind, {**fields, "comment": comment}, postings, number)

    def _posting(self, line: str, number: int) -> Element:
        fields = posting_fields(line.strip())
        amount = fields["amount"]
        if isinstance(amount, str) and not amount.startswith(("(", "*")):
            self._refuse("an amount that is none", number)
        return Element("posting", {**fields, "comment": self._remarks(fields["comment"])}, line=number)

    def _directive(self, line: str, number: int) -> Element:
        if line.startswith("P") and (price := self._price(line, number)):
            return price
        match = _WORD.fullmatch(line)
        assert match is not None
        word, rest = match.groups()
        if word in _PLAIN:
            kind, fields = word, _named(rest, "name")
        elif _WORDS.fullmatch(word):
            kind, fields = "directive", {"word": word, **_named(rest, "name")}
        else:
            return self._lost(number)
        return Element(kind, fields, tuple(_detail(text, at) for text, at in self._indented()), number)

    def _lost(self, number: int) -> Element:
        """A line that begins no entry; where it is no header with a false date, with the text that follows it."""
        self._refuse("a line that begins no entry", number)
        texts = [self.lines[number - 1].rstrip()]
        while not texts[0][0].isdigit() and self.at < len(self.lines) and _is_text(self.lines[self.at]):
            texts.append(self.lines[self.at].rstrip())
            self.at += 1
        return Element(UNREADABLE, {"text": "\n".join(filter(None, texts))}, line=number)

    def _price(self, line: str, number: int) -> Element | None:
        main, has_comment, comment = line[1:].partition(";")
        match = _PRICE.fullmatch(main.strip())
        if match is None or not line[1:2].isspace():
            return None
        date, time, of, text = match.groups()
        amount = parsed(text)
        if amount is None:
            self._refuse("an amount that is none", number)
        fields = {"date": date, **({"time": time} if time else {}), "of": of, **amount_fields(text, amount, "")}
        return Element("price", {**fields, "comment": comment.strip() if has_comment else None}, line=number)


def _is_text(line: str) -> bool:
    """Whether the line is part of a text that it follows: it is blank, or begins no entry and is no posting with an amount."""
    if not line.strip():
        return True
    if line[0].isspace():
        amount = None if "||" in line else posting_fields(line.strip())["amount"]
        return not line.lstrip().startswith(";") and not isinstance(amount, Decimal)
    if line[0] in MARKERS or line[0].isdigit() or line.split()[0] in _BLOCKS:
        return False
    word = _WORD.fullmatch(line.rstrip())
    known = word is not None and (word[1] in _PLAIN or _WORDS.fullmatch(word[1]) is not None or word[1] == "P")
    return not known and (line[0] not in "~=" or line[1:2] == line[0])


def _marked(line: str, marker: str) -> bool:
    return line[:1] == marker or (marker == ";" and line[:1].isspace() and line.lstrip().startswith(";"))


def _named(text: str, name: str) -> dict[str, Value]:
    """The text before a comment, as the field `name`, and the comment."""
    match = _REMARK.fullmatch(text)
    before = match[1] if match else text
    return {name: before.strip() or None, "comment": match[2].strip() if match else None}


def _detail(text: str, number: int) -> Element:
    word, rest = (";", text[1:]) if text.startswith(";") else (text.split()[0], text[len(text.split()[0]) :])
    return Element("detail", {"word": word, "text": rest.strip() or None}, line=number)


def _is_date(text: str) -> bool:
    parts = [int(part) for part in re.split(r"[-/.]", text)]
    try:
        calendar_date(*([2000, *parts][-3:]))
    except ValueError:
        return False
    return True
