"""MARC records in XML: control fields, and data fields of subfields. Fragile: a blank or an indicator is lost, a subfield changes its code.

Blanks count in control fields, in the leader and as indicators. The control number, where it comes first, is a field of its record.
"""

from __future__ import annotations

from collections.abc import Callable

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.xml import COMMON, WORDS, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT

KINDS = (
    Kind("collection", weight=0.1, other=WORDS),
    Kind("record", {"number": Exact(), "leader": Exact()}, key=("number",), other=WORDS),
    Kind("control", {"@tag": Exact(), "text": Exact()}, key=("@tag",), ordered=False, other=WORDS),
    Kind("field", {"@tag": Exact(), "@ind1": Exact(), "@ind2": Exact()}, key=("@tag",), other=WORDS),
    Kind("subfield", {"@code": Exact(), "text": Text()}, key=("@code",), other=WORDS),
    *COMMON,
)
UNITS = {"collection": "collection", "record": "record", "controlfield": "control", "datafield": "field", "subfield": "subfield"}
FORMAT = Xml(KINDS, UNITS, {"record": ("leader",)}, kept=frozenset({"leader", "controlfield", "@ind1", "@ind2"}))


def _each(element: Element, change: Callable[[Element], Element]) -> Element:
    if element.kind == "record":
        return change(element)
    return element.containing(_each(child, change) for child in element.children) if element.children else element


def _control(record: Element) -> Element:
    """The control field that says the number of a record."""
    prefix = shown(record.fields.get("tag")).removesuffix("record")
    return Element("control", ({"tag": f"{prefix}controlfield"} if prefix else {}) | {"@tag": "001", "text": record.fields["number"]})


def _numbered(record: Element) -> Element:
    first, *rest = record.children or (record,)
    found = record.having(number=first.fields.get("text")).containing(rest)
    return found if first == _control(found) else record


def _told(record: Element) -> Element:
    if record.fields.get("number") is None:
        return record
    fields = {name: value for name, value in record.fields.items() if name != "number"}
    return Element("record", fields, (_control(record), *record.children), record.line)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The document's elements, records with their numbers."""
    return tuple(_each(element, _numbered) for element in FORMAT.read(text, filename))


def write(elements: tuple[Element, ...]) -> str:
    """XML as it is usually indented, a control field or subfield a line."""
    return FORMAT.write(tuple(_each(element, _told) for element in elements))


DOMAIN = Domain("libcatalog", "MARCXML", "records", ("*.marcxml", "*marc*.xml"), KINDS, read, write, INSIGNIFICANT)
