"""Values in the cells of a table: as they are written, and back again with the type they had."""

from __future__ import annotations

import json
from decimal import Decimal

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import FieldType, Number, Ordinal, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import decimal, whole
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import Branch, cut, grown, written

MAX_NESTING = 20


def cell(value: Value, field: FieldType) -> str:
    """A value as one cell: None is empty, numbers keep their written form.

    A tuple is a JSON array, or words with semicolons between them where their order says nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        words = [item for item in value if isinstance(item, str) and item and item == item.strip() and ";" not in item]
        plain = isinstance(field, Unordered) and words and len(words) == len(value) and not words[0].startswith("[")
        return "; ".join(words) if plain else json_value(value)
    return str(value)


def value_of(text: str, field: FieldType) -> Value:
    """The value a cell holds, as far as its field's type tells; `retyped` settles the rest."""
    if not text:
        return None
    if isinstance(field, Text):
        return text
    if isinstance(field, Number | Ordinal):
        return number_of(text)
    if text.startswith("["):
        return _array(text)
    if isinstance(field, Unordered):
        return tuple(part.strip() for part in text.split(";"))
    return text


def number_of(text: str) -> Value:
    """The number that `text` is; the text itself where it is none."""
    number = whole(text)
    if number is None:
        exact = decimal(text)
        return text if exact is None else exact
    return number


def _array(text: str) -> Value:
    try:
        loaded = json.loads(text, parse_float=number_of, parse_int=number_of)
    except (ValueError, RecursionError):
        return text
    return tupled(loaded) if isinstance(loaded, list) else text


def tupled(loaded: object, depth: int = 0) -> Value:
    """What a JSON or YAML reader gave, as a field's value; an object becomes its JSON text."""
    if isinstance(loaded, list):
        if depth >= MAX_NESTING:
            raise TransformError(f"a value is nested deeper than {MAX_NESTING} levels")
        return tuple(tupled(item, depth + 1) for item in loaded)
    if loaded is None or isinstance(loaded, str | int | Decimal):
        return loaded
    return str(loaded)


def json_value(value: Value) -> str:
    """A value as JSON; numbers keep their written form."""
    if isinstance(value, tuple):
        return "[" + ", ".join(json_value(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else json.dumps(str(value))
    return json.dumps(value, ensure_ascii=False)


def retyped(root: Branch, domain: Domain, name: str) -> tuple[Element, ...]:
    """The elements below `root` with the types that the domain itself gives to what it writes.

    A table does not tell a text `12` from a number 12; the domain does, when it reads what it wrote. Values whose
    spelling the domain confirms take the type it gave them; where it reads other elements, all stay as they are.
    """
    elements = cut(root)
    again = grown(domain.read(written(elements, domain, name), name))
    ours, theirs = list(root.walk()), list(again.walk())
    if [branch.kind for branch in ours] != [branch.kind for branch in theirs]:
        return elements
    kinds = {kind.name: kind for kind in domain.kinds}
    for left, right in zip(ours, theirs, strict=True):
        kind = kinds.get(left.kind)
        for field, value in left.fields.items():
            other = right.fields.get(field)
            declared = kind.type_of(field) if kind else Text()
            if type(other) is not type(value) and cell(other, declared) == cell(value, declared):
                left.fields[field] = other
    return cut(root)
