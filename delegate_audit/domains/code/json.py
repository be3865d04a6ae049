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
from delegate_audit.domains.readers.data import DataNode, DataText, Line
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


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One document element per document, its members or items below it; YAML by the file's ending, else JSON."""
    data = load_yaml(text) if filename.lower().endswith((".yaml", ".yml")) else load_json(text)
    found = [rejected(problem.text, problem.line) for problem in data.problems]
    found.extend(Element("directive", {"text": line.text}, line=line.line) for line in data.directives)
    found.extend(_document(root, data.notation) for root in data.documents)
    found.extend(Element(UNREADABLE, {"text": piece.text}, line=piece.line) for piece in data.unreadable)
    return tuple(found)


def _document(root: DataNode, notation: str) -> Element:
    """The root: an object or array that holds something is the document itself, anything else is its one item."""
    if root.form == "empty":
        return Element("document", {"notation": notation, "type": "empty"}, _comments("head", root.above), root.line)
    if root.form in {"object", "array"} and root.children:
        children = (
            *_comments("head", root.above),
            *_comments("beside", root.beside),
            *map(_element, root.children),
            *_comments("end", root.below),
        )
        return Element("document", {"notation": notation, "type": root.form, **_properties(root)}, children, root.line)
    return Element("document", {"notation": notation, "type": "value"}, (_element(root),), root.line)


def _element(node: DataNode) -> Element:
    keyed = node.key is not None
    fields: dict[str, Value] = {"key": node.key} if keyed else {}
    before = (*_comments("above", node.above), *_comments("beside", node.beside))
    children = (*before, *map(_element, node.children), *_comments("end", node.below))
    if node.form in {"object", "array"}:
        kind = node.form if keyed else {"object": "record", "array": "row"}[node.form]
        return Element(kind, {**fields, **_properties(node)}, children, node.line)
    return Element(
        "member" if keyed else "item", {**fields, "type": node.form, "value": node.value, **_properties(node)}, children, node.line
    )


def _properties(node: DataNode) -> dict[str, Value]:
    return {name: value for name, value in (("anchor", node.anchor), ("tag", node.tag)) if value is not None}


def _comments(place: str, comments: Iterable[Line]) -> tuple[Element, ...]:
    return tuple(Element("comment", {"place": place, "text": comment.text}, line=comment.line) for comment in comments)


def write(elements: tuple[Element, ...]) -> str:
    """JSON, JSON Lines or YAML, as the documents say that they were read."""
    notation = next((str(e.fields.get("notation")) for e in elements if e.kind == "document"), "json")
    data = DataText(
        notation,
        tuple(_root(element) for element in elements if element.kind not in {REJECTED, UNREADABLE, "directive"}),
        tuple(Line(str(e.fields.get("reason")), e.line) for e in elements if e.kind == REJECTED),
        _lines(elements, UNREADABLE),
        _lines(elements, "directive"),
    )
    return dump_yaml(data) if notation == "yaml" else dump_json(data)


def _lines(elements: tuple[Element, ...], kind: str) -> tuple[Line, ...]:
    return tuple(Line(str(element.fields.get("text", "")), element.line) for element in elements if element.kind == kind)


def _root(element: Element) -> DataNode:
    if element.kind != "document":
        return _node(element)
    form = element.fields.get("type")
    if form == "value":
        value = next((child for child in element.children if child.kind != "comment"), None)
        return _node(value) if value else DataNode("null")
    return _group(element, str(form))


_FORMS = {"object": "object", "record": "object", "array": "array", "row": "array"}


def _node(element: Element) -> DataNode:
    fields = element.fields
    if element.kind in _FORMS:
        return _group(element, _FORMS[element.kind])
    above, beside, below = (_at(element, place) for place in ("above", "beside", "end"))
    form, anchor, tag = str(fields.get("type", "text")), _word(fields.get("anchor")), _word(fields.get("tag"))
    return DataNode(form, fields.get("value"), fields.get("key"), 0, (), anchor, tag, above, beside, below)


def _group(element: Element, form: str) -> DataNode:
    fields = element.fields
    children = tuple(_node(child) for child in element.children if child.kind != "comment")
    above, beside, below = _at(element, "head") + _at(element, "above"), _at(element, "beside"), _at(element, "end")
    return DataNode(form, None, fields.get("key"), 0, children, _word(fields.get("anchor")), _word(fields.get("tag")), above, beside, below)


def _word(value: Value) -> str | None:
    return None if value is None else str(value)


def _at(element: Element, place: str) -> tuple[Line, ...]:
    return tuple(Line(str(c.fields.get("text", "")), 0) for c in element.children if c.kind == "comment" and c.fields.get("place") == place)


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
