"""Keys and values at their depth, one a line: YAML and its like, for those who write it by hand and break it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import decimal

ENTRY = Kind("entry", {"deeper": Exact(), "dash": Exact(), "key": Exact(), "value": Text()})
"""What a line is."""

_ENTRY = re.compile(r"(-(?: |$))?(?:(\w[\w /-]{0,40}):(?= |$))? ?(.*)")


def entries(text: str) -> Iterator[Element]:
    """One element of kind `entry` per line: deeper (by how many indentations, than the one above), dash, key, value.

    So a line that is lost or falsely indented does not change what stands below it.
    """
    open_indents: list[int] = []
    before = 0
    for number, line in enumerate(lines_of(text), 1):
        plain = " ".join(line.split())
        if not plain or not (found := _ENTRY.fullmatch(plain)):
            continue
        indent = len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        deeper, before = len(open_indents) - before, len(open_indents)
        open_indents.append(indent)
        number_value = decimal(found[3])
        value: Value = number_value if number_value is not None and str(number_value) == found[3] else found[3] or None
        yield Element("entry", {"deeper": deeper, "dash": bool(found[1]), "key": found[2], "value": value}, line=number)


def text_of(elements: tuple[Element, ...]) -> str:
    """The lines that say so, indented by two blanks a depth."""
    lines, depth = "", 0
    for element in elements:
        fields = element.fields
        deeper = fields.get("deeper")
        depth = max(0, depth + (deeper if isinstance(deeper, int) else 0))
        key = f"{fields['key']}:" if fields.get("key") else None
        parts = ("-" if fields.get("dash") else None, key, fields.get("value", fields.get("text")))
        lines += "  " * depth + " ".join(str(part) for part in parts if part is not None) + "\n"
    return lines
