"""Workflows in which files stay unless somebody changes them: what of a workspace is handed back in the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.core.workspace import Workspace
from delegate_audit.models.protocol import Message, Request, Task
from delegate_audit.models.record import Record
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder
from delegate_audit.workflows.single_shot import prompt


def handed_back(order: HopOrder, now: Workspace, notes: Iterable[Note] = (), outcome: Outcome = Outcome.OK) -> HandedBack:
    """What is asked for and what was touched, as it is now; nothing else of what the delegate was given.

    Where `outcome` is `OK`, a file that is asked for and not there makes it `MISSING_FILES`.
    """
    wanted = {name for name in now if any(fnmatchcase(name, pattern) for pattern in order.expected)}
    files = {name: text for name, text in now.items() if name in wanted or order.files.get(name) != text}
    missing = [pattern for pattern in order.expected if not any(fnmatchcase(name, pattern) for name in files)]
    if missing and outcome is Outcome.OK:
        outcome = Outcome.MISSING_FILES
    gone = tuple(name for name in order.files if name not in now)
    return HandedBack(files, outcome, (*notes, *(Note("file missing", pattern) for pattern in missing)), gone)


async def left_by(order: HopOrder, ask: Ask) -> HandedBack:
    """What a delegate that is a program leaves in its folder."""
    task = Task(order.files, order.instruction, order.expected)
    answer = await ask(Request((Message("user", prompt(order)),), seed=order.seed, task=task))
    record = Record.of(answer.text)
    handed = handed_back(order, record.files, record.notes)
    return handed if record.in_time else replace(handed, outcome=Outcome.TRUNCATED)
