"""Single-shot: one call with all files and the instruction; the answer holds the files that must come back, whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.models.envelope import Unpacked, asked, pack, unpack
from delegate_audit.models.protocol import Answer, Finish, Message, Request
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder, WorkflowOptions

SYSTEM = """You edit documents in a workspace. You are given all files of the workspace and one instruction.
Carry it out exactly and completely. Whatever it does not ask you to change stays exactly as it is.

Answer with the files that are asked for and nothing else. Give each one whole, never shortened, in this form: a line
"### FILE: name", then the content between two fences of backticks. Use a fence that is longer than any run of
backticks inside the file."""

_REFUSAL = re.compile(
    r"\b(?:can(?:no|['’])t|cannot|unable to|won['’]t|will not|not able to|must decline|declin\w+|refus\w+|sorry|against (?:my|the) \w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SingleShot:
    """The workflow as such; temperature and token limit are passed on to the model."""

    options: WorkflowOptions
    name: str = "single-shot"

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Ask once and read the answer back."""
        answer = await ask(
            Request(
                messages=(Message("system", SYSTEM), Message("user", prompt(order))),
                seed=order.seed,
                temperature=self.options.temperature,
                max_tokens=self.options.max_tokens,
            )
        )
        return read_back(answer, order.expected)


def prompt(order: HopOrder) -> str:
    """The files, the instruction, and what must come back."""
    return f"## Workspace\n\n{pack(order.files)}{asked(order.instruction, order.expected)}"


def read_back(answer: Answer, expected: tuple[str, ...]) -> HandedBack:
    """The files of an answer, with the outcome that they and the way it ended amount to."""
    unpacked = unpack(answer.text, expected)
    missing = [name for name in expected if not any(fnmatchcase(file, name) for file in unpacked.files)]
    notes = [*unpacked.notes, *(Note("file missing", name) for name in missing)]
    return HandedBack(unpacked.files, _outcome(answer, unpacked, bool(missing)), tuple(notes))


def is_refusal(prose: str) -> bool:
    """Whether what stands around no files at all says that the delegate will not do it."""
    return bool(_REFUSAL.search(prose[:600]))


def _outcome(answer: Answer, unpacked: Unpacked, missing: bool) -> Outcome:
    if answer.finish is Finish.FILTER or (not unpacked.files and is_refusal(unpacked.prose)):
        return Outcome.REFUSED
    if answer.finish is Finish.LENGTH or unpacked.unclosed:
        return Outcome.TRUNCATED
    if not unpacked.files:
        return Outcome.UNREADABLE
    return Outcome.MISSING_FILES if missing else Outcome.OK


WORKFLOW = SingleShot
