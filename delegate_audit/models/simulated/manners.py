"""How the simulated delegate hands back what it did: in whole files, in search/replace blocks, or through tools, as it is asked to.

Blocks and replacing tools have a fault of their own, the misquote: what is searched for does not stand in the file. When that comes
back the delegate tries again, and may misquote again. With tools it may also wander: look at the list of files until it is stopped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import NamedTuple

from delegate_audit.core.workspace import Workspace
from delegate_audit.faults.contract import Fault
from delegate_audit.models.edits import FORMAT, Block, applied, edits_between, pack_edits, unpack_edits
from delegate_audit.models.envelope import pack, unpack
from delegate_audit.models.protocol import Request, ToolCall
from delegate_audit.models.simulated.profiles import Profile


class Said(NamedTuple):
    """The text of an answer, the faults of saying it, and calls of tools."""

    text: str
    faults: tuple[Fault, ...] = ()
    calls: tuple[ToolCall, ...] = ()


@dataclass
class Seen:
    """What a request shows of the workspace: the files as they were given, and as the delegate's own answers have left them.

    `edited` says that it has changed something, or tried to; `refused` are the files in which a tool would not replace.
    """

    given: dict[str, str]
    now: dict[str, str]
    names: tuple[str, ...] | None = None
    listings: int = 0
    answers: int = 0
    edited: bool = False
    refused: set[str] = field(default_factory=set)
    results: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request, prompt: str) -> Seen:
        """Everything that the messages say."""
        files = dict(unpack(prompt.rpartition("\n## Instruction\n")[0]).files)
        seen = cls(files, dict(files))
        seen.results = {message.call: message.content for message in request.messages if message.role == "tool"}
        for message in request.messages:
            if message.role == "assistant":
                seen.answers += 1
                edits = unpack_edits(message.content)
                seen.edited |= bool(edits.blocks or edits.whole.files)
                seen.now, _ = applied({**seen.now, **edits.whole.files}, edits.blocks)
                for call in message.calls:
                    seen._called(call)
        return seen

    def unread(self, distractors: Collection[str]) -> list[str] | None:
        """The files that it has to read before it can begin; None where it does not know which there are."""
        return None if self.names is None else [name for name in self.names if name not in self.given and name not in distractors]

    def _called(self, call: ToolCall) -> None:
        result, said = self.results.get(call.id, ""), json.loads(call.arguments)
        if call.name == "list_files":
            self.listings += 1
            self.names = tuple(line.partition("\t")[0] for line in result.split("\n") if line)
        elif call.name == "read_file":
            self.given[said["name"]] = self.now[said["name"]] = result
        elif call.name in {"write_file", "replace_in_file"}:
            self.edited = True
            if result.startswith("error"):
                self.refused.add(said["name"])
            else:
                text = self.now.get(said["name"], "")
                self.now[said["name"]] = said.get("content") or text.replace(said["search"], said["replace"], 1)


def look(request: Request, seen: Seen, distractors: Collection[str]) -> Said | None:
    """The calls that show the delegate its workspace, as long as it has not seen all that it needs; None where no tools are offered."""
    if not request.tools:
        return None
    unread = seen.unread(distractors)
    if unread is None:
        return _calls([("list_files", {})], seen)
    return _calls([("read_file", {"name": name}) for name in unread], seen) if unread else None


def wandering(seen: Seen) -> Said:
    """One more look at the list of files; the first time that it says nothing new is the fault."""
    return _calls([("list_files", {})], seen)._replace(faults=(Fault("wander", ""),) if seen.listings == 1 else ())


def said(request: Request, seen: Seen, files: Workspace, profile: Profile, rng: Random) -> Said:
    """The answer that leaves `files`, in the manner that the request asks for."""
    if not request.tools and not any(message.role == "system" and FORMAT in message.content for message in request.messages):
        return Said(pack(files))
    now = {name: seen.now[name] for name in files if name in seen.now}
    blocks, whole = edits_between(now, files)
    whole |= {name: files[name] for name in seen.refused if name in files and files[name] != now.get(name)}
    blocks = [block for block in blocks if block.file not in whole]
    dice = Random(f"{rng.random()} {seen.answers}")
    wrong: tuple[Fault, ...] = ()
    if blocks and dice.random() < profile.per_hop.get("misquote", 0.0):
        blocks, wrong = _misquoted(blocks, dice, again=bool(seen.answers) and not request.tools)
    if not request.tools:
        return Said(pack_edits(blocks, whole), wrong)
    calls = [*_writing(blocks), *(("write_file", {"name": name, "content": text}) for name, text in whole.items())]
    return _calls(calls or [("finish", {})], seen)._replace(faults=wrong)


def _writing(blocks: list[Block]) -> Iterator[tuple[str, dict[str, str]]]:
    """Blocks as calls of the replacing tool."""
    for block in blocks:
        yield "replace_in_file", {"name": block.file, "search": "\n".join(block.search), "replace": "\n".join(block.replace)}


def _calls(calls: list[tuple[str, dict[str, str]]], seen: Seen) -> Said:
    made = (ToolCall(f"call_{seen.answers}_{n}", name, json.dumps(given, ensure_ascii=False)) for n, (name, given) in enumerate(calls))
    return Said("", (), tuple(made))


def _misquoted(blocks: list[Block], dice: Random, *, again: bool) -> tuple[list[Block], tuple[Fault, ...]]:
    """The blocks with a word more in one of the lines that one of them searches for."""
    k = dice.randrange(len(blocks))
    right = blocks[k]
    if not right.search:
        return blocks, ()
    line = dice.randrange(len(right.search))
    wrong = replace(right, search=(*right.search[:line], f"{right.search[line]} etc.", *right.search[line + 1 :]))
    fault = Fault("misquote", wrong.file, before="\n".join(right.search)[:200], after="\n".join(wrong.search)[:200], meaning=again)
    return [*blocks[:k], wrong, *blocks[k + 1 :]], (fault,)
