"""A workspace is a set of named text files: what a delegate receives and what it hands back.

File names come from models and are untrusted. A name is only ever a relative POSIX path made of ordinary parts;
everything else is refused by `refusal`, with the reason, before it can reach a file system.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

Workspace = Mapping[str, str]
"""File name (relative, forward slashes) to text."""

MAX_NAME_CHARS = 200
MAX_PART_BYTES = 120

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)}
_FORBIDDEN = set('\\:*?"<>|')


def freeze(files: Mapping[str, str]) -> Workspace:
    """A read-only view of a copy of `files`, in the order of their names."""
    return MappingProxyType(dict(sorted(files.items())))


def refusal(name: str) -> str | None:
    """Why `name` cannot be the name of a file in a workspace; None when it can."""
    if not name or not name.strip():
        return "the name is empty"
    if len(name) > MAX_NAME_CHARS:
        return f"the name is longer than {MAX_NAME_CHARS} characters"
    if name.startswith(("/", "~")) or (len(name) > 1 and name[1] == ":"):
        return "the name is an absolute path"
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name):
        return "the name holds control characters"
    for part in name.split("/"):
        if reason := _part_refusal(part):
            return reason
    return None


def _part_refusal(part: str) -> str | None:
    if part in {"", ".", ".."}:
        return "the name leaves its folder or has an empty part"
    if len(part.encode("utf-8", "surrogatepass")) > MAX_PART_BYTES:
        return f"a part of the name is longer than {MAX_PART_BYTES} bytes"
    if bad := _FORBIDDEN & set(part):
        return f"the name holds {min(bad)!r}"
    if part.split(".")[0].strip().lower() in _RESERVED:
        return "the name is reserved by an operating system"
    if part != part.strip() or part.endswith("."):
        return "a part of the name begins or ends with a space or ends with a dot"
    return None
