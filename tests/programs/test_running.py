"""Programs are seen to their end: output is bounded, time is limited, and nothing of them is left."""

from __future__ import annotations

import asyncio
import os
import sys
import time

import pytest

from delegate_audit.programs.running import OUTPUT_CHARS, run

ENVIRONMENT = {"PATH": os.environ["PATH"]}


async def ran(tmp_path, code: str, *, said: str = "", limit_s: float = 20.0):
    return await run([sys.executable, "-c", code], tmp_path, said=said, environment=ENVIRONMENT, limit_s=limit_s)


async def test_what_is_said_comes_in_and_what_it_says_comes_out(tmp_path):
    code = "import sys,os; print(sys.stdin.read()[::-1], os.getcwd()); print('odd', file=sys.stderr); sys.exit(3)"
    end = await ran(tmp_path, code, said="abc")
    assert (end.exit_code, end.out.strip(), end.err.strip()) == (3, f"cba {tmp_path}", "odd")


async def test_a_program_that_does_not_listen_is_no_trouble(tmp_path):
    assert (await ran(tmp_path, "pass", said="x" * 1_000_000)).exit_code == 0


async def test_only_the_end_of_endless_output_is_kept_and_time_runs_out(tmp_path):
    start = time.monotonic()
    end = await ran(tmp_path, "while True: print('y' * 1000)", limit_s=1.0)
    assert end.exit_code is None
    assert 0 < len(end.out) <= OUTPUT_CHARS
    assert time.monotonic() - start < 8


async def test_children_do_not_outlive_it(tmp_path):
    code = "import subprocess,sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3); open(\"late\", \"w\")'])"
    start = time.monotonic()
    assert (await ran(tmp_path, code)).exit_code == 0
    assert time.monotonic() - start < 3
    await asyncio.sleep(4)
    assert not (tmp_path / "late").exists()


async def test_what_cannot_be_started_says_so(tmp_path):
    with pytest.raises(OSError, match="no-such-program"):
        await run(["no-such-program"], tmp_path, said="", environment=ENVIRONMENT, limit_s=1)
