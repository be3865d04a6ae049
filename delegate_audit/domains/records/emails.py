"""Mailboxes (mbox): messages of headers, paragraphs, quoted blocks, signatures, patches. Fragile: addresses, threads, who said what, hunks.

A header is a field of its message, unfolded; of those that come again the second is `received#2`; those that are not usual are
written last, by name. MIME parts are kept as they are encoded. A block without a blank line before it is `tight`, which means nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from textwrap import wrap

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE
from delegate_audit.domains.readers.passages import BODY

NAMES = "from sender reply-to to cc bcc subject date message-id in-reply-to references mime-version content-type"
HEADERS = {name: f"{rank:02}" for rank, name in enumerate(NAMES.split())}
WIDTH = 78
_ASIDE = frozenset({"envelope", "boundary", "tight", ORDER})
_ENVELOPE, _HEADER, _QUOTED = map(re.compile, (r"From (\S+ +.*\d{4}.*)", r"([!\"$-9;-~]+):[ \t]*(.*)", r"\A(?!>From )(?:> ?)++"))
_BOUNDARY = re.compile(r"(?i:boundary)=\"?((?<=\")(?:[^\"\n]|\n[ \t])+|[^\s;\"]+)|^--(\S.*)\n(?i:content-[\w-]+:)", re.MULTILINE)
DIFF = r"(?:diff -|index [\da-f]+\.\.|--- \S|\+\+\+ \S|(?:new|deleted) file |rename (?:from|to) |similarity ).*"
_BLOCK = re.compile(
    r"(?P<quote>(>+)(?:$| .+(?:\n\2 .+)*+))|(?P<signature>--$(?:\n.*)*+)"
    r"|(?P<hunk>@@ -\d.*(?:\n+(?=[ +\\-])(?!--$|--- .*\n\+\+\+ ).*)*+)"
    rf"|(?P<diff>{DIFF}(?:\n{DIFF})*+)|(?P<paragraph>.+(?:\n(?!>+(?: |$)|--$|@@ -\d|{DIFF}).+)*+)",
    re.MULTILINE,
)
KINDS = (
    *(Kind(kind, {"subject": Text(), ORDER: ORDER_TYPE, "tight": ORDER_TYPE}, ("message-id",)) for kind in ("message", "part")),
    Kind("quote", {"depth": Number(), "text": Text(), "tight": ORDER_TYPE}),
    *(Kind(kind, {"text": Text(), "tight": ORDER_TYPE}) for kind in ("paragraph", "signature")),
    *(Kind(kind, {"text": BODY, "tight": ORDER_TYPE}) for kind in ("diff", "hunk")),
)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """A message from every line `From ` behind a blank one to the next, the first from where the text begins."""
    lines = [_QUOTED.sub(lambda marks: f"{'>' * marks[0].count('>')} ", line.rstrip()).rstrip() for line in lines_of(text)]
    begun = [k for k, line in enumerate(lines) if line]
    starts = [k for k in begun if k == begun[0] or (_ENVELOPE.fullmatch(lines[k]) and not lines[k - 1])]
    return tuple(_message(lines[start:end], start + 1) for start, end in pairwise([*starts, len(lines)]))


def _message(lines: list[str], number: int) -> Element:
    named = {" ".join(name.split()) for names in _BOUNDARY.findall("\n".join(lines)) for name in names if name}
    cuts = [k for k, line in enumerate(lines) if line.startswith("--") and line[2:].removesuffix("--") in named]
    envelope = _ENVELOPE.fullmatch(lines[0])
    fields: dict[str, Value] = {"envelope": envelope[1]} if envelope else {}
    below = [*_below(lines[: [*cuts, len(lines)][0]], 1 if envelope else 0, number, fields)]
    for start, end in pairwise([*cuts, len(lines)]):
        part: dict[str, Value] = {"boundary": lines[start][2:], **({"tight": True} if any(lines[start - 1 : start]) else {})}
        children = [*_below(lines[start:end], 1, number + start, part)]
        below += [Element("part", part, line=number + start), *children]
    return Element("message", fields, tuple(below), number)


def _below(lines: list[str], at: int, number: int, fields: dict[str, Value]) -> Iterator[Element]:
    """Add the headers from that line on to the fields; the lines among them that are none, and the blocks below."""
    name, seen = "", Counter[str]()
    while at < len(lines) and lines[at] and (name or not lines[at][0].isspace()) and not lines[at].startswith("--"):
        found = _HEADER.fullmatch(lines[at])
        if found and (said := found[1].lower()) not in _ASIDE:
            seen[said] += 1
            name = f"{said}#{seen[said]}" if seen[said] > 1 else said
            fields[name] = " ".join(found[2].split())
        elif lines[at][0].isspace():
            fields[name] = f"{fields[name]} {' '.join(lines[at].split())}".strip()
        else:
            yield Element(UNREADABLE, {"text": lines[at]}, line=number + at)
        at += 1
    order = tuple(name for name in fields if name not in _ASIDE)
    fields.update({ORDER: order} if order != _usual(fields) else {})
    text, line, last = "\n".join(["", *lines[at:]]), number + at - 1, 0
    for block in _BLOCK.finditer(text):
        line, last = line + text.count("\n", last, block.start()), block.start()
        stated: dict[str, Value] = {"tight": True} if text[max(0, last - 2) : last] != "\n\n" else {}
        stated |= {"depth": len(block[2])} if block["quote"] else {}
        said = re.sub(r"(?m)^>+ ?", "", block[0]) if block["quote"] else block[0][2:].strip("\n") if block["signature"] else block[0]
        yield Element(str(block.lastgroup), {**stated, "text": said}, line=line)


def _usual(fields: Mapping[str, Value]) -> tuple[str, ...]:
    plain = {name: name.partition("#")[0] for name, value in fields.items() if name not in _ASIDE and value is not None}
    return tuple(sorted(plain, key=lambda name: (HEADERS.get(plain[name], plain[name]), len(name), name)))


def write(elements: tuple[Element, ...]) -> str:
    """Messages with a blank line behind each."""
    return "".join(f"{line}\n" for element in elements if element.kind != REJECTED for line in (*_lines(element), ""))


def _lines(message: Element) -> Iterator[str]:
    for element in (message, *message.children):
        kind, depth, text = element.kind, element.fields.get("depth"), str(element.fields.get("text") or "")
        if kind not in {"message", UNREADABLE} and not element.fields.get("tight"):
            yield ""
        if kind in {"message", "part"}:
            yield from _headers(element.fields)
        elif kind == "quote":
            yield from (f"{'>' * (depth if isinstance(depth, int) else 1)} {row}".rstrip() for row in text.split("\n"))
        else:
            yield f"-- \n{text}".rstrip("\n") if kind == "signature" else re.sub(r"(?m)^$", " ", text) if kind == "hunk" else text


def _headers(fields: Mapping[str, Value]) -> Iterator[str]:
    yield from (f"{sign}{fields[name]}" for name, sign in (("envelope", "From "), ("boundary", "--")) if fields.get(name) is not None)
    order, usual = fields.get(ORDER), _usual(fields)
    for name in map(str, dict.fromkeys((*order, *usual) if isinstance(order, tuple) else usual)):
        if name in usual:
            label = "-".join(map(str.capitalize, name.partition("#")[0].split("-"))).replace("-Id", "-ID").replace("Mime-", "MIME-")
            yield from wrap(f"{label}: {fields[name]}", WIDTH, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False)


DOMAIN = Domain("emails", "Mailbox", "records", ("*.mbox", "*.eml"), KINDS, read, write)
