"""A workspace as a folder on disk and back. What a program leaves in the folder is untrusted: only plain files with decent names count."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from delegate_audit.core.decoding import decoded
from delegate_audit.core.outcome import Note
from delegate_audit.core.workspace import MAX_NAME_CHARS, Workspace, refusal

MAX_FILES = 2_000
MAX_BYTES = 64 * 2**20
"""Of all files of a folder together."""


@dataclass(frozen=True)
class Taken:
    """The files of a folder, and what was left out of it or was odd."""

    files: Workspace
    notes: tuple[Note, ...]


def lay_out(files: Workspace, folder: Path) -> None:
    """Write the files into an empty folder. Raises `ValueError` for a name that could leave it."""
    for name, text in files.items():
        if reason := refusal(name):
            raise ValueError(f"{name!r}: {reason}")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))


def taken(folder: Path, before: Workspace) -> Taken:
    """What the folder holds now. Hidden files that were not there `before` are left out, with one note for all."""
    files: dict[str, str] = {}
    notes: list[Note] = []
    hidden, room = [], MAX_BYTES
    for name, path, why in _walk(folder):
        if any(part.startswith(".") for part in name.split("/")) and name not in before:
            hidden.append(name)
            continue
        reason = refusal(name) or why or (f"only the first {MAX_FILES} files count" if len(files) >= MAX_FILES else "")
        raw = b"" if reason else _bytes(path, room)
        if reason or raw is None:
            notes.append(
                Note("file left out", f"{name[:MAX_NAME_CHARS]!r}: {reason or f'all files together are larger than {MAX_BYTES} bytes'}")
            )
            if len(notes) >= MAX_FILES:
                break
            continue
        files[name], odd = decoded(raw)
        room -= len(raw)
        notes += [Note("not UTF-8", f"{name}: {odd}")] if odd else []
    if hidden:
        notes.append(Note("hidden files left out", f"{len(hidden)}, among them {hidden[0][:MAX_NAME_CHARS]!r}"))
    return Taken(files, tuple(notes))


def _walk(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """The name and the path of all in the folder that is no folder, in the order of names, and why it is no file of a workspace."""
    waiting = [("", folder)]
    while waiting:
        above, path = waiting.pop()
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            yield above or ".", path, f"it cannot be read ({error.strerror})"
            continue
        for entry in entries:
            name = f"{above}/{entry.name}" if above else entry.name
            if entry.is_dir(follow_symlinks=False) and len(name) <= MAX_NAME_CHARS:
                waiting.append((name, Path(entry.path)))
            else:
                why = "a link" if entry.is_symlink() else "" if entry.is_file(follow_symlinks=False) else "no plain file"
                yield name, Path(entry.path), why


def _bytes(path: Path, room: int) -> bytes | None:
    """The bytes of a plain file, never through a link; None where there are more than `room`, or it is no such file any more."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        raw = file.read(room + 1)
    return raw if len(raw) <= room else None
