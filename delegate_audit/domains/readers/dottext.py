"""Writing DOT as people write it: one statement a line, blank lines between groups, long lists of attributes one a line.

Statements are elements as the domain graphviz declares them: the attributes are fields, told from the fields that make up
the statement by `STRUCTURE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.domains.readers.data import REJECTED_LINE, UNREADABLE_LINE
from delegate_audit.domains.readers.dot import quoted, quoted_if_needed

LINE_CHARS = 100
WORDING = ("label", "xlabel", "headlabel", "taillabel", "tooltip", "edgetooltip", "comment")
ALWAYS_QUOTED = {*WORDING, "URL", "href", "fontname"}
STRUCTURE = {
    "node": ("name", "port", "order"),
    "edge": ("tail", "tail_port", "head", "head_port", "order"),
    "defaults": ("of", "order"),
    "setting": ("name", "value"),
}
_GROUP = re.compile(r"\{|subgraph\s")


def dump_dot(elements: tuple[Element, ...]) -> str:
    """One statement a line, blank lines between groups of statements, long lists of attributes one a line."""
    marks = [f"{REJECTED_LINE}{element.fields.get('reason')}" for element in elements if element.kind == REJECTED]
    lines = _block_lines([element for element in elements if element.kind != REJECTED], "", "->")
    return "".join(f"{line}\n" for line in [*marks, *lines])


def _block_lines(elements: Iterable[Element], indent: str, operator: str) -> list[str]:
    lines: list[str] = []
    before: Element | None = None
    for element in elements:
        if before is not None and _apart(before, element):
            lines.append("")
        lines.extend(_statement_lines(element, indent, operator))
        before = element
    return lines


def _apart(before: Element, element: Element) -> bool:
    """Whether a blank line stands between two statements."""
    if "subgraph" in {before.kind, element.kind}:
        return before.kind != "comment"
    if "comment" in {before.kind, element.kind}:
        return before.kind != "comment"
    groups = [{"defaults": "setting"}.get(kind, kind) for kind in (before.kind, element.kind)]
    return groups[0] != groups[1] and UNREADABLE not in groups


def _statement_lines(element: Element, indent: str, operator: str) -> list[str]:
    if element.kind in {"graph", "subgraph"}:
        if element.kind == "graph":
            operator = "--" if element.fields.get("type") == "graph" else "->"
        return [f"{indent}{_head(element)}{{", *_block_lines(element.children, f"{indent}  ", operator), f"{indent}}}"]
    if element.kind == "comment":
        return [f"{indent}// {element.fields.get('text', '')}".rstrip()]
    if element.kind == UNREADABLE:
        return [f"{UNREADABLE_LINE}{element.fields.get('text', '')}"]
    note = "".join(f"  // {child.fields.get('text', '')}".rstrip() for child in element.children if child.kind == "comment")
    line = indent + _line(element, operator)
    if len(line) <= LINE_CHARS or not (attributes := _attribute_texts(element)):
        return [line + note]
    start = f"{indent}{_subject(element, operator)} ["
    return [start, *(f"{indent}  {text}," for text in attributes[:-1]), f"{indent}  {attributes[-1]}", f"{indent}];{note}"]


def _head(element: Element) -> str:
    name = element.fields.get("name")
    shown = "" if name is None else f"{quoted_if_needed(str(name))} "
    if element.kind == "subgraph":
        return f"subgraph {shown}" if shown else ""
    return f"{'strict ' if element.fields.get('strict') else ''}{element.fields.get('type')} {shown}"


def _line(element: Element, operator: str) -> str:
    """A statement on one line, without the comment beside it."""
    if element.kind == "subgraph":
        return group_text(element, operator)
    if element.kind == "setting":
        return f"{quoted_if_needed(str(element.fields.get('name')))}={_written(element, 'name', 'value')};"
    attributes = ", ".join(_attribute_texts(element))
    listed = f" [{attributes}]" if attributes or element.kind == "defaults" else ""
    return f"{_subject(element, operator)}{listed};"


def _subject(element: Element, operator: str) -> str:
    fields = element.fields
    if element.kind == "defaults":
        return str(fields.get("of"))
    if element.kind == "edge":
        return f"{_end(fields, 'tail')} {operator} {_end(fields, 'head')}"
    return _end(fields, "name", "port")


def _end(fields: Mapping[str, Value], name: str, port: str = "") -> str:
    end, at = str(fields.get(name, "")), fields.get(port or f"{name}_port")
    written = end if _GROUP.match(end) else quoted_if_needed(end)
    return written if at is None else f"{written}:{at}"


def _attribute_texts(element: Element) -> list[str]:
    order = element.fields.get("order")
    rank = {name: k for k, name in enumerate(order)} if isinstance(order, tuple) else {}
    names = [name for name, value in element.fields.items() if name not in STRUCTURE.get(element.kind, ()) and value is not None]
    names.sort(key=lambda name: rank.get(name, len(rank)))
    return [f"{quoted_if_needed(_attribute_name(name, names))}={_written(element, name, name)}" for name in names]


def _attribute_name(name: str, names: list[str]) -> str:
    """The name in the text: without the marks for a repeated one and for one that a field of ours has."""
    base, mark, count = name.rpartition("#")
    bare = base if mark and count.isdigit() and base in names else name
    return bare.removeprefix("@")


def _written(element: Element, name: str, field: str) -> str:
    shown = str(element.fields.get(name)) if element.kind == "setting" else name
    stored = element.fields.get(field)
    value = f"{stored:f}" if isinstance(stored, Decimal) else str(stored)
    return quoted(value) if shown in ALWAYS_QUOTED else quoted_if_needed(value)


def group_text(group: Element, operator: str) -> str:
    """A group in braces on one line, its comments left out; one of mere nodes without semicolons."""
    said = [child for child in group.children if child.kind not in {"comment", UNREADABLE}]
    plain = all(child.kind == "node" and set(child.fields) == {"name"} for child in said)
    inner = [_line(child, operator).removesuffix(";" if plain else "") for child in said]
    return f"{_head(group)}{{{' '.join(inner)}}}"
