"""Writing DOT as people write it: one statement a line, blank lines between groups, long lists of attributes one a line.

Statements are elements as the domain graphviz declares them: the attributes are fields, told from the fields that make up
the statement by `STRUCTURE`. An identifier is held as what it says; where that could be mistaken (`"<b>"` for HTML, `"{a}"`
for a group), in its quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.domains.readers.data import REJECTED_LINE, UNREADABLE_LINE

LINE_CHARS = 100
WORDING = ("label", "xlabel", "headlabel", "taillabel", "tooltip", "edgetooltip", "comment")
ALWAYS_QUOTED = {*WORDING, "URL", "href", "fontname"}
KEYWORDS = frozenset({"node", "edge", "graph", "digraph", "subgraph", "strict"})
STRUCTURE = {
    "node": ("name", "port", "order"),
    "edge": ("tail", "tail_port", "head", "head_port", "order"),
    "defaults": ("of", "order"),
    "setting": ("name", "value"),
}
_GROUP = re.compile(r"\{|subgraph\s")
_BARE = re.compile(r"-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]+)?)|[A-Za-z_][A-Za-z0-9_]*")
_ESCAPE = re.compile(r'\\(.|\n)|"', re.DOTALL)
_AMBIGUOUS = re.compile(r'<.*>|"|\{|subgraph\s', re.DOTALL)


def html_ends(text: str) -> dict[int, int]:
    """For every `<` that is closed its offset, and that after the `>` that closes it."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for match in re.finditer("[<>]", text):
        if match.group() == "<":
            waiting.append(match.start())
        elif waiting:
            found[waiting.pop()] = match.end()
    return found


def unquoted(raw: str) -> str:
    """What a quoted string says; only an escaped quote and a continued line are undone, as Graphviz does."""
    said = _ESCAPE.sub(lambda match: {'"': '"', "\n": ""}.get(match.group(1), match.group()), raw[1:-1])
    return raw if _AMBIGUOUS.match(said) else said


def joined(parts: Sequence[str]) -> str:
    """Strings put together by `+`."""
    if len(parts) < 2:
        return "".join(parts)
    raw = [quoted(part) for part in parts]
    return unquoted("".join([raw[0][:-1], *(part[1:-1] for part in raw[1:-1]), raw[-1][1:]]))


def quoted(said: str) -> str:
    """An id in quotes, unless it is HTML."""
    if (said.startswith("<") and html_ends(said).get(0) == len(said)) or (len(said) > 1 and said[0] == said[-1] == '"'):
        return said
    inner = _ESCAPE.sub(lambda match: '\\"' if match.group() == '"' else match.group(), said)
    return '"' + inner + "\\" * ((len(inner) - len(inner.rstrip("\\"))) % 2) + '"'


def quoted_if_needed(said: str) -> str:
    """An id as short as it can be written."""
    return said if _BARE.fullmatch(said) and said.lower() not in KEYWORDS else quoted(said)


def dump_dot(elements: Sequence[Element]) -> str:
    """One statement a line, blank lines between groups of statements, long lists of attributes one a line."""
    marks = [f"{REJECTED_LINE}{element.fields.get('reason')}" for element in elements if element.kind == REJECTED]
    lines = _lines([element for element in elements if element.kind != REJECTED], "", "->")
    return "".join(f"{line}\n" for line in [*marks, *lines])


def _lines(elements: Sequence[Element], indent: str, operator: str) -> list[str]:
    found: list[str] = []
    for k, element in enumerate(elements):
        if k and _are_apart(elements[k - 1].kind, element.kind):
            found.append("")
        found.extend(_written(element, indent, operator))
    return found


def _are_apart(before: str, kind: str) -> bool:
    """Whether a blank line stands between two statements."""
    if {"subgraph", "comment"} & {before, kind}:
        return before != "comment"
    return UNREADABLE not in {before, kind} and len({"defaults" if one == "setting" else one for one in (before, kind)}) > 1


def _written(element: Element, indent: str, operator: str) -> list[str]:
    fields, kind, said = element.fields, element.kind, f"{element.fields.get('text', '')}"
    if kind in {"graph", "subgraph"}:
        name = "" if fields.get("name") is None else f"{quoted_if_needed(str(fields['name']))} "
        head = f"subgraph {name}" if name else ""
        if kind == "graph":
            head, operator = f"{fields.get('type')} {name}", "--" if fields.get("type") == "graph" else "->"
        strict = "strict " if fields.get("strict") else ""
        return [f"{indent}{strict}{head}{{", *_lines(element.children, f"{indent}  ", operator), f"{indent}}}"]
    if kind in {"comment", UNREADABLE}:
        return [f"{indent}// {said}".rstrip() if kind == "comment" else f"{UNREADABLE_LINE}{said}"]
    note = "".join(f"  // {child.fields.get('text', '')}".rstrip() for child in element.children if child.kind == "comment")
    if kind == "setting":
        return [f"{indent}{quoted_if_needed(str(fields.get('name')))}={_value(str(fields.get('name')), fields.get('value'))};{note}"]
    ends = [_end(fields, name) for name in (("tail", "head") if kind == "edge" else ("name",))]
    subject = indent + (str(fields.get("of")) if kind == "defaults" else f" {operator} ".join(ends))
    listed = _attributes(element)
    line = f"{subject} [{', '.join(listed)}];" if listed or kind == "defaults" else f"{subject};"
    if len(line) <= LINE_CHARS or not listed:
        return [line + note]
    return [f"{subject} [", *(f"{indent}  {text}," for text in listed[:-1]), f"{indent}  {listed[-1]}", f"{indent}];{note}"]


def _end(fields: Mapping[str, Value], name: str) -> str:
    end, at = str(fields.get(name, "")), fields.get("port" if name == "name" else f"{name}_port")
    return ":".join([end if _GROUP.match(end) else quoted_if_needed(end), *([] if at is None else [str(at)])])


def _attributes(element: Element) -> list[str]:
    """The attributes in their order; their names without the marks for a repeated one and for one that a field of ours has."""
    order = element.fields.get("order")
    rank = {name: k for k, name in enumerate(order)} if isinstance(order, tuple) else {}
    names = [name for name, value in element.fields.items() if name not in STRUCTURE.get(element.kind, ()) and value is not None]
    found: list[str] = []
    for name in sorted(names, key=lambda name: rank.get(name, len(rank))):
        base, mark, count = name.rpartition("#")
        bare = base if mark and count.isdigit() and base in names else name
        found.append(f"{quoted_if_needed(bare.removeprefix('@'))}={_value(name, element.fields[name])}")
    return found


def _value(name: str, stored: Value) -> str:
    value = f"{stored:f}" if isinstance(stored, Decimal) else str(stored)
    return quoted(value) if name in ALWAYS_QUOTED else quoted_if_needed(value)
