"""Reading the user's own files into workspaces. Bytes that are no UTF-8 are rescued, no more of the text than these, and said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from delegate_audit.core.workspace import Workspace
from delegate_audit.errors import UsageError

MAX_BYTES = 256 * 2**20
_MARKS = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""What a text begins with that says of itself how it is encoded; the longer marks first."""

_STRAY = re.compile("[\udc80-\udcff]")
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8, as `surrogateescape` gives them, and what Windows-1252 takes them for."""


@dataclass(frozen=True)
class FilePair:
    """Two workspaces to compare, and what was odd about reading them."""

    before: Workspace
    after: Workspace
    remarks: tuple[str, ...] = field(default=())


def paired(before: Path, after: Path) -> FilePair:
    """Two files under one name, so that they are compared whatever they are called; or two folders.

    Raises `UsageError` for a file against a folder, and for what cannot be read.
    """
    if before.is_dir() != after.is_dir():
        raise UsageError(f"{before} and {after} are a file and a folder", "give two files or two folders")
    remarks: list[str] = []
    if before.is_dir():
        return FilePair(workspace(before, remarks), workspace(after, remarks), tuple(remarks))
    name = before.name
    return FilePair({name: _text(before, remarks)}, {name: _text(after, remarks)}, tuple(remarks))


def workspace(path: Path, remarks: list[str]) -> Workspace:
    """A file under its own name, or the files of a folder, links and hidden ones left out; adds what was odd to `remarks`."""
    return _folder(path, remarks) if path.is_dir() else {path.name: _text(path, remarks)}


def _folder(folder: Path, remarks: list[str]) -> Workspace:
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            if path.is_symlink():
                remarks.append(f"{path}: a link, left out")
            continue
        files[path.relative_to(folder).as_posix()] = _text(path, remarks)
    return files


def _text(path: Path, remarks: list[str]) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} is larger than {MAX_BYTES // 2**20} MiB", "compare smaller files")
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "check the path and its permissions") from error
    text, remark = _decoded(raw)
    if remark:
        remarks.append(f"{path}: {remark}")
    return text


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text, and what was odd about its encoding."""
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
