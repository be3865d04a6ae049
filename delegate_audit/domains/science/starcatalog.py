"""VOTable: tables of the virtual observatory. Fragile: a cell is lost and those behind it slip, a digit or a unit changes.

A row's values are fields called as the FIELDs of its table in their order; a cell that is damaged or one too many stays a cell.
They stand in their table among whatever else does, DATA and TABLEDATA are put around them when it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import typed
from delegate_audit.domains.readers.values import NUMBER
from delegate_audit.domains.readers.xml import COMMON, WORDS, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT, OWN, own_name

STATED = {f"@{name}": Exact() for name in ("ID", "name", "datatype", "arraysize", "unit", "ucd", "utype", "ref", "value", "system")}
TOLD = {**STATED, "DESCRIPTION": Text(), "text": Text()}
ROW = Kind("row", key=("obs", "obs_id", "main_id", "source_id", "designation", "hip", "HIP", "name", "id", "ID"), other=NUMBER)
NAMED = ("votable", "resource", "table", "group", "info", "field", "param", "system")
KINDS = (
    *(Kind(name, TOLD, key=("@ID", "@name"), other=WORDS) for name in NAMED),
    *(Kind(name, weight=0.1, other=WORDS) for name in ("data", "tabledata")),
    Kind("cell", {"text": Exact()}, other=WORDS),
    ROW,
    *COMMON,
)
UNITS = {tag.upper(): tag for tag in (*NAMED, "data", "tabledata")} | {"COOSYS": "system", "TIMESYS": "system", "TR": "row", "TD": "cell"}
FORMAT = Xml(KINDS, UNITS, dict.fromkeys(NAMED, ("DESCRIPTION", "VALUES", "LINK")), rows=frozenset({"TR"}))


def _columns(table: Element) -> list[str]:
    """What the values in the rows of a table are called."""
    names: dict[str, None] = {}
    for field in table.children:
        if field.kind == "field":
            name = shown(field.fields.get("@name") or field.fields.get("@ID")) or "column"
            name = f"./{name}" if name[0] == "@" else own_name(name)
            names[name if name not in names else f"{name}#{len(names) + 1}"] = None
    return list(names)


def _folded(row: Element, columns: Sequence[str]) -> Element:
    """The row with the values of its cells as fields, if they would all come back."""
    fields, rest, names = dict(row.fields), list[Element](), iter(columns)
    for child in row.children:
        name = next(names, "") if child.kind == "cell" else ""
        if name and not child.children and child.fields.keys() <= {"text"}:
            fields[name] = typed(ROW, name, shown(child.fields.get("text")))
        else:
            rest.append(child)
    folded = Element("row", fields, tuple(rest), row.line)
    return folded if not (rest or OWN & row.fields.keys()) or _unfolded(folded, columns) == row else row


def _unfolded(row: Element, columns: Sequence[str]) -> Element:
    """The row with its values as cells again, a damaged one where one is missing, else an empty one."""
    own = {name: value for name, value in row.fields.items() if name[0] == "@" or name in OWN}
    names = [*columns, *(name for name in row.fields if name not in own and name not in columns)]
    while names and row.fields.get(names[-1]) is None:
        names.pop()
    waiting, values = iter(row.children), [row.fields.get(name) for name in names]
    cells = [next(waiting, Element("cell", {})) if v is None else Element("cell", {"text": str(v)} if v != "" else {}) for v in values]
    return Element("row", own, (*cells, *waiting), row.line)


def _changed(element: Element, columns: Sequence[str], *, read: bool) -> Element:
    """The element as it is read, rows by the names of their columns and in their table without DATA and TABLEDATA, or as it is written."""
    if element.kind == "row":
        return _folded(element, columns) if read else _unfolded(element, columns)
    columns = _columns(element) or columns
    children = [_changed(child, columns, read=read) for child in element.children]
    for place, child in enumerate(children if read and element.kind == "table" else ()):
        rows = child.children[0] if child.kind == "data" and len(child.children) == 1 else child
        if rows.kind == "tabledata" and rows.children and not (child.fields or rows.fields):
            children[place : place + 1] = rows.children
    if places := [place for place, child in enumerate(children) if child.kind == "row" and element.kind == "table" and not read]:
        held = slice(places[0], places[-1] + 1)
        children[held] = [Element("data", {}, (Element("tabledata", {}, tuple(children[held])),))]
    return element.containing(children) if children else element


def _alike(element: Element, tables: Iterator[Element]) -> Element:
    """The tables in it with their columns called as in those that they stand for, where more of the rows are the same then."""
    if element.kind != "table":
        return element.containing(_alike(child, tables) for child in element.children) if element.children else element
    model = next(tables, element)
    known, ours, theirs = {child.digest for child in model.children}, _columns(element), _columns(model)
    other = element.containing(_folded(_unfolded(e, ours), theirs) if e.kind == "row" else e for e in element.children)
    return max(element, other, key=lambda table: sum(child.digest in known for child in table.children))


def reconcile(reference: tuple[Element, ...], candidate: tuple[Element, ...]) -> tuple[Element, ...]:
    """The candidate's rows by the reference's columns where only the FIELDs were changed."""
    tables = (below for top in reference for below in top.walk() if below.kind == "table")
    return tuple(_alike(element, tables) for element in candidate)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The document's elements, a row with its values by name."""
    return tuple(_changed(element, (), read=True) for element in FORMAT.read(text, filename))


def write(elements: tuple[Element, ...]) -> str:
    """XML as it is usually indented, a row a line."""
    return FORMAT.write(tuple(_changed(element, (), read=False) for element in elements))


DOMAIN = Domain("starcatalog", "VOTable", "science", ("*.vot", "*.votable", "*votable*.xml"), KINDS, read, write, INSIGNIFICANT, reconcile)
