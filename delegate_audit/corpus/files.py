"""Folders as workspaces."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree

from delegate_audit.core.workspace import Workspace, freeze
from delegate_audit.errors import UsageError


def read_text(path: Path) -> str:
    """The text of a file, byte for byte. Raises `UsageError` where it is missing or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path} is not UTF-8 (byte {fault.start})") from fault


BYTECODE = "__pycache__"
"""What an installer leaves beside every Python file, also where it is a document: no part of a workspace."""


def read_folder(folder: Path) -> Workspace:
    """Every file below `folder` by its relative name, compiled Python apart; none where there is no such folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and BYTECODE not in path.relative_to(folder).parts)
    return freeze({path.relative_to(folder).as_posix(): read_text(path) for path in paths})


def refuse_foreign(folder: Path, mark: str, made: str) -> None:
    """Raise `UsageError` where the folder is there and does not hold the file `mark`, so that it was not `made` by this program."""
    if folder.exists() and not (folder / mark).is_file():
        raise UsageError(f"{folder} is there and was not {made}", "choose another --out")


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """The files in a folder that holds nothing else, by their relative names, byte for byte."""
    if folder.exists():
        rmtree(folder)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def digest(parts: dict[str, str]) -> str:
    """32 hex characters that stand for names and texts together."""
    state = blake2b(digest_size=16)
    for name in sorted(parts):
        for text in (name, parts[name]):
            raw = text.encode()
            state.update(len(raw).to_bytes(8, "big") + raw)
    return state.hexdigest()
