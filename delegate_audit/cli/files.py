"""Reading the user's own files into workspaces. Bytes that are no UTF-8 are rescued, no more of the text than these, and said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from delegate_audit.core.decoding import decoded
from delegate_audit.core.workspace import Workspace
from delegate_audit.errors import UsageError

MAX_BYTES = 256 * 2**20


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
    text, remark = decoded(raw)
    if remark:
        remarks.append(f"{path}: {remark}")
    return text
