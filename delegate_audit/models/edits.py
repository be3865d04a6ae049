"""Search/replace blocks in a text and back: how a delegate changes parts of files without writing them whole.

A block stands below the name of its file. What it searches for are whole lines, which the file must hold exactly once; blocks are
applied in their order, each to what those before it have left. What cannot be applied is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from delegate_audit.core.outcome import Note
from delegate_audit.core.workspace import Workspace, refusal
from delegate_audit.models.envelope import Header, Unpacked, bare, end_of, fence_of, header_of, pack, unpack

FORMAT = """Change a file with search/replace blocks below a line "### FILE: name":

### FILE: name
<<<<<<< SEARCH
lines as they are in the file
=======
the lines that come in their place
>>>>>>> REPLACE

A block searches for whole lines, blanks included, that the file holds exactly once: take in as many lines around the
change as that needs. The blocks of a file are applied one after the other. Use longer runs of < = > in all three lines of
a block where the file holds such a line itself. A file that is new is given whole, between two fences of backticks that
are longer than any run of backticks in it."""
"""What a delegate is told of all this."""

MAX_BLOCKS = 10_000
_SHORTEST = 7
_OPENER = re.compile(rf"(<{{{_SHORTEST},}}) SEARCH[ \t]*")
_MARK = re.compile(rf"(={{{_SHORTEST},}})|>{{{_SHORTEST},}} REPLACE|<{{{_SHORTEST},}} SEARCH")
_WHOLE = 0.5
"""A file is written whole where a smaller part than this of its lines stays."""


@dataclass(frozen=True)
class Block:
    """One block: which lines of which file become which."""

    file: str
    search: tuple[str, ...]
    replace: tuple[str, ...]


@dataclass(frozen=True)
class Edits:
    """What an answer holds: blocks and whole files. `unclosed` says that a block was begun and never ended."""

    blocks: tuple[Block, ...]
    whole: Unpacked
    notes: tuple[Note, ...] = ()
    unclosed: bool = False


@dataclass(frozen=True)
class Misfit:
    """A block that was not applied: no file has such lines, or, where `twice`, they are found more than once."""

    block: Block
    twice: bool = False

    def __str__(self) -> str:
        first = next((line for line in self.block.search if line.strip()), "")
        found = "are found more than once" if self.twice else "are found nowhere"
        return f"{self.block.file}: the lines of a block that begins with {first[:80]!r} {found}"


def unpack_edits(text: str, expected: tuple[str, ...] = ()) -> Edits:
    """Read the blocks and the whole files of an answer; `expected` as for `unpack`."""
    return _Reader(text.split("\n")).read(expected)


@dataclass
class _Reader:
    """One pass over the lines of an answer: blocks are taken out, the rest is files and prose as in any answer."""

    lines: list[str]
    rest: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    header: Header | None = None
    unclosed: bool = False

    def read(self, expected: tuple[str, ...]) -> Edits:
        at, around = 0, ""
        while at < len(self.lines):
            fence = fence_of(self.lines[at])
            if _OPENER.fullmatch(bare(self.lines[at])):
                at = self._block(at)
            elif fence and at + 1 < len(self.lines) and _OPENER.fullmatch(bare(self.lines[at + 1])):
                around, at = fence, at + 1
            elif around and bare(self.lines[at]).strip() == around:
                around, at = "", at + 1
            elif fence:
                end = end_of(self.lines, at, fence)
                self.rest += self.lines[at : end + 1]
                at = end + 1
            else:
                self.header = header_of(self.lines[at]) or self.header
                self.rest.append(self.lines[at])
                at += 1
        whole = unpack("\n".join(self.rest), () if self.blocks else expected)
        return Edits(tuple(self.blocks), whole, tuple(self.notes), self.unclosed)

    def _block(self, start: int) -> int:
        """Take the block that begins here; the line behind it."""
        length = len(bare(self.lines[start]).split(" ")[0])
        middle = self._find(start, "=" * length)
        end = self._find(middle, ">" * length + " REPLACE")
        if end == len(self.lines):
            self.unclosed = True
            self.notes.append(Note("block not closed", "\n".join(self.lines[start : start + 3])[:300]))
            return end
        while self.rest and (not self.rest[-1].strip() or header_of(self.rest[-1]) == self.header is not None):
            self.rest.pop()
        self._keep([line.rstrip("\r") for line in self.lines[start + 1 : end]], middle - start - 1)
        return end + 1

    def _keep(self, body: list[str], middle: int) -> None:
        name = self.header.name.removeprefix("./") if self.header else ""
        reason = refusal(name) if self.header else "no file is named above the block"
        if reason or len(self.blocks) >= MAX_BLOCKS:
            self.notes.append(Note("refused block", f"{name[:200]!r}: {reason or f'only the first {MAX_BLOCKS} blocks count'}"))
        else:
            self.blocks.append(Block(name, tuple(body[:middle]), tuple(body[middle + 1 :])))

    def _find(self, start: int, mark: str) -> int:
        return next((k for k in range(start + 1, len(self.lines)) if bare(self.lines[k]).rstrip() == mark), len(self.lines))


def applied(files: Workspace, blocks: Iterable[Block]) -> tuple[dict[str, str], tuple[Misfit, ...]]:
    """The files with every block that fits, and those that do not.

    A block that searches for nothing makes a file, or fills an empty one.
    """
    changed, misfits = dict(files), []
    for block in blocks:
        text = changed.get(block.file)
        times = _times(text or "", block.search) if text is not None or not block.search else 0
        if times != 1:
            misfits.append(Misfit(block, twice=times > 1))
            continue
        changed[block.file] = _replaced(text or "", block)
    return changed, tuple(misfits)


def _times(text: str, search: tuple[str, ...]) -> int:
    """How often the text holds the lines, counted up to two."""
    if not search:
        return not text
    framed, wanted = f"\n{_plain(text)}\n", "\n{}\n".format("\n".join(search))
    first = framed.find(wanted)
    return 0 if first < 0 else 1 + (framed.find(wanted, first + 1) >= 0)


def _replaced(text: str, block: Block) -> str:
    """The text with the lines replaced; its line breaks stay those that it has."""
    if not block.search:
        return "".join(f"{line}\n" for line in block.replace)
    plain, wanted = f"\n{_plain(text)}\n", "\n{}\n".format("\n".join(block.search))
    start = plain.index(wanted)
    found = plain[:start] + "".join(f"\n{line}" for line in block.replace) + plain[start + len(wanted) - 1 :]
    return found[1:-1].replace("\n", "\r\n") if "\r\n" in text else found[1:-1]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def pack_edits(blocks: Iterable[Block], whole: Mapping[str, str]) -> str:
    """Blocks and whole files as a text, the blocks of a file that follow each other below one line with its name."""
    parts = [f"### FILE: {file}\n" + "\n".join(map(_written, some)) for file, some in groupby(blocks, lambda block: block.file)]
    return "\n".join([*parts, *([pack(whole)] if whole else [])])


def edits_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[list[Block], dict[str, str]]:
    """The blocks and the whole files that make `after` of `before`; a file that is gone is not named."""
    whole = {name: text for name, text in after.items() if not _stays(before.get(name, ""), text)}
    return [block for name, text in after.items() if name not in whole for block in _between(name, before.get(name, ""), text)], whole


def _stays(before: str, after: str) -> bool:
    """Whether much of a text stays; so does one that could be taken for a block in a fence."""
    if _OPENER.fullmatch(after.partition("\n")[0].rstrip("\r")):
        return True
    lines = before.split("\n")
    return bool(before) and SequenceMatcher(None, lines, after.split("\n"), autojunk=False).quick_ratio() >= _WHOLE


def _between(file: str, before: str, after: str) -> Iterator[Block]:
    """The blocks that turn one text into the other, each with as many lines around its change as make it fit once."""
    if not before:
        yield from [Block(file, (), tuple(after.removesuffix("\n").split("\n")))] if after else []
        return
    old, new = before.split("\n"), after.split("\n")
    for what, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield _fitting(file, new[:m] + old[i:], m, m + j - i, new[m:n])


def _fitting(file: str, now: list[str], start: int, end: int, instead: list[str]) -> Block:
    """The block that replaces the lines from `start` to `end` of a text as it is now."""
    around, text = 1, "\n".join(now)
    while True:
        first, last = max(0, start - around), min(len(now), end + around)
        search = tuple(now[first:last])
        if _times(text, search) == 1 or (first, last) == (0, len(now)):
            return Block(file, search, (*now[first:start], *instead, *now[end:last]))
        around *= 2


def _written(block: Block) -> str:
    marks = [line.split(" ")[0] for line in (*block.search, *block.replace) if _MARK.fullmatch(line.rstrip())]
    run = max((len(mark) + 1 for mark in marks), default=_SHORTEST)
    return "\n".join(["<" * run + " SEARCH", *block.search, "=" * run, *block.replace, ">" * run + " REPLACE", ""])
