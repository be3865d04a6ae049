"""Agentic: the delegate works on the files with tools until it says that it has finished, 25 turns at most.

It sees no file before it reads it, and distractors are on the list like everything else. What it ran with `run_python` is stored like
an answer of the model, so that a resumed relay goes on from the same workspace.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.models.envelope import asked
from delegate_audit.models.protocol import Answer, Finish, Message, Request
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder, WorkflowOptions
from delegate_audit.workflows.leaving import handed_back
from delegate_audit.workflows.single_shot import is_refusal
from delegate_audit.workflows.tools import Desk, offered

MAX_TURNS = 25
MAX_TOKENS = 1_000_000
"""Of all turns of a hop together, prompts included."""

SYSTEM = """You edit documents in a workspace of files, with the tools that you are given. Carry the instruction out exactly and
completely. Whatever it does not ask you to change stays exactly as it is. Files that are not among those to hand back are
taken away afterwards; you need not delete them. Call finish when all is done."""


@dataclass(frozen=True)
class Agentic:
    """The workflow as such; temperature and token limit are passed on to the model with every turn."""

    options: WorkflowOptions
    name: str = "agentic"

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Turn after turn: what the model calls is done, and the results go back to it."""
        desk = Desk(dict(order.files))
        request = Request(
            messages=(Message("system", SYSTEM), Message("user", asked(order.instruction, order.expected))),
            seed=order.seed,
            temperature=self.options.temperature,
            max_tokens=self.options.max_tokens,
            tools=offered(),
        )
        turns = _Turns(request)
        while turns.may_go_on() and not desk.finished:
            answer = await ask(turns.request)
            results = [(call.id, await desk.carry_out(call, ask)) for call in answer.calls]
            turns.add(answer, results)
        notes = [*desk.notes, *turns.notes]
        notes += [Note("files read", ", ".join(sorted(desk.read)))] if desk.read else []
        return handed_back(order, desk.files, notes, turns.outcome(untouched=desk.files == dict(order.files)))


@dataclass
class _Turns:
    """The conversation so far, and why it ended."""

    request: Request
    turns: int = 0
    tokens: int = 0
    last: Answer | None = None
    notes: list[Note] = field(default_factory=list)

    def may_go_on(self) -> bool:
        """Whether there is another turn; notes the limit that is reached."""
        if self.last is not None and not self.last.calls:
            return False
        for reached, limit in ((self.turns >= MAX_TURNS, f"{MAX_TURNS} turns"), (self.tokens >= MAX_TOKENS, f"{MAX_TOKENS} tokens")):
            if reached:
                self.notes.append(Note("turn limit", f"not finished after {limit}"))
                return False
        return True

    def add(self, answer: Answer, results: list[tuple[str, str]]) -> None:
        said = Message("assistant", answer.text, answer.calls)
        heard = [Message("tool", result, call=call) for call, result in results]
        self.request = replace(self.request, messages=(*self.request.messages, said, *heard))
        self.turns += 1
        self.tokens += answer.usage.prompt_tokens + answer.usage.completion_tokens
        self.last = answer

    def outcome(self, *, untouched: bool) -> Outcome:
        """How the delegate ended; one that ended in words, its files changed, has finished too."""
        answer = self.last
        if answer is None or self.notes or answer.finish is Finish.LENGTH:
            return Outcome.TRUNCATED
        if answer.finish is Finish.FILTER or (untouched and not answer.calls and is_refusal(answer.text)):
            return Outcome.REFUSED
        return Outcome.OK


WORKFLOW = Agentic
