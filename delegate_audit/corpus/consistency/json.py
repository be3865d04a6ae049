"""What holds in configuration that is in use: the format's own parser takes it, no key stands twice, what is named exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import REJECTED, Element
from delegate_audit.domains.code.json import DOMAIN


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for every place that breaks a rule."""
    return [f"{name}: {problem}" for name, text in files.items() if DOMAIN.claims(name) for problem in _problems(DOMAIN.read(text, name))]


def _problems(elements: tuple[Element, ...]) -> Iterator[str]:
    anchors: set[str] = set()
    for top in elements:
        if top.kind == REJECTED:
            yield f"line {top.line}: {top.fields['reason']}"
        for element in top.walk():
            keys = Counter(child.fields["key"] for child in element.children if "key" in child.fields)
            yield from (f"line {element.line}: the key {key!r} stands {count} times" for key, count in keys.items() if count > 1)
            if anchor := element.fields.get("anchor"):
                anchors.add(str(anchor))
            if element.fields.get("type") == "alias" and element.fields["value"] not in anchors:
                yield f"line {element.line}: nothing is called {element.fields['value']}"
