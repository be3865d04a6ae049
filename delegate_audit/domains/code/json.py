"""JSON and YAML: configuration and data as objects, arrays and leaves. Fragile: types, key names, places.

JSON has one type of number, so 1, 1.0 and 1.00 are the same and a change between them is layout; `"1"`, `1` and `true`
differ. Members of an object have no order, items of an array do. A comment belongs to the value that it stands at. JSON with
comments or trailing commas is a notation of its own: a file that becomes it, or JSON Lines, is another document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.data import CONTAINERS, Line, Node, marked, with_marks
from delegate_audit.domains.readers.jsonscan import load_json
from delegate_audit.domains.readers.jsontext import dump_json
from delegate_audit.domains.readers.yaml import load_yaml
from delegate_audit.domains.readers.yamltext import dump_yaml

_LEAF = {"type": Exact(), "value": Exact(), "anchor": Exact(), "tag": Exact()}
_GROUP = {"anchor": Exact(), "tag": Exact()}

DOCUMENT = Kind("document", {"notation": Exact(), "type": Exact(), **_GROUP}, weight=0.1)
DIRECTIVE = Kind("directive", {"text": Exact()})
MEMBER = Kind("member", {"key": Exact(), **_LEAF}, key=("key",), ordered=False)
OBJECT = Kind("object", {"key": Exact(), **_GROUP}, key=("key",), ordered=False)
ARRAY = Kind("array", {"key": Exact(), **_GROUP}, key=("key",), ordered=False)
ITEM = Kind("item", _LEAF)
RECORD = Kind("record", _GROUP, weight=0.1)
ROW = Kind("row", _GROUP, weight=0.1)
COMMENT = Kind("comment", {"place": Exact(), "text": Text()})

_PUNCTUATION = Insignificant(
    re.compile(
        r"""[\[\]{},"']|(?<![^\r\n])(?:[^\S\r\n]*-(?=\s|\Z)|(?:---|\.\.\.)(?=\s|\Z))|(?<=[:\-])\s*[|>][-+0-9]*(?=\s*(?:[\r\n]|\Z))"""
    ),
    "brackets, commas, dashes and quotes only delimit; what they delimit is compared as elements",
)
_ESCAPES = Insignificant(
    re.compile(r"\\u[0-9a-fA-F]{4}|\\/|[^\x00-\x7f]"),
    "a character may be written as itself or escaped; the text it stands in is compared as an element",
)
_APART = {REJECTED: "reason", UNREADABLE: "text", "directive": "text"}
"""Elements that no document holds, and the field with what they say."""


_KINDS = {"object": ("record", "object"), "array": ("row", "array")}
"""Without a key, and with one."""


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One document element per document, its members or items below it; YAML by the file's ending, else JSON."""
    body, marks, apart = marked("\n".join(lines_of(text)))
    data = load_yaml(body) if filename.lower().endswith((".yaml", ".yml")) else load_json(body)
    lost = sorted([*apart, *data.unreadable], key=lambda piece: piece.line)
    faults = marks or data.faults
    return (
        *(rejected(fault.text, fault.line) for fault in faults),
        *(Element("directive", {"text": line.text}, line=line.line) for line in data.directives),
        *(_document(root, data.notation) for root in data.documents),
        *(Element(UNREADABLE, {"text": piece.text}, line=piece.line) for piece in lost),
    )


def _document(root: Node, notation: str) -> Element:
    """The root: an object or array that holds something is the document itself, anything else is its one item."""
    fields: dict[str, Value] = {"notation": notation, "type": root.form}
    if root.form == "empty" or (root.form in CONTAINERS and root.children):
        children = (*_comments("head", root.above), *_comments("beside", root.beside), *map(_element, root.children))
        return Element("document", {**fields, **_properties(root)}, (*children, *_comments("end", root.below)), root.line)
    return Element("document", {**fields, "type": "value"}, (_element(root),), root.line)


def _element(node: Node) -> Element:
    keyed = node.key is not None
    fields: dict[str, Value] = {"key": node.key} if keyed else {}
    if node.form not in CONTAINERS:
        fields |= {"type": node.form, "value": node.value}
    kind = _KINDS.get(node.form, ("item", "member"))[keyed]
    comments = (*_comments("above", node.above), *_comments("beside", node.beside))
    children = (*comments, *map(_element, node.children), *_comments("end", node.below))
    return Element(kind, fields | _properties(node), children, node.line)


def _properties(node: Node) -> dict[str, Value]:
    return {name: value for name, value in (("anchor", node.anchor), ("tag", node.tag)) if value is not None}


def _comments(place: str, comments: Iterable[Line]) -> tuple[Element, ...]:
    return tuple(Element("comment", {"place": place, "text": comment.text}, line=comment.line) for comment in comments)


def write(elements: tuple[Element, ...]) -> str:
    """JSON, JSON Lines or YAML, as the documents say that they were read."""
    told = {kind: [str(e.fields.get(name, "")) for e in elements if e.kind == kind] for kind, name in _APART.items()}
    notation = next((str(e.fields.get("notation")) for e in elements if e.kind == "document"), "yaml" if told["directive"] else "json")
    documents = [element for element in elements if element.kind not in _APART]
    body = dump_yaml(documents, told["directive"]) if notation == "yaml" else dump_json(documents, notation)
    return with_marks(body, told[REJECTED], told[UNREADABLE])


DOMAIN = Domain(
    "json",
    "JSON and YAML",
    "code",
    ("*.json", "*.yaml", "*.yml"),
    (DOCUMENT, DIRECTIVE, MEMBER, OBJECT, ARRAY, ITEM, RECORD, ROW, COMMENT),
    read,
    write,
    (_PUNCTUATION, _ESCAPES),
)
