"""What holds in a Dockerfile that builds: stages have names of their own, all that is copied or built on exists, versions are declared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.code.docker import DOMAIN

_FROM = re.compile(r"(?:--|,)from=([\w-]+)")
_VARIABLE = re.compile(r"\$\{(\w+)(?=\})")
_SET = re.compile(r"(?:^|\s)(\w+)(?==|$)")
_BUILT_IN = {"PATH", "HOME", "TARGETARCH", "BUILDPLATFORM"}


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the Dockerfiles that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(elements: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    known = {str(e.fields["arguments"]).split("=")[0] for e in elements if e.fields.get("op") == "ARG"}
    stages: list[str] = []
    for stage in (element for element in elements if element.kind == "stage"):
        name, base = str(stage.fields.get("name")), str(stage.fields["base"])
        if name in stages or name == "None":
            yield stage.line, f"the stage has no name of its own: {name}"
        if ":" not in base and base not in {*stages, "scratch"}:
            yield stage.line, f"{base} is no stage before this one"
        yield from ((stage.line, f"{variable} is not declared") for variable in _VARIABLE.findall(base) if variable not in known)
        yield from _instructions(stage, stages)
        stages.append(name)


def _instructions(stage: Element, stages: list[str]) -> Iterator[tuple[int, str]]:
    declared = set(_BUILT_IN)
    for instruction in (child for child in stage.children if child.kind == "instruction"):
        lines = [str(e.fields.get("arguments") or e.fields.get("text", "")) for e in instruction.walk() if e.kind != "comment"]
        if instruction.fields["op"] in {"ARG", "ENV"}:
            declared |= {name for line in lines for name in _SET.findall(line)}
        text = "\n".join(lines)
        yield from ((instruction.line, f"{name} is no stage before this one") for name in _FROM.findall(text) if name not in stages)
        yield from ((instruction.line, f"{name} is not declared") for name in _VARIABLE.findall(text) if name not in declared)
        packages = Counter(line for line in lines[1:] if " " not in line)
        yield from ((instruction.line, f"{name} stands there {n} times") for name, n in packages.items() if n > 1 and name != "EOF")
