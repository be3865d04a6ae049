"""Writing YAML as people write it: blocks, plain scalars where every YAML version reads them as text, short lists on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.data import CONTAINERS, comments_at, form_of, number_text, values_in
from delegate_audit.domains.readers.yaml import KEY_CHARS
from delegate_audit.domains.readers.yaml_values import PLAIN, resolved

ITEM_CHARS = 20
LIST_CHARS = 60
"""A list of scalars stays on one line where no item has a blank or more characters than the one, nor all more than the other."""

_OTHERWISE_IN_YAML_1_1 = re.compile(
    r"(?i:yes|no|on|off|true|false|null|~|=|<<)|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|[-+]?[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|0[bx][\da-fA-F_]+"
)
_UNSAFE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SHORT_TAG = re.compile(r"!{1,2}[A-Za-z0-9_./:-]+|!")
_IN_TAGS = "-;/?:@&=+$,_.!~*'()[]"
_BARE = re.compile(r"[^\s,\[\]{}]*")


def dump_yaml(documents: Sequence[Element], directives: Sequence[str]) -> str:
    """The documents with `---` between them; head comments, then a blank line; blank lines around blocks of the outermost level."""
    text = "".join(f"{directive}\n" for directive in directives)
    for document in documents:
        written = _document(document)
        text += f"---\n{written}" if text and form_of(document) != "empty" and not written.startswith("--- ") else written
    return text


def _document(document: Element) -> str:
    form = form_of(document)
    root = next(iter(values_in(document)), Element("item", {"type": "null"})) if form == "value" else document
    head, end = _comments(root, 0, "head", *["above"] * (root is not document)), _comments(root, 0, "end")
    lines = [*head, *([""] if head and form != "empty" else [])]
    if form in CONTAINERS and values_in(root):
        properties = _properties(root).strip(" ")
        lines += [properties if head else f"--- {properties}"] if properties else []
        lines += _outermost(root)
        lines += [""] if end else []
    elif form != "empty":
        lines += _value(root, "", 0)
    return "".join(f"{line}\n" for line in [*lines, *end])


def _outermost(root: Element) -> list[str]:
    """The lines of the root, with a blank one before and after every child of several lines."""
    lines: list[str] = []
    was_block = False
    for child in values_in(root):
        block, above = _child(child, 0), len(comments_at(child, "above"))
        lines += [""] if lines and (was_block or above or len(block) > 1) else []
        lines += block
        was_block = len(block) - above > 1
    return lines


def _child(element: Element, indent: int) -> list[str]:
    """An entry with its comments; an item that is a block begins on the line of its dash."""
    pad, key, form = " " * indent, element.fields.get("key"), form_of(element)
    above, plain = _comments(element, indent, "above"), not (_properties(element) or comments_at(element, "beside"))
    if key is not None or form not in CONTAINERS or not plain or _flow_line(element) is not None:
        return [*above, *_value(element, f"{pad}-" if key is None else _key(key, pad), indent)]
    first, *rest = [line for child in values_in(element) for line in _child(child, indent + 2)]
    begin = [f"{pad}-", first] if first.lstrip(" ").startswith("#") else [f"{pad}- {first.lstrip(' ')}"]
    return [*above, *begin, *rest, *_comments(element, indent + 2, "end")]


def _value(element: Element, head: str, indent: int) -> list[str]:
    """A head (`key:` or `-`) with what follows it, on its line or below."""
    properties, form, value = _properties(element), form_of(element), element.fields.get("value")
    head = head + properties if head else properties.strip(" ")
    beside = "".join(f"  # {text}".rstrip(" ") for text in comments_at(element, "beside"))
    blank = " " if head else ""
    if form in CONTAINERS:
        end = _comments(element, indent + 2, "end") if head else []
        if (flow := _flow_line(element)) is not None:
            return [f"{head}{blank}{flow}{beside}", *end]
        return [head + beside, *(line for child in values_in(element) for line in _child(child, indent + 2)), *end]
    if form == "text" and isinstance(value, str) and _literal(value):
        chomping = "-" if not value.endswith("\n") else "+" if value.endswith("\n\n") else ""
        block = [f"{' ' * (indent + 2)}{line}" if line else "" for line in value.removesuffix("\n").split("\n")]
        return [f"{head}{blank}|{chomping}{beside}", *block]
    scalar = _scalar(form, value)
    return [head + beside if scalar == "null" and element.fields.get("key") is not None else f"{head}{blank}{scalar}{beside}"]


def _flow_line(element: Element) -> str | None:
    """The container on one line, where it is empty or a list of few short words and numbers without comments."""
    children, form = values_in(element), form_of(element)
    if not children:
        return "{}" if form == "object" else "[]"
    bare = all(not child.children and child.kind == "item" and not _properties(child) for child in children)
    if form == "object" or not bare or comments_at(element, "end"):
        return None
    items = [_scalar(form_of(child), child.fields.get("value")) for child in children]
    line = f"[{', '.join(items)}]"
    return line if len(line) <= LIST_CHARS and all(_BARE.fullmatch(item) and len(item) <= ITEM_CHARS for item in items) else None


def _properties(element: Element) -> str:
    anchor, tag = element.fields.get("anchor"), element.fields.get("tag")
    if tag is not None and not _SHORT_TAG.fullmatch(str(tag)):
        tag = f"!<{quote(str(tag), safe=_IN_TAGS)}>"
    return (f" &{anchor}" if anchor else "") + (f" {tag}" if tag else "")


def _comments(element: Element, indent: int, *places: str) -> list[str]:
    return [f"{' ' * indent}# {text}".rstrip(" ") for text in comments_at(element, *places)]


def _key(key: Value, pad: str) -> str:
    """The key with its colon; one too long for a line of its own kind is marked as a key."""
    text = _plain_or_quoted(key) if isinstance(key, str) else _scalar("boolean" if isinstance(key, bool) else "number", key)
    return f"{pad}{text}:" if len(text) <= KEY_CHARS else f"{pad}? {text}\n{pad}:"


def _scalar(form: str, value: Value) -> str:
    """A scalar on one line: text is quoted only where it must be."""
    if form == "alias":
        return f"*{value}"
    if form == "null" or value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not (form == "number" and resolved(value)[0] == "number"):
        return _plain_or_quoted(value)
    return number_text(value)


def _plain_or_quoted(text: str) -> str:
    """Plain where every version of YAML reads the same text back, else in quotes."""
    unsafe = _UNSAFE.search(text)
    plain = PLAIN.fullmatch(text) if text == text.strip() and resolved(text)[0] == "text" and text[:1] not in {"?", ":"} else None
    if plain and not (plain[2] or unsafe or text.startswith(("---", "...")) or _OTHERWISE_IN_YAML_1_1.fullmatch(text)):
        return text
    if '"' in text and not unsafe:
        return "'" + text.replace("'", "''") + "'"
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _literal(text: str) -> bool:
    """Whether a text of several lines can stand as a block."""
    lines = text.split("\n")
    plain = not any(_UNSAFE.search(line) or line != line.rstrip() for line in lines)
    return len(lines) > 1 and plain and bool(lines[0]) and not lines[0].startswith(" ") and not (len(text) - len(text.rstrip("\n")) > 1)
