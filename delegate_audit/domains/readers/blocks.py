"""Documents made of blocks with blank lines between them."""

from __future__ import annotations


def lines_of(text: str) -> list[str]:
    """The lines of a text, without byte order marks, whatever ends them."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(text: str) -> list[tuple[list[str], int]]:
    """Runs of lines that are not blank, each with the 1-based number of its first line."""
    found: list[tuple[list[str], int]] = []
    current: list[str] = []
    for number, line in enumerate(lines_of(text), 1):
        if line.strip():
            if not current:
                found.append((current, number))
            current.append(line)
        elif current:
            current = []
    return found
