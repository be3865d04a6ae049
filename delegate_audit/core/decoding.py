"""From the bytes of a file to its text. Bytes that are no UTF-8 are rescued, no more of the text than these, and that is said."""

from __future__ import annotations

import codecs
import re

_MARKS = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""What a text begins with that says of itself how it is encoded; the longer marks first."""

_STRAY = re.compile("[\udc80-\udcff]")
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8, as `surrogateescape` gives them, and what Windows-1252 takes them for."""


def decoded(raw: bytes) -> tuple[str, str]:
    """The text, and what was odd about its encoding; nothing in most cases."""
    mark = next((name for start, name in _MARKS.items() if raw.startswith(start)), "")
    if mark:
        text = raw.decode(mark, "replace")
        return text, f"read as {mark}" + (", not all of which it is" if "\ufffd" in text else "")
    text = raw.decode("utf-8", "surrogateescape")
    stray = _STRAY.findall(text)
    if not stray:
        return text, ""
    if 2 * len(stray) > sum(char > "\x7f" for char in text):
        return raw.decode("latin-1").translate({code - 0xDC00: char for code, char in _WINDOWS.items()}), "not UTF-8, read as Windows-1252"
    line = text.count("\n", 0, text.index(stray[0])) + 1
    many = f"{len(stray)} bytes that are" if len(stray) > 1 else "a byte that is"
    return text.translate(_WINDOWS), f"{many} no UTF-8, {'first ' if len(stray) > 1 else ''}in line {line}, read as Windows-1252"
