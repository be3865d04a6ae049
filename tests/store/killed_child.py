"""What the kill tests run and kill: it writes as an audit does, and says on standard output what was acknowledged."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from delegate_audit.store.rows import CallRow, DelegateRow, EnvironmentRow, HopRow, RelayRow, RunRow
from delegate_audit.store.store import Store, digest

RELAYS = 16


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


async def relay(store: Store, name: str) -> None:
    for hop in range(1, 100_000):
        prompt, answer = f"{name} {hop} prompt " * 40, f"{name} {hop} answer " * 40
        call = CallRow(name, hop, 1, digest(prompt), digest(answer), "stop", "sim", 1, 1, True, None, True, None, "{}")
        await asyncio.wrap_future(store.submit([call], [prompt, answer]))
        say(f"call {name} {hop}")
        row = HopRow(name, hop, "task", "forward", False, "ok", "{}", "[]")
        await asyncio.wrap_future(store.submit([row], [f"{name} {hop} file"]))
        say(f"hop {name} {hop}")


async def write(path: Path, run: str) -> None:
    with Store.open(path, create=True) as store:
        subjects = [
            RunRow(run, "kill", "{}", 1, "0", True, ""),
            DelegateRow("d", "d", "w", "m", "{}", True),
            EnvironmentRow("e", "", "", "", "", 1, "{}", "{}"),
        ]
        names = [f"{run}/{n}" for n in range(RELAYS)]
        await asyncio.wrap_future(store.submit([*subjects, *(RelayRow(name, run, "d", "e", n, 1, 1) for n, name in enumerate(names))]))
        await asyncio.gather(*(relay(store, name) for name in names))


def begin(folder: Path) -> None:
    for n in range(100_000):
        path = folder / f"{n}.db"
        say(f"begin {path.name}")
        with Store.open(path, create=True) as store:
            store.submit([], ["a text"]).result()
        say(f"begun {path.name}")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        asyncio.run(write(Path(sys.argv[2]), sys.argv[3]))
    else:
        begin(Path(sys.argv[2]))
