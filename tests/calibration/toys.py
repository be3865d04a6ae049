"""Toy domains with faults of their own, which a calibration must bring to light."""

from __future__ import annotations

import re

from delegate_audit.calibration.contract import Subject
from delegate_audit.core.element import Element, unreadable
from delegate_audit.core.kind import Exact, Kind
from delegate_audit.domains.contract import Domain

LINE = re.compile(r"(?P<name>\w+) = (?P<value>\w+) @ (?P<shelf>\w+)")
TEXT = "".join(f"item{k} = value{k} @ shelf{k}\n{'# a remark on what follows' if k % 4 == 0 else ''}\n" for k in range(24))


def _element(line: str, number: int) -> tuple[Element, ...]:
    match = LINE.fullmatch(line.strip())
    return (Element("item", match.groupdict(), line=number),) if match else unreadable(line, number)


def read(text: str, filename: str) -> tuple[Element, ...]:
    lines = enumerate(text.replace("\ufeff", "").split("\n"), 1)
    return tuple(element for number, line in lines if line.strip() for element in _element(line, number))


def read_without_remarks(text: str, filename: str) -> tuple[Element, ...]:
    return tuple(element for element in read(text, filename) if not str(element.fields.get("text", "")).startswith("#"))


def read_with_mark(text: str, filename: str) -> tuple[Element, ...]:
    first, *others = read(text, filename) or (Element("item", {}),)
    return (first.having(name="\ufeff" * text.startswith("\ufeff") + str(first.fields.get("name"))), *others)


def write(elements: tuple[Element, ...]) -> str:
    return "".join("{name} = {value} @ {shelf}\n".format(**e.fields) if e.kind == "item" else f"{e.fields['text']}\n" for e in elements)


def toy(reader=read, shelf=None) -> Domain:
    kind = Kind("item", {"name": Exact(), "value": Exact(), "shelf": shelf or Exact()})
    return Domain("toy", "Toy lists", "everyday", ("*.toy",), (kind,), reader, write)


STRICT = toy()
FORGETS_REMARKS = toy(read_without_remarks)
IGNORES_SHELVES = toy(shelf=Exact(normal=lambda _: None))
MINDS_THE_MARK = toy(read_with_mark)


def subject(domain: Domain, text: str = TEXT) -> Subject:
    return Subject("list.toy", text, domain, "attic/list.toy")
