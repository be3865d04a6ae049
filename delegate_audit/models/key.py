"""The endpoint's key: read from the environment, shown nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from delegate_audit.errors import UsageError

KEY_VARIABLES = ("AUDIT_API_KEY", "OPENAI_API_KEY")
EXCERPT_CHARS = 200
_SHORTEST_LEAK = 6


class Secret(str):
    """A text that must not be shown: its `repr` says nothing of it, also inside containers and tracebacks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[key]'"


def key_from(environment: Mapping[str, str]) -> Secret | None:
    """The key, AUDIT_API_KEY before OPENAI_API_KEY; None when neither is set. Raises `UsageError` if it cannot be sent."""
    for variable in KEY_VARIABLES:
        if key := environment.get(variable, "").strip():
            if not key.isascii() or not key.isprintable() or " " in key:
                raise UsageError(f"the key in {variable} holds characters that no key has", "set it again, without spaces or line ends")
            return Secret(key)
    return None


def excerpt(text: str, key: str | None) -> str:
    """One line of at most 200 characters of what a server said, fit for a terminal; empty if any part of the key is in it."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * EXCERPT_CHARS]).split())[:EXCERPT_CHARS]
    if key and _leaks(line, key):
        return ""
    return line


def _leaks(line: str, key: str) -> bool:
    length = min(_SHORTEST_LEAK, len(key))
    dense = line.replace(" ", "").lower()
    return any(key[i : i + length].lower() in dense for i in range(len(key) - length + 1))
