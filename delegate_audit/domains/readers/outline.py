"""Keys and values at their depth, one a line: YAML and its like, for those who write it by hand and break it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import decimal

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


def entry_line(element: Element, depth: int) -> str:
    """The line that says so, indented by two blanks a depth."""
    fields = element.fields
    parts = ("-" if fields["dash"] else None, f"{fields['key']}:" if fields["key"] else None, fields["value"])
    return "  " * depth + " ".join(str(part) for part in parts if part is not None)
