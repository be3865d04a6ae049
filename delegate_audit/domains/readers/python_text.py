"""Elements of a Python module as source text: the blank lines of PEP 8, every statement written as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.python_code import CLAUSES, ELLIPSIS, first_word, hashed, is_inner, with_comments

INDENT = "    "
SLIP = "  "
"""How much deeper than the statement before it a block is written that no header opens."""


def plain(value: Value) -> str:
    """A number as source has it, without an exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else shown(value)


def write(elements: tuple[Element, ...]) -> str:
    """The module's text; what an edit left without a body gets `...`."""
    lines = _block([element for element in elements if element.kind != REJECTED], "module", "")
    return "\n".join(lines) + "\n" if lines else ""


def _block(elements: Sequence[Element], within: str, margin: str) -> list[str]:
    lines: list[str] = []
    for k, element in enumerate(elements):
        lines.extend([""] * (_gap(elements, k, within) if k else 0))
        stray = element.kind == UNREADABLE and element.fields["text"] == "" and _ends_block(elements[:k])
        lines.extend(_block(element.children, UNREADABLE, margin + SLIP) if stray else _lines(element, margin))
    return lines


def _ends_block(above: Sequence[Element]) -> bool:
    """Whether a block that is written at the usual indentation below these elements may seem to go on the last one's."""
    return any(e.kind != "comment" for e in above) and (above[-1].kind == "comment" or any(c.kind != "comment" for c in above[-1].children))


def _gap(elements: Sequence[Element], k: int, within: str) -> int:
    """How many blank lines stand before the k-th element of a block: a comment keeps to what it introduces."""
    before, element = elements[k - 1], elements[k]
    if element.kind != "comment":
        return 0 if before.kind == "comment" else _gap_between(before, element, within)
    introduced = next((other for other in elements[k:] if other.kind != "comment"), element)
    return max(int(before.kind == "comment" or within == "module"), _gap_between(before, introduced, within))


def _gap_between(before: Element, element: Element, within: str) -> int:
    kinds = {before.kind, element.kind}
    if UNREADABLE in kinds or first_word(element.fields.get("source")) in CLAUSES:
        return 0
    if kinds & {"class", "function"}:
        return 2 if within == "module" else 1
    if before.kind == "docstring":
        return int(within in {"module", "class"})
    if within != "module":
        return 0
    imports = "import" in kinds and (len(kinds) > 1 or _distance(before) != _distance(element))
    return int(imports or _spacious(before) or _spacious(element))


def _distance(element: Element) -> int:
    """The groups of imports: the future, what is elsewhere, what is beside."""
    source = str(element.fields.get("source"))
    return 0 if source.startswith("from __future__") else 2 if source.startswith("from .") else 1


def _spacious(element: Element) -> bool:
    return element.kind == "statement" and ("\n" in _source(element) or _is_header(element))


def _lines(element: Element, margin: str) -> list[str]:
    if element.kind == "comment":
        return [margin + hashed(line) for line in str(element.fields["text"] or "").split("\n")]
    if element.kind == UNREADABLE:
        return _unread(element, margin)
    inner = [child.fields for child in element.children if is_inner(child.fields)]
    body = [child for child in element.children if not is_inner(child.fields)]
    last = max((k + 1 for k, c in enumerate(body) if c.kind == "decorator"), default=0)
    above, body = _block(body[:last], "decorators", margin), body[last:]
    ends = f" {ELLIPSIS}" if _is_header(element) and not body else ""
    head = with_comments(_source(element, margin) + ends, inner, margin)
    below = _block(body, element.kind, margin + INDENT)
    if body and all(c.kind == "comment" for c in body):
        below.append(f"{margin}{INDENT}{ELLIPSIS}")
    return [*above, *head, *below]


def _unread(element: Element, margin: str) -> list[str]:
    """A line that was not read, and what is indented below it."""
    text = element.fields["text"]
    head = [f"{margin[:-1] if element.fields.get('outdented') else margin}{text}"] if text or not element.children else []
    return [*head, *_block(element.children, UNREADABLE, margin + INDENT)]


def _is_header(element: Element) -> bool:
    return element.kind in {"class", "function"} or str(element.fields.get("source")).endswith(":")


def _source(element: Element, margin: str = "") -> str:
    """The text of a statement or of a header, without its comments."""
    fields = element.fields
    if element.kind == "function":
        return f"{'async ' if fields.get('coroutine') else ''}def {fields['name']}{fields['signature']}:"
    if element.kind == "class":
        return f"class {fields['name']}({fields['bases']}):" if fields.get("bases") else f"class {fields['name']}:"
    if element.kind == "constant":
        return f"{fields['name']} = {plain(fields['value'])}"
    if element.kind == "docstring":
        return _quoted(str(fields["text"] or ""), str(fields.get("prefix") or ""), margin)
    return str(fields["source"])


def _quoted(text: str, prefix: str, margin: str) -> str:
    """A docstring's literal: closed on a line of its own where it has several."""
    bare = re.sub(r"\\.", "", text, flags=re.DOTALL)
    quotes = next((q for q in ('"""', "'''") if q not in bare), "")
    if not quotes:
        text, quotes = text.replace('"""', r"\"\"\""), '"""'
    lines = [line and margin + line for line in text.split("\n")]
    if len(lines) > 1:
        lines.append(margin)
    elif bare.endswith(("\\", quotes[0])):
        lines[0] += " "
    return f"{prefix}{quotes}" + "\n".join(lines)[len(margin) :] + quotes
