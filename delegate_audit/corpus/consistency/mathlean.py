"""What holds in a Lean source that was checked: namespaces are closed, names are given once, and own lemmas stand before what uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.science.mathlean import DOMAIN

_LEMMA = re.compile(r"(?<![\w.])[a-z]\w*_\w+")
_TACTICS = {"rename_i", "simp_all", "by_cases", "simp_arith", "split_ifs", "termination_by", "decreasing_by"}


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the sources that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    for element in (element for top in tops for element in top.walk()):
        if element.kind == "section" and "end" not in {child.kind for child in element.children}:
            yield element.line, f"{element.fields['op']} {element.fields.get('name') or ''} is never ended"
    yield from _declared(tops, "", set())


def _declared(elements: tuple[Element, ...], space: str, known: set[str]) -> Iterator[tuple[int, str]]:
    """Problems of the declarations in a namespace; `known` are the full names and the last parts of those that went before."""
    for element in elements:
        if element.kind == "section":
            inner = f"{space}{element.fields.get('name')}." if element.fields["op"] == "namespace" else space
            yield from _declared(element.children, inner, known)
        elif element.kind == "declaration":
            parts = [below for below in element.walk() if below.kind in {"declaration", "step"}]
            for below in parts:
                text = " ".join(str(below.fields.get(field) or "") for field in ("statement", "proof", "text"))
                unknown = [name for name in _LEMMA.findall(text) if name not in known | _TACTICS]
                yield from ((below.line, f"{name} is not declared before this line") for name in unknown)
            if name := str(element.fields.get("name") or ""):
                if space + name in known:
                    yield element.line, f"{space}{name} is declared twice"
                known |= {space + name, name.rpartition(".")[2]}
