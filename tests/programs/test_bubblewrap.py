"""The sandbox: a program that tries to get out, or to take everything, fails and harms nothing."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from delegate_audit.programs import bubblewrap
from delegate_audit.programs.bubblewrap import Limits, open_to, sandboxed
from delegate_audit.programs.running import run

pytestmark = pytest.mark.skipif(bool(bubblewrap.missing()) and not os.environ.get("CI"), reason=bubblewrap.missing())
LIMITS = Limits(memory=512 * 2**20, processes=40, file_size=2**20, cpu_s=5)


@pytest.fixture
def folder():
    """A folder that the sandbox can reach: pytest's own are closed to others."""
    with TemporaryDirectory() as name:
        yield Path(name)


async def tried(folder, code: str, *, limit_s: float = 10.0):
    python = bubblewrap.python()
    assert python, bubblewrap.missing()
    open_to(folder)
    argv = sandboxed([python, "-c", code], folder, limits=LIMITS)
    end = await run(argv, folder, said="", environment={"PATH": os.environ["PATH"], "SECRET": "key"}, limit_s=limit_s)
    assert "bwrap" not in end.err
    return end


async def test_the_workspace_is_there_and_can_be_changed(folder):
    (folder / "a.txt").write_text("one\n")
    end = await tried(folder, "text = open('a.txt').read(); open('b.txt', 'w').write(text * 2)")
    assert (end.exit_code, end.err) == (0, "")
    assert (folder / "b.txt").read_text() == "one\none\n"


@pytest.mark.parametrize(
    "code",
    [
        "open('/usr/lib/x', 'w')",
        "open('/etc/passwd').read()",
        "open('../x', 'w')",
        "open('/root/x', 'w')",
        "import os; os.listdir('/home')",
        "import os; os.listdir('/work/../root')",
        "import os; os.environ['SECRET']",
        "import os; os.kill(1, 9) if os.getpid() != 1 else None; os.setuid(0); open('/usr/x', 'w')",
        "import os; os.chroot('/')",
        "import os; os.symlink('/etc/shadow', 'link'); open('link').read()",
        "x = bytearray(2**30)",
        "open('big', 'wb').write(bytes(2**22))",
    ],
)
async def test_it_does_not_get_out(folder, code):
    end = await tried(folder, code)
    assert end.exit_code not in (0, None)
    assert "Error" in end.err


async def test_there_is_no_network(folder):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        end = await tried(folder, f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)")
    assert end.exit_code == 1


async def test_a_fork_bomb_runs_into_its_limit_and_leaves_nothing(folder):
    code = "import os\nwhile True:\n try: os.fork()\n except OSError: open('stopped', 'w').write('x'); import time; time.sleep(60)"
    start = time.monotonic()
    end = await tried(folder, code, limit_s=2.0)
    assert end.exit_code is None
    assert (folder / "stopped").exists()
    assert time.monotonic() - start < 8


async def test_endless_work_is_ended_by_its_own_clock(folder):
    end = await tried(folder, "while True: pass", limit_s=30)
    assert end.exit_code not in (0, None)
