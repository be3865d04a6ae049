"""A program as a model: it is started in a folder that holds the workspace, and what the folder holds when it exits is the answer.

The program has the instruction on its standard input and in `AUDIT_INSTRUCTION`, the files that must be there in the end in
`AUDIT_EXPECTED` (a line each), and `AUDIT_SEED`. It may write a JSON object to the file that `AUDIT_REPORT` names: `model`,
`prompt_tokens`, `completion_tokens`; `simulated` and `truth` if it only plays a delegate. Exit code 75 says that it may go well later;
any other but 0 is recorded.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shlex
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from delegate_audit.core.outcome import Note
from delegate_audit.models.protocol import Answer, Finish, Request, Usage
from delegate_audit.models.record import Record
from delegate_audit.models.retry import AttemptError, RetryPolicy, retrying
from delegate_audit.models.tokens import estimate, estimate_prompt
from delegate_audit.programs import bubblewrap
from delegate_audit.programs.folder import lay_out, taken
from delegate_audit.programs.running import Ran, run

TRY_LATER = 75
"""The exit code of a program that failed for now, as sendmail has it (EX_TEMPFAIL)."""

MAX_REPORT_BYTES = 8 * 2**20
_MOST_TOKENS = 2**53


@dataclass(frozen=True)
class ProgramModel:
    """A `Model` that is a command line. `limit_s` is the time of one hop; in a `sandbox` it is offline unless `network`.

    A `bare` one is no delegate: it has no use for tokens, and no exit code is special.
    """

    command: str
    label: str = ""
    limit_s: float = 600.0
    sandbox: bool = False
    network: bool = False
    bare: bool = False
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    simulated: bool = False

    @property
    def name(self) -> str:
        """What it is called in a store: the model it says it is for, else the command."""
        return self.label or self.command

    async def answer(self, request: Request) -> Answer:
        """One hop of the program; see `Model`."""
        tried = await retrying(lambda: self._attempt(request), self.retry, random.Random())
        return replace(tried.result, retries=tried.retries) if tried.retries else tried.result

    async def close(self) -> None:
        """There is nothing to give back."""

    async def _attempt(self, request: Request) -> Answer:
        task = request.task
        assert task is not None
        async with _room() as room:
            folder, report = room / "workspace", room / "report.json"
            folder.mkdir()
            lay_out(task.files, folder)
            began = time.perf_counter()
            ran = await self._ran(request, folder, report)
            latency_s = time.perf_counter() - began
            if ran.exit_code == TRY_LATER and not self.bare:
                raise AttemptError(f"the program {self.command!r} gave up for now: {_last(ran)}", "look at what it says", transient=True)
            left = taken(folder, task.files)
            said = _report(report)
        notes = (*left.notes, *([] if not ran.exit_code else [Note("program failed", f"exit code {ran.exit_code}: {_last(ran)}")]))
        notes = notes if ran.exit_code is not None else (*notes, Note("time limit", f"stopped after {self.limit_s:g} s"))
        text = Record(left.files, notes, ran.exit_code is not None, ran.out, ran.err).text()
        answer = Answer(text, Finish.STOP, Usage(0, 0), self.name) if self.bare else _answer(text, request, said, self.name)
        return replace(answer, latency_s=latency_s)

    async def _ran(self, request: Request, folder: Path, report: Path) -> Ran:
        task = request.task
        assert task is not None
        given = {
            "AUDIT_INSTRUCTION": task.instruction,
            "AUDIT_EXPECTED": "\n".join(task.expected),
            "AUDIT_SEED": str(request.seed or 0),
            "AUDIT_MODEL": self.label,
        }
        argv = shlex.split(self.command)
        environment = {**os.environ, **given, "AUDIT_REPORT": str(report)}
        if self.sandbox:
            if why := bubblewrap.missing():
                raise AttemptError(f"there is no sandbox: {why}", "install it, or run without --sandbox")
            bubblewrap.open_to(folder.parent)
            argv = bubblewrap.sandboxed(argv, folder, environment=given, network=self.network)
        try:
            return await run(argv, folder, said=task.instruction, environment=environment, limit_s=self.limit_s)
        except (OSError, ValueError) as error:
            raise AttemptError(f"the program {self.command!r} cannot be started ({error})", "check the command of the workflow") from error


@asynccontextmanager
async def _room() -> AsyncIterator[Path]:
    """A temporary folder, removed whatever was done to it: `rm` minds no depth."""
    room = Path(mkdtemp(prefix="audit-"))
    try:
        yield room
    finally:
        await (await asyncio.create_subprocess_exec("rm", "-rf", "--", str(room), stderr=asyncio.subprocess.DEVNULL)).wait()


def _last(ran: Ran) -> str:
    lines = (ran.err.strip() or ran.out.strip() or "it said nothing").splitlines()
    return lines[-1][:300]


def _report(path: Path) -> Mapping[str, Any]:
    """What the program says of itself; nothing where that is no JSON object."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_REPORT_BYTES:
            return {}
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _answer(text: str, request: Request, said: Mapping[str, Any], name: str) -> Answer:
    """The answer with the tokens that the program reports, else with an estimate of what it was given and left."""
    tokens = [said.get(field) for field in ("prompt_tokens", "completion_tokens")]
    counts = [count for count in tokens if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST_TOKENS]
    guessed = (estimate_prompt(request.messages), estimate(text))
    usage = Usage(counts[0], counts[1]) if len(counts) == len(tokens) else Usage(*guessed, estimated=True)
    model = said.get("model")
    simulated, truth = said.get("simulated") is True, said.get("truth")
    return Answer(
        text,
        Finish.STOP,
        usage,
        model[:200] if isinstance(model, str) and model.isprintable() else name,
        simulated=simulated,
        truth=truth if simulated and isinstance(truth, dict) else None,
    )
