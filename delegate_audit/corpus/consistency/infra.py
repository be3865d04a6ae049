"""What must be true in a configuration: nothing is declared twice, and what a value refers to is declared somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.code.infra import DOMAIN

_NAME = re.compile(r'"([^"]*)"')
_REFERENCE = re.compile(r"(?<![\w.\"-])(var|local|module|data\.\w+|aws_\w+|random_\w+)\.(\w+)")
_WITHIN = {"variable": "var", "module": "module"}


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the configuration that does not agree, with file and line; its files are one module."""
    read = {name: DOMAIN.read(text, name) for name, text in files.items() if DOMAIN.claims(name)}
    declared = Counter(place for elements in read.values() for element in elements for place in _declared(element))
    problems = [f"{place} is declared {count} times" for place, count in declared.items() if count > 1]
    for name, elements in read.items():
        for top in elements:
            problems += [f"{name}:{line}: {what}" for line, what in _problems(top, set(declared))]
    return problems


def _declared(element: Element) -> Iterator[str]:
    """The names under which a top-level block can be referred to."""
    kind, names = element.fields.get("type"), _NAME.findall(str(element.fields.get("labels")))
    if kind == "locals":
        yield from (f"local.{child.fields['name']}" for child in element.children if child.fields.get("name"))
    elif kind in {"resource", "data"}:
        yield ".".join(["data", *names] if kind == "data" else names)
    elif kind in _WITHIN:
        yield f"{_WITHIN[str(kind)]}.{names[0]}"


def _problems(top: Element, declared: set[str]) -> Iterator[tuple[int, str]]:
    for element in top.walk():
        if element.kind in {"rejected", "unreadable"}:
            yield element.line, "the format refuses it"
        text = f"{element.fields.get('value', '')} {element.fields.get('tail', '')}"
        for kind, name in _REFERENCE.findall(text):
            if f"{kind}.{name}" not in declared:
                yield element.line, f"{kind}.{name} is not declared"
