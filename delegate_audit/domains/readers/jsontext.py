"""Writing JSON as people write it: two spaces, arrays of scalars on one line where they fit; JSON Lines one document a line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.data import CONTAINERS, comments_at, form_of, number_text, values_in

LINE_CHARS = 100
"""An array of scalars stays on one line of at most so many characters."""

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|NaN|-?Infinity")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKETS = {"object": "{}", "array": "[]"}


def dump_json(documents: Sequence[Element], notation: str) -> str:
    """The documents; what shows that JSON has comments or trailing commas is a trailing comma where it has no comments."""
    if notation == "lines":
        return "".join(f"{_compact(document, keyed=False)}\n" for document in documents)
    written = ["\n".join(_document(document)) for document in documents]
    text = ("\n\n" if any("\n" in one for one in written) else " ").join(written) + "\n" * bool(written)
    if notation == "jsonc" and not any(map(_commented, documents)) and text.rstrip()[-2:] not in {"[]", "{}"}:
        kept = text.rstrip()[:-1].rstrip()
        text = f"{kept},{text[len(kept) :]}"
    return text


def _document(document: Element) -> list[str]:
    form = form_of(document)
    if form == "value":
        return [line for child in values_in(document) for line in _lines(child, "")] or ["null"]
    if form == "empty":
        return _comments(document, "", "head")
    return _lines(document, "")


def _lines(element: Element, indent: str, comma: str = "") -> list[str]:
    """An element with its comments and its key, a comma behind it."""
    head, form = _head(element), form_of(element)
    above = _comments(element, indent, "head", "above", "beside")
    if form not in CONTAINERS:
        return [*above, f"{indent}{head}{_scalar(element)}{comma}", *_comments(element, indent, "end")]
    children, closing = values_in(element), f"{indent}{_BRACKETS[form][1]}{comma}"
    if not children or (form == "array" and not CONTAINERS & set(map(form_of, children))):
        line = head + _compact(element, keyed=False)
        if (not children or len(indent) + len(line) < LINE_CHARS) and not _commented(element, within=True):
            return [*above, f"{indent}{line}{comma}"]
    inner = [line for child in children[:-1] for line in _lines(child, f"{indent}  ", ",")]
    inner += [line for child in children[-1:] for line in _lines(child, f"{indent}  ")]
    return [*above, f"{indent}{head}{_BRACKETS[form][0]}", *inner, *_comments(element, f"{indent}  ", "end"), closing]


def _comments(element: Element, indent: str, *places: str) -> list[str]:
    return [f"{indent}// {text}".rstrip() for text in comments_at(element, *places)]


def _commented(element: Element, *, within: bool = False) -> bool:
    outside = {"head", "above", "beside"} if within else set()
    own = any(child.kind == "comment" and child.fields.get("place") not in outside for child in element.children)
    return own or any(_commented(child) for child in values_in(element))


def _head(element: Element) -> str:
    key = element.fields.get("key")
    return "" if key is None else f"{quoted(key)}: "


def _compact(element: Element, *, keyed: bool = True) -> str:
    """A value on one line, with its key unless `keyed` is false; comments are left out."""
    head, form = _head(element) if keyed else "", form_of(element)
    if form in CONTAINERS:
        return f"{head}{_BRACKETS[form][0]}{', '.join(map(_compact, values_in(element)))}{_BRACKETS[form][1]}"
    return "".join(map(_compact, values_in(element)[:1])) if form == "value" else head + _scalar(element)


def _scalar(element: Element) -> str:
    form, value = form_of(element), element.fields.get("value")
    if isinstance(value, bool) or form == "null":
        return json.dumps(value if isinstance(value, bool) else None)
    if isinstance(value, str) and not (form == "word" or (form == "number" and NUMBER.fullmatch(value))):
        return quoted(value)
    return quoted(value) if form == "text" else number_text(value)


def quoted(value: Value) -> str:
    """A JSON string; only what UTF-8 cannot hold is escaped beyond what must be."""
    text = value if isinstance(value, str) else number_text(value)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
