"""Lines that go on in the next one: put together when read, broken again when written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from delegate_audit.domains.readers.blocks import lines_of


@dataclass(frozen=True)
class Folding:
    """How a format's lines go on; the fields are those of `Lines`."""

    wrap: str = ""
    fold: re.Pattern[str] | None = None
    folded: str = " "
    width: int = 0
    keep_indent: bool = False
    end: str = ""
    escape: str = ""

    def logical(self, text: str) -> Iterator[tuple[str, int]]:
        """The lines that are not blank, each with those that belong to it and the number of the first."""
        return ((line, number) for held, number in self._together(text) if (line := self._joined(held)))

    def _together(self, text: str) -> Iterator[tuple[list[str], int]]:
        held: list[str] = []
        start = 0
        for raw, number in self._ended(text) if self.end else zip(lines_of(text), count(1), strict=False):
            if held and (piece := self._further(held[-1], raw)) is not None:
                held[-1] = held[-1].rstrip().removesuffix(self.wrap).rstrip() if self.wrap else held[-1]
                held.append(piece)
                continue
            if held:
                yield held, start
            line = raw if self.keep_indent else raw.lstrip()
            held, start = ([line], number) if line.strip() else ([], 0)
        if held:
            yield held, start

    def _ended(self, text: str) -> Iterator[tuple[str, int]]:
        """The parts that end with `end`, and what stands behind the last of them."""
        line = 1
        for found in self._ended_part.finditer("\n".join(lines_of(text))):
            part = found[1]
            yield part.strip(), line + part[: len(part) - len(part.lstrip())].count("\n")
            line += found[0].count("\n")

    @cached_property
    def _ended_part(self) -> re.Pattern[str]:
        end, escaped = re.escape(self.end), rf"{re.escape(self.escape)}\S|" if self.escape else ""
        return re.compile(f"((?:{escaped}(?!{end}).)*+)(?:{end})?", re.DOTALL | re.IGNORECASE)

    def _further(self, before: str, raw: str) -> str | None:
        """What a line adds to the one before it; None where it is a line of its own."""
        if self.width and not raw:
            return ""
        if self.fold and (raw.strip() or self.width) and (found := self.fold.match(raw)):
            return raw[found.end() :]
        return raw if self.wrap and before.rstrip().endswith(self.wrap) else None

    def _joined(self, held: list[str]) -> str:
        if self.width:
            return "".join(held).rstrip()
        first, *more = held
        further = (line.rstrip() if self.keep_indent or self.fold else line.strip() for line in more)
        text = "\n".join([first.rstrip(), *further]).strip("\n")
        while self.wrap and text.endswith(self.wrap):
            text = text.removesuffix(self.wrap).rstrip()
        return text

    def physical(self, text: str, indent: str) -> str:
        """The text in as many lines as it needs, without the `indent` of the first."""
        if self.end:
            found = self._ended_part.match(f"{text}{self.end}")
            return f"{text}{'' if found and found[1] == text else ' '}{self.end}"
        if self.width:
            return f"\n{self.folded}".join(_pieces(text, self.width))
        return text.replace("\n", f"{' ' + self.wrap if self.wrap else ''}\n{indent}{self.folded}")


def _pieces(text: str, width: int) -> Iterator[str]:
    """The text in pieces of so many bytes, the later ones one less; where they are near, a piece begins with a blank or after a mark."""
    start, room = 0, width
    while len(text) - start > room or (not text.isascii() and _bytes(text[start : start + room + 1]) > room):
        end = start + room
        while _bytes(text[start:end]) > room:
            end -= max(1, (_bytes(text[start:end]) - room) // 4)
        near = end - width // 3
        better = max(text.rfind(" ", near, end), *(text.rfind(mark, near, end - 1) + 1 for mark in ",;:"))
        end = better if better > start and not text[better - 1].isspace() else end
        yield text[start:end]
        start, room = end, width - 1
    yield text[start:]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
