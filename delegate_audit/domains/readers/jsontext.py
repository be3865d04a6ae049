"""Writing JSON as people write it: two spaces, arrays of scalars on one line where they fit; JSON Lines one document a line."""

from __future__ import annotations

import json
import re

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.data import CONTAINERS, DataNode, DataText, Line, number_text, with_marks

LINE_CHARS = 100
"""An array of scalars stays on one line of at most so many characters."""

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
NUMBER_WORDS = frozenset({"NaN", "Infinity", "-Infinity"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_json(data: DataText) -> str:
    """JSON with an indent of two spaces; arrays of scalars on one line where they fit; JSON Lines one document a line."""
    if data.notation == "lines":
        body = "".join(f"{compact(root)}\n" for root in data.documents)
    else:
        body = "\n".join(f"{_root(root)}\n" for root in data.documents)
    if data.notation == "jsonc" and not any(node.above or node.below for root in data.documents for node in root.walk()):
        kept = body.rstrip("]}\n") if body.rstrip()[-2:] in {"[]", "{}"} else body.rstrip()[:-1].rstrip()
        body = f"{kept},{body[len(kept) :]}"
    return with_marks(body, data)


def _root(node: DataNode) -> str:
    if node.form == "empty":
        return "\n".join(_comments(node.above, ""))
    if node.form in CONTAINERS:
        return "\n".join([*_comments(node.above, ""), _pretty(node, "")])
    return "\n".join([*_comments(node.above, ""), _scalar(node), *_comments(node.below, "")])


def _comments(comments: tuple[Line, ...], indent: str) -> list[str]:
    return [f"{indent}// {comment.text}".rstrip() for comment in comments]


def _pretty(node: DataNode, indent: str) -> str:
    head = "" if node.key is None else f"{quoted(node.key)}: "
    if node.form not in CONTAINERS:
        return f"{head}{_scalar(node)}"
    line = head + compact(node, keyed=False)
    short = node.form == "array" and len(indent) + len(line) < LINE_CHARS and all(child.form not in CONTAINERS for child in node.children)
    if not node.commented_within and (short or not node.children):
        return line
    inner = f"{indent}  "
    lines: list[str] = []
    for k, child in enumerate(node.children, 1):
        lines.extend(_comments((*child.above, *child.beside), inner))
        lines.append(f"{inner}{_pretty(child, inner)}{',' if k < len(node.children) else ''}")
    lines.extend(_comments(node.below, inner))
    brackets = "{}" if node.form == "object" else "[]"
    return "\n".join([head + brackets[0], *lines, indent + brackets[1]])


def compact(node: DataNode, *, keyed: bool = True) -> str:
    """A value on one line, with its key unless `keyed` is false; comments are left out."""
    head = "" if node.key is None or not keyed else f"{quoted(node.key)}: "
    if node.form not in CONTAINERS:
        return head + _scalar(node)
    brackets = "{}" if node.form == "object" else "[]"
    return head + brackets[0] + ", ".join(compact(child) for child in node.children) + brackets[1]


def _scalar(node: DataNode) -> str:
    if node.form in {"number", "raw", "word"} and not (node.form == "number" and isinstance(node.value, str) and _is_no_number(node.value)):
        return number_text(node.value)
    if isinstance(node.value, bool) or node.form == "null":
        return json.dumps(node.value if isinstance(node.value, bool) else None)
    return number_text(node.value) if node.form != "text" and not isinstance(node.value, str) else quoted(node.value)


def _is_no_number(text: str) -> bool:
    return text not in NUMBER_WORDS and not NUMBER.fullmatch(text)


def quoted(value: Value) -> str:
    """A JSON string; only what UTF-8 cannot hold is escaped beyond what must be."""
    text = value if isinstance(value, str) else number_text(value)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
