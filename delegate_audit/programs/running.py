"""Starting a program and seeing it to its end: limited in time and output, and nothing of it left when it is over."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OUTPUT_CHARS = 20_000
"""Of each of the two outputs, its end; the rest is read and thrown away."""

_GRACE_S = 1.0
_LONGEST_PAUSE_S = 0.05


@dataclass(frozen=True)
class Ran:
    """How a program ended: its exit code (None where it was stopped by the time limit), and the end of what it said."""

    exit_code: int | None
    out: str
    err: str


async def run(argv: Sequence[str], folder: Path, *, said: str, environment: Mapping[str, str], limit_s: float) -> Ran:
    """Run a program in a folder with `said` on its standard input. Raises `OSError` where it cannot be started.

    It runs in a process group of its own, which is killed when the program has ended, when its time is up, and when the caller is
    cancelled.
    """
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        *argv, cwd=folder, env=dict(environment), stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
    )
    assert program.stdout
    assert program.stderr
    ends = [asyncio.ensure_future(_end_of(stream)) for stream in (program.stdout, program.stderr)]
    speaking = asyncio.ensure_future(_say(program, said))
    try:
        code = await _exit_code(program, limit_s)
    finally:
        _kill(program.pid)
        speaking.cancel()
    await asyncio.wait(ends, timeout=_GRACE_S)
    out, err = (_text(end.result()) if end.done() and not end.cancelled() else "" for end in ends)
    for end in ends:
        end.cancel()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(program.wait(), _GRACE_S)
    return Ran(code, out, err)


async def _exit_code(program: asyncio.subprocess.Process, limit_s: float) -> int | None:
    """The exit code, None when time is up. `Process.wait` would wait for the program's children too, who may hold its pipes open."""
    began, pause = time.monotonic(), 0.002
    while program.returncode is None and time.monotonic() - began < limit_s:
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)
    return program.returncode


async def _say(program: asyncio.subprocess.Process, said: str) -> None:
    assert program.stdin
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        program.stdin.write(said.encode("utf-8", "replace"))
        await program.stdin.drain()
        program.stdin.close()


async def _end_of(stream: asyncio.StreamReader) -> bytes:
    kept = b""
    while piece := await stream.read(65_536):
        kept = (kept + piece)[-OUTPUT_CHARS:]
    return kept


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
