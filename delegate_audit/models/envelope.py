"""Files in a text and back: how a workspace is put into a prompt and read out of an answer.

Each file stands after a line `### FILE: name`, in a fence longer than any run of backticks inside it. An answer is read
strictly: what it lacks is noted, never invented. Deviations that lose no content are accepted, and noted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from delegate_audit.core.outcome import Note
from delegate_audit.core.workspace import Workspace, refusal

MAX_FILES = 2_000
MAX_HEADER_CHARS = 400
_HEADER = re.compile(r"#{1,6}\s+FILE:\s+(\S.*?)\s*")
_LOOSE_HEADERS = (
    re.compile(
        r"(?:#{1,6}\s*)?(?:\*\*|__)?(?:file(?:name)?)\s*:?\s*(?:\*\*|__)?\s*[`\"]?([^`\"*]+?)[`\"]?\s*(?:\*\*|__)?:?\s*", re.IGNORECASE
    ),
    re.compile(r"(?:#{1,6}\s*)?(?:\d+\.\s*)?(?:\*\*|__|`|\")+([^`\"*]+?)(?:\*\*|__|`|\")+:?\s*"),
    re.compile(r"#{1,6}\s*([^\s`*][^`*]*?):?\s*"),
    re.compile(r"([\w./-]+\.\w{1,8}):?\s*"),
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`]*?)[ \t]*")
_INFO_NAME = re.compile(r"(?:\w+\s+)?(?:file(?:name)?=|title=|:)?[\"']?([\w./ -]*\.\w{1,10})[\"']?")


@dataclass(frozen=True)
class Unpacked:
    """What an answer holds. `files` are those with acceptable names; `unclosed` is the file whose fence never closed."""

    files: Workspace
    notes: tuple[Note, ...]
    unclosed: str | None
    prose: str


def fence_for(text: str) -> str:
    """A fence longer than any run of backticks in `text`."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def pack(files: Mapping[str, str], order: Iterable[str] | None = None) -> str:
    """The files as text, in the given order of names (default: as they come)."""
    parts = []
    for name in order if order is not None else files:
        text = files[name]
        fence = fence_for(text)
        ending = "" if not text or text.endswith("\n") else "\n"
        parts.append(f"### FILE: {name}\n{fence}\n{text}{ending}{fence}\n")
    return "\n".join(parts)


def asked(instruction: str, expected: Iterable[str]) -> str:
    """What is asked for, behind the files of a prompt: the instruction, and the names or patterns that must come back."""
    names = "\n".join(f"- {name}" for name in expected)
    return f"\n## Instruction\n\n{instruction.strip()}\n\n## Files to hand back\n\n{names}\n"


def unpack(text: str, expected: tuple[str, ...] = ()) -> Unpacked:
    """Read the files of an answer. `expected` lets a single block without a name be the single file asked for."""
    return _Reader(text, expected).read()


class _Reader:
    """One pass over the lines of an answer."""

    def __init__(self, text: str, expected: tuple[str, ...]) -> None:
        self.lines = text.split("\n")
        self.expected = expected
        self.files: dict[str, str] = {}
        self.notes: list[Note] = []
        self.prose: list[str] = []
        self.unclosed: str | None = None

    def read(self) -> Unpacked:
        """Every line is a file's, a header, or prose around the files."""
        at = 0
        nameless: list[str] = []
        while at < len(self.lines):
            fence = _FENCE.fullmatch(bare(self.lines[at]))
            if fence is None:
                self.prose.append(self.lines[at])
                at += 1
                continue
            end = end_of(self.lines, at, fence.group(1))
            closed = end < len(self.lines)
            body = "\n".join(self.lines[at + 1 : end])
            body = f"{body}\n" if closed and end > at + 1 else body
            name = self._name(fence.group(2))
            if name is None:
                nameless.append(body)
            else:
                self._keep(name, body, closed)
            at = end + 1
        self._keep_nameless(nameless)
        prose = "\n".join(self.prose).strip()
        if prose and self.files:
            self.notes.append(Note("text outside the files", prose[:300]))
        return Unpacked(self.files, tuple(self.notes), self.unclosed, prose)

    def _name(self, info: str) -> str | None:
        """The name in the line above the fence, else in the fence's info string; takes the header out of the prose."""
        while self.prose and not self.prose[-1].strip():
            self.prose.pop()
        above = bare(self.prose[-1]).strip() if self.prose else ""
        if header := header_of(above):
            self.prose.pop()
            self.notes += header.notes
            return header.name
        if info and (named := _INFO_NAME.fullmatch(info)):
            self.notes.append(Note("name on the fence", info[:200]))
            return named.group(1).strip()
        return None

    def _keep(self, name: str, body: str, closed: bool) -> None:
        plain = name.removeprefix("./")
        if plain != name:
            self.notes.append(Note("name in another form", name[:200]))
        if reason := refusal(plain):
            self.notes.append(Note("refused name", f"{plain[:200]!r}: {reason}"))
            return
        if plain in self.files:
            self.notes.append(Note("file came twice", f"{plain}: the last one counts"))
        if len(self.files) >= MAX_FILES:
            self.notes.append(Note("too many files", f"only the first {MAX_FILES} count"))
            return
        if not closed:
            self.unclosed = plain
            self.notes.append(Note("fence not closed", plain))
        self.files[plain] = body

    def _keep_nameless(self, bodies: list[str]) -> None:
        if len(bodies) == 1 and not self.files and len(self.expected) == 1 and not set("*?[") & set(self.expected[0]):
            self.notes.append(Note("block without a name", f"taken as {self.expected[0]}, the only file asked for"))
            self.files[self.expected[0]] = bodies[0]
            return
        self.notes.extend(Note("block without a name", body[:200]) for body in bodies)


@dataclass(frozen=True)
class Header:
    """A line that names a file, and what is odd about it."""

    name: str
    notes: tuple[Note, ...] = ()


def header_of(line: str) -> Header | None:
    """The file that a line names, in the form asked for or in one that models like to use."""
    text = bare(line).strip()
    if header := _HEADER.fullmatch(text):
        return Header(header.group(1).strip('`"*'))
    for loose in _LOOSE_HEADERS:
        if (header := loose.fullmatch(text)) and "." in header.group(1):
            return Header(header.group(1).strip(), (Note("header in another form", text[:200]),))
    return None


def fence_of(line: str) -> str:
    """The backticks or tildes that a line opens or closes a fence with; empty where it does neither."""
    found = _FENCE.fullmatch(bare(line))
    return found.group(1) if found else ""


def end_of(lines: list[str], start: int, fence: str) -> int:
    """The line that closes the fence opened at `start`; behind the last one where none does."""
    closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    return next((k for k in range(start + 1, len(lines)) if closing.fullmatch(bare(lines[k]))), len(lines))


def bare(line: str) -> str:
    """The line if it is short enough to be a fence or a header, without a carriage return; else nothing."""
    return line.rstrip("\r") if len(line) <= MAX_HEADER_CHARS else ""
