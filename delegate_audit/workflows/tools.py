"""The tools of an agentic delegate, on a workspace that is held in memory. Whatever a model says to them is answered, never raised."""

from __future__ import annotations

import json
import shlex
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from delegate_audit.core.outcome import Note
from delegate_audit.core.workspace import refusal
from delegate_audit.models.program import ProgramModel
from delegate_audit.models.protocol import Message, Request, Task, Tool, ToolCall
from delegate_audit.models.record import Record
from delegate_audit.programs import bubblewrap
from delegate_audit.workflows.contract import Ask

MAX_FILES = 2_000
MAX_FILE_CHARS = 16 * 2**20
MAX_CODE_CHARS = 50_000
"""Of a program for `run_python`."""

SHOWN_CHARS = 200_000
"""Of a file that is read at once; the rest is read with `start_line`."""

PYTHON_LIMIT_S = 60.0


class ToolError(Exception):
    """What a tool answers instead of a result."""


@dataclass
class Desk:
    """The workspace of one hop, what was read of it, and everything odd about the calls."""

    files: dict[str, str]
    read: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    finished: bool = False

    async def carry_out(self, call: ToolCall, ask: Ask) -> str:
        """Do what the call says; what comes back to the model."""
        work = _WORK.get(call.name)
        if work is None or (call.name == RUN_PYTHON.name and bubblewrap.python() is None):
            self.notes.append(Note("unknown tool", call.name))
            return f"error: there is no tool {call.name!r}"
        try:
            return await work(self, _arguments(call), ask)
        except ToolError as error:
            self.notes.append(Note("tool refused", f"{call.name}: {error}"[:300]))
            return f"error: {error}"

    def text_of(self, name: str) -> str:
        """The text of a file. Raises `ToolError` where there is none."""
        if name not in self.files:
            raise ToolError(f"there is no file {name!r}; list_files tells which there are")
        return self.files[name]

    def put(self, name: str, text: str) -> None:
        """Write a file. Raises `ToolError` for a name that is none, and for too much of anything."""
        if reason := refusal(name):
            raise ToolError(f"{name[:200]!r} is no name for a file: {reason}")
        if len(text) > MAX_FILE_CHARS or (name not in self.files and len(self.files) >= MAX_FILES):
            raise ToolError(f"a workspace holds at most {MAX_FILES} files of {MAX_FILE_CHARS} characters")
        self.files[name] = text


def _arguments(call: ToolCall) -> Mapping[str, str]:
    """The arguments as texts, all that the tool needs among them."""
    tool = next(tool for tool in (*TOOLS, RUN_PYTHON) if tool.name == call.name)
    try:
        given = json.loads(call.arguments)
    except (ValueError, RecursionError):
        raise ToolError("the arguments are no JSON") from None
    if not isinstance(given, dict):
        raise ToolError("the arguments are no JSON object")
    wanted: Mapping[str, Any] = tool.parameters["properties"]
    found = {name: given[name] for name in wanted if given.get(name) is not None}
    if lacking := [name for name in tool.parameters["required"] if name not in found]:
        raise ToolError(f"{', '.join(lacking)} is missing")
    if odd := [name for name, value in found.items() if not isinstance(value, str | int)]:
        raise ToolError(f"{', '.join(odd)} is no text")
    return {name: str(value).encode("utf-8", "replace").decode("utf-8") for name, value in found.items()}


async def _list_files(desk: Desk, _given: Mapping[str, str], _ask: Ask) -> str:
    return "\n".join(f"{name}\t{text.count(chr(10))} lines, {len(text)} characters" for name, text in sorted(desk.files.items()))


async def _read_file(desk: Desk, given: Mapping[str, str], _ask: Ask) -> str:
    text, start = desk.text_of(given["name"]), given.get("start_line", "1")
    if not start.isascii() or not start.isdigit():
        raise ToolError("start_line is no number")
    desk.read.add(given["name"])
    shown = "\n".join(text.split("\n")[max(0, int(start[:9]) - 1) :])
    if len(shown) <= SHOWN_CHARS:
        return shown
    cut = shown[:SHOWN_CHARS].rpartition("\n")[0] or shown[:SHOWN_CHARS]
    return f"{cut}\n[cut here: go on with start_line {int(start[:9]) + cut.count(chr(10)) + 1}]"


async def _write_file(desk: Desk, given: Mapping[str, str], _ask: Ask) -> str:
    desk.put(given["name"], given["content"])
    return "written"


async def _replace_in_file(desk: Desk, given: Mapping[str, str], _ask: Ask) -> str:
    name, search = given["name"], given["search"]
    text = desk.text_of(name)
    first = text.find(search) if search else -1
    if first < 0:
        raise ToolError(f"what is searched for is not in {name}")
    if text.find(search, first + 1) >= 0:
        raise ToolError(f"what is searched for is in {name} more than once; take in more around it")
    desk.put(name, text[:first] + given["replace"] + text[first + len(search) :])
    return "replaced"


async def _delete_file(desk: Desk, given: Mapping[str, str], _ask: Ask) -> str:
    desk.text_of(given["name"])
    del desk.files[given["name"]]
    return "deleted"


async def _run_python(desk: Desk, given: Mapping[str, str], ask: Ask) -> str:
    code = given["code"]
    if len(code) > MAX_CODE_CHARS:
        raise ToolError(f"the program is longer than {MAX_CODE_CHARS} characters")
    model = ProgramModel(f"{shlex.quote(bubblewrap.python() or '')} -", RUN_PYTHON.name, PYTHON_LIMIT_S, sandbox=True, bare=True)
    answer = await ask(Request((Message("user", code),), task=Task(dict(desk.files), code, ()), by=model))
    record = Record.of(answer.text)
    desk.files = dict(record.files)
    desk.notes += record.notes
    return "\n".join(part for part in (record.out, record.err, *(f"[{n.note}: {n.detail}]" for n in record.notes)) if part) or "no output"


async def _finish(desk: Desk, _given: Mapping[str, str], _ask: Ask) -> str:
    desk.finished = True
    return "finished"


def _tool(name: str, description: str, optional: tuple[str, ...] = (), /, **parameters: str) -> Tool:
    properties = {called: {"type": "string", "description": said} for called, said in parameters.items()}
    required = [called for called in parameters if called not in optional]
    return Tool(name, description, {"type": "object", "properties": properties, "required": required})


_NAME = "the name of a file"
TOOLS = (
    _tool("list_files", "The names and sizes of all files of the workspace."),
    _tool("read_file", "The text of a file.", ("start_line",), name=_NAME, start_line="the first line to show, from 1"),
    _tool("write_file", "Write a whole file, new or not.", name=_NAME, content="all of its text"),
    _tool(
        "replace_in_file",
        "Replace a passage of a file that stands in it exactly once.",
        name=_NAME,
        search="the passage, to the letter",
        replace="what comes in its place",
    ),
    _tool("delete_file", "Delete a file.", name=_NAME),
    _tool("finish", "Say that the instruction is carried out."),
)
RUN_PYTHON = _tool(
    "run_python",
    "Run a Python program in the folder of the workspace: standard library, no network, a minute at most. Gives back what it printed.",
    code="the program",
)
_WORK: dict[str, Callable[[Desk, Mapping[str, str], Ask], Awaitable[str]]] = {
    "list_files": _list_files,
    "read_file": _read_file,
    "write_file": _write_file,
    "replace_in_file": _replace_in_file,
    "delete_file": _delete_file,
    "run_python": _run_python,
    "finish": _finish,
}


@cache
def offered() -> tuple[Tool, ...]:
    """The tools there are on this machine: `run_python` only where it can be locked in."""
    return TOOLS if bubblewrap.python() is None else (*TOOLS[:-1], RUN_PYTHON, TOOLS[-1])
