"""Patch: the answer holds search/replace blocks instead of whole files. What no block touches cannot change.

A block whose lines are not found exactly once is a finding; all such blocks are offered back once, to be given again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.core.workspace import Workspace
from delegate_audit.models.edits import FORMAT, Edits, Misfit, applied, unpack_edits
from delegate_audit.models.protocol import Answer, Finish, Message, Request
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder, WorkflowOptions
from delegate_audit.workflows.leaving import handed_back
from delegate_audit.workflows.single_shot import is_refusal, prompt

SYSTEM = f"""You edit documents in a workspace. You are given all files of the workspace and one instruction.
Carry it out exactly and completely. Whatever it does not ask you to change stays exactly as it is.

Answer with nothing but the changes. {FORMAT}
Files that are not among those to hand back are taken away afterwards; you need not remove anything."""

AGAIN = """These blocks were not applied:

{misfits}

All others were. Give these again so that each fits, and nothing else."""


@dataclass(frozen=True)
class Patch:
    """The workflow as such; temperature and token limit are passed on to the model."""

    options: WorkflowOptions
    name: str = "patch"

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Ask, apply what comes, and ask once more for what does not fit."""
        request = Request(
            messages=(Message("system", SYSTEM), Message("user", prompt(order))),
            seed=order.seed,
            temperature=self.options.temperature,
            max_tokens=self.options.max_tokens,
        )
        answer = await ask(request)
        edits = unpack_edits(answer.text, order.expected)
        done = _Done.of(order.files, edits)
        if done.misfits and answer.finish is Finish.STOP and not edits.unclosed:
            offered = AGAIN.format(misfits="\n".join(f"- {misfit}" for misfit in done.misfits))
            answer = await ask(replace(request, messages=(*request.messages, Message("assistant", answer.text), Message("user", offered))))
            edits = unpack_edits(answer.text)
            done = done.and_then(edits)
        return handed_back(order, done.files, done.notes, _outcome(answer, edits, touched=bool(done.touched)))


@dataclass(frozen=True)
class _Done:
    """The files as they are by now, which of them were touched, what did not fit in the last answer, and all that was odd."""

    files: Workspace
    touched: frozenset[str]
    misfits: tuple[Misfit, ...]
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, files: Workspace, edits: Edits) -> _Done:
        changed, misfits = applied({**files, **edits.whole.files}, edits.blocks)
        struck = {name for name, text in changed.items() if files.get(name) != text}
        notes = (*edits.whole.notes, *edits.notes, *(Note("block not matched", str(misfit)) for misfit in misfits))
        return cls(changed, frozenset({*edits.whole.files, *struck}), misfits, notes)

    def and_then(self, edits: Edits) -> _Done:
        later = self.of(self.files, edits)
        return replace(later, touched=self.touched | later.touched, notes=(*self.notes, *later.notes))


def _outcome(answer: Answer, edits: Edits, *, touched: bool) -> Outcome:
    if answer.finish is Finish.FILTER or (not touched and is_refusal(edits.whole.prose)):
        return Outcome.REFUSED
    if answer.finish is Finish.LENGTH or edits.unclosed or edits.whole.unclosed:
        return Outcome.TRUNCATED
    return Outcome.UNREADABLE if edits.whole.prose and not touched and not edits.blocks else Outcome.OK


WORKFLOW = Patch
