"""What holds in configuration that is in use: the format's own parser takes it, no key stands twice, what is named exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import REJECTED, Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.code.json import DOMAIN


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for every place that breaks a rule."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    anchors: set[str] = set()
    for element in elements:
        if element.kind == REJECTED:
            yield element.line, str(element.fields["reason"])
        keys = Counter(child.fields["key"] for child in element.children if "key" in child.fields)
        yield from ((element.line, f"the key {key!r} stands {count} times") for key, count in keys.items() if count > 1)
        if anchor := element.fields.get("anchor"):
            anchors.add(str(anchor))
        if element.fields.get("type") == "alias" and element.fields["value"] not in anchors:
            yield element.line, f"nothing is called {element.fields['value']}"
