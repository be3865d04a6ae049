"""The sandbox: bubblewrap, with nothing writable but the workspace, and limits on memory, processes and the size of files.

The kernel does not count the processes of root, so a root starts the sandbox as nobody. What a sandboxed program may read of the
machine is its system folders, no home and no temporary files of others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

NOBODY = 65534
WORK, HOME = "/work", "/tmp"  # noqa: S108 (inside the sandbox, a new one each time)
"""Where the workspace is in the sandbox, and what is thrown away with it."""

_SYSTEM = ("/usr", "/etc/alternatives", "/etc/ld.so.cache", "/etc/ssl", "/etc/ca-certificates", "/opt")
_NETWORK = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf")
_LINKED = ("/bin", "/sbin", "/lib", "/lib64", "/lib32")
_NEEDED = ("bwrap", "prlimit", "setpriv")


@dataclass(frozen=True)
class Limits:
    """What one program may use: bytes of memory for each process, processes, bytes in a file, seconds of CPU."""

    memory: int = 2 * 2**30
    processes: int = 128
    file_size: int = 256 * 2**20
    cpu_s: int = 600


def sandboxed(
    argv: Sequence[str], folder: Path, *, environment: Mapping[str, str] | None = None, network: bool = False, limits: Limits = Limits()
) -> list[str]:
    """The command that runs `argv` in the sandbox with the folder as the only place to write to, called `/work` in there."""
    command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"] if os.geteuid() == 0 else []
    command += ["bwrap", "--unshare-all", *(["--share-net"] if network else []), "--die-with-parent", "--new-session", "--clearenv"]
    for place in (*_SYSTEM, *(_NETWORK if network else ())):
        command += ["--ro-bind-try", place, place]
    for place in map(Path, _LINKED):
        command += ["--symlink", str(place.readlink()), str(place)] if place.is_symlink() else ["--ro-bind-try", str(place), str(place)]
    command += ["--proc", "/proc", "--dev", "/dev", "--size", str(limits.file_size), "--tmpfs", HOME]
    command += ["--bind", str(folder), WORK, "--remount-ro", "/", "--chdir", WORK]
    for name, value in {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8", **(environment or {})}.items():
        command += ["--setenv", name, value]
    bounds = {"as": limits.memory, "nproc": limits.processes, "fsize": limits.file_size, "cpu": limits.cpu_s, "core": 0}
    return [*command, "--", "prlimit", *(f"--{name}={value}" for name, value in bounds.items()), "--", *argv]


def open_to(folder: Path) -> None:
    """Give the folder and all in it to whom the sandbox runs as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


@cache
def missing() -> str:
    """Why there is no sandbox on this machine; empty where there is one. Tried once."""
    lacking = [name for name in _NEEDED if shutil.which(name) is None]
    if lacking:
        return f"{', '.join(lacking)} cannot be found; install bubblewrap and util-linux"
    tried = _tried(["true"])
    return "" if tried is None else f"bubblewrap does not work here: {tried}"


@cache
def python() -> str | None:
    """A Python that the sandbox can run; None where it has none."""
    found = (sys.executable, *(f"/usr/bin/{name}" for name in (f"python3.{sys.version_info.minor}", "python3")))
    return None if missing() else next((path for path in found if _tried([path, "-c", "import json"]) is None), None)


def _tried(argv: list[str]) -> str | None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        open_to(folder)
        try:
            done = subprocess.run(sandboxed(argv, folder), capture_output=True, timeout=20, check=False, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1][:300]
