"""What holds in a makefile that works.

Variables are set, phony targets have rules, rules have their recipes once, conditionals are closed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.code.makefile import DOMAIN

_VARIABLE = re.compile(r"(?<!\$)\$\(([A-Z_a-z]\w*)(?:\)|:)")
_CALL = re.compile(r"(?<!\$)\$\(call (\w+)")
_BUILT_IN = {"MAKEFILE_LIST", "CURDIR", "MAKE", "D"}


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the makefiles that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    known = {str(e.fields["name"]) for e in elements if e.kind in {"variable", "define"}} | _BUILT_IN
    for element in elements:
        text = " ".join(str(value) for value in element.fields.values()) if element.kind != "comment" else ""
        yield from ((element.line, f"{name} is never set") for name in _VARIABLE.findall(text) if name not in known)
        yield from ((element.line, f"{name} is defined nowhere") for name in _CALL.findall(text) if name not in known)
    yield from _targets([element for element in elements if element.kind == "rule"])
    opened = sum(str(e.fields["op"]).startswith("if") for e in elements if e.kind == "conditional")
    closed = sum(e.fields["op"] == "endif" for e in elements if e.kind == "conditional")
    if opened != closed:
        yield 0, f"{opened} conditionals are opened and {closed} closed"


def _targets(rules: list[Element]) -> Iterator[tuple[int, str]]:
    made = Counter(target for rule in rules for target in str(rule.fields["target"]).split())
    yield from ((0, f"{target} has {count} rules") for target, count in made.items() if count > 1 and target != ".PHONY")
    for rule in rules:
        phony = rule.fields["target"] == ".PHONY"
        for name in str(rule.fields.get("prerequisites") or "").split():
            if name not in made and (phony or name.startswith("$(OUT)/") or name.isalpha()):
                yield rule.line, f"nothing makes {name}"
