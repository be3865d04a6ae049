r"""Crystal structures (CIF, core and mmCIF): blocks of items and loops. Fragile: uncertainties get lost, values turn up in other columns.

Values are the same in quotes, without, or between semicolons. Rows that lost a tag above them are told by their other columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.cif import KEYWORD, UNKNOWN, statements
from delegate_audit.domains.readers.columns import called_alike, column_names
from delegate_audit.domains.readers.sheets import CELLS, REST
from delegate_audit.domains.readers.values import by_value, one_spaced

LABELS = (
    *"_atom_site_label _atom_site.id _atom_site_aniso_label _atom_type_symbol _chem_comp_atom.atom_id".split(),  # noqa: SIM905
    *(f"_geom_{of}_{part}_{n}" for of in ("bond", "angle") for part in ("atom_site_label", "site_symmetry") for n in (1, 2, 3)),
    *(f"_refln_index_{name}" for name in "hkl"),
)
"""Columns that tell one row from another."""

_BARE = re.compile(rf"(?!{KEYWORD.pattern})[^\s_#$'\";\[\]]\S*", re.IGNORECASE)
VALUE = Number(lambda value: by_value(one_spaced(value)))
KINDS = (
    *(Kind(kind, {"name": Exact(), "closed": Exact()}, ("name",), kind == "block") for kind in ("block", "frame")),
    Kind("item", {"tag": Exact(), "value": VALUE, "uncertainty": Exact()}, ("tag",), ordered=False),
    Kind("text", {"tag": Exact(), "text": Text()}, ("tag",), ordered=False),
    Kind("loop", {"columns": CELLS, "unopened": Exact()}, ordered=False),
    Kind("row", key=LABELS, other=VALUE),
    *(Kind("comment", {"text": Text()}, ordered=False), Kind("note", {"text": Text()})),
    REST[0],
)
MEANINGLESS = (
    Insignificant(re.compile("^;|['\"]", re.MULTILINE), "the marks around a value that would be the same with others, or without"),
    Insignificant(re.compile(r"^[ \t]*#[ \t\r]*$", re.MULTILINE), "a comment that says nothing"),
)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """Blocks with what they hold; a frame that is not closed holds nothing."""
    blocks: list[list[Element]] = [[]]
    frame = None
    for element in statements(text):
        if element.kind == "block":
            blocks.append([])
            frame = None
        if element.kind == "frame" and not element.fields["name"] and frame is not None:
            opener, *held = blocks[-1][frame:]
            blocks[-1][frame:], frame = [Element("frame", {**opener.fields, "closed": True}, tuple(held), opener.line)], None
        else:
            frame = len(blocks[-1]) if element.kind == "frame" else frame
            blocks[-1].append(element)
    return (*blocks[0], *(first.containing(held) for first, *held in blocks[1:]))


def _word(value: Value) -> str:
    text = "?" if value is None else shown(value)
    if _BARE.fullmatch(text) or UNKNOWN.fullmatch(text):
        return text
    quote = next((quote for quote in "'\"" if "\n" not in text and not re.search(rf"{quote}\s", text)), None)
    return f"{quote}{text}{quote}" if quote else _field(text) if "\n" in text else f"\n;{text}\n;"


def _field(text: str) -> str:
    return f"\n{text}" if text.startswith(";") else f"\n;\n{text}\n;"


def _line(element: Element) -> str:
    fields = element.fields
    if element.kind == "row":
        return " ".join(map(_word, fields.values())).replace(" \n;", "\n;")
    if element.kind == "text":
        return f"{fields.get('tag')}{_field(str(fields.get('text') or ''))}"
    if element.kind == "item":
        word = _word(fields.get("value")) + (f"({fields['uncertainty']})" if fields.get("uncertainty") is not None else "")
        return f"{fields.get('tag')}{word}" if word.startswith("\n") else f"{fields.get('tag')!s:<33} {word}"
    text = str(fields.get("text") or "")
    if element.kind in {"comment", "note"}:
        return f"#{' ' * text[:1].isalnum()}{text}"
    return text if not text.startswith(";") else f"\n{text}" if "\n" in text else f" {text}"


def _lines(elements: Sequence[Element]) -> Iterator[str]:
    for before, element in zip((None, *elements), elements, strict=False):
        holds, fields = element.kind in {"block", "frame", "loop"}, element.fields
        if before and before.kind != "comment" and (holds or element.kind == "comment" or before.kind in {"frame", "loop"}):
            yield ""
        if element.kind == "loop":
            yield from [*([] if fields.get("unopened") else ["loop_"]), *column_names(element), *map(_line, element.children)]
        elif holds:
            yield f"{'data' if element.kind == 'block' else 'save'}_{fields.get('name') or ''}"
            yield from _lines(element.children)
            yield from ["save_"] if fields.get("closed") else []
        elif element.kind != REJECTED:
            yield _line(element)


def write(elements: tuple[Element, ...]) -> str:
    """A line for every item and row; blank lines around loops and before comments."""
    return "".join(f"{line}\n" for line in _lines(elements))


def reconcile(reference: tuple[Element, ...], candidate: tuple[Element, ...]) -> tuple[Element, ...]:
    """The candidate's rows called as in the reference, where only tags of loops were changed."""
    ours, theirs = ([e for top in tops for e in top.walk() if e.kind == "loop"] for tops in (reference, candidate))
    here, there = ({tuple(column_names(loop)) for loop in loops} for loops in (ours, theirs))
    changed = [id(loop) for loop in theirs if tuple(column_names(loop)) not in here]
    pairs = dict(zip(changed, (loop for loop in ours if tuple(column_names(loop)) not in there), strict=False))

    def called(element: Element) -> Element:
        children = map(called, element.children) if element.kind in {"block", "frame"} else element.children
        return called_alike(element, pairs[id(element)]) if id(element) in pairs else element.containing(children)

    return tuple(map(called, candidate))


DOMAIN = Domain("crystal", "Crystal structure", "science", ("*.cif", "*.mmcif"), KINDS, read, write, MEANINGLESS, reconcile)
