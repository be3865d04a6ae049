"""The live view of a run: hops done, current drift, tokens and cost, a line for each delegate."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from delegate_audit.relay.chain import HopDone
from delegate_audit.relay.run import Prepared

PLAIN_INTERVAL_S = 10.0


class LiveView:
    """Looks on while a run is driven: a live table on a terminal, a line every ten seconds anywhere else."""

    def __init__(self, prepared: Prepared, quiet: bool = False) -> None:
        self._console = Console(stderr=True, quiet=quiet)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[drift]}"),
            TextColumn("{task.fields[tokens]}"),
            TextColumn("{task.fields[cost]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._scores: dict[str, dict[str, float]] = defaultdict(dict)
        self._tokens: dict[str, int] = defaultdict(int)
        self._cost: dict[str, float | None] = defaultdict(float)
        self._total, self._done, self._said = prepared.hops, 0, time.monotonic()
        self._plain = not self._console.is_terminal and not quiet
        for plan in prepared.plans:
            self._add(plan.delegate, plan.hops, simulated=plan.delegate.partition("/")[2].startswith("sim:"))

    def _add(self, delegate: str, hops: int, *, simulated: bool) -> None:
        if delegate in self._tasks:
            task = self._progress.tasks[self._tasks[delegate]]
            self._progress.update(self._tasks[delegate], total=(task.total or 0) + hops)
            return
        name = delegate.partition("/")[2] + (" [dim]simulated[/dim]" if simulated else "")
        self._tasks[delegate] = self._progress.add_task(name, total=hops, drift="", tokens="", cost="")

    def __enter__(self) -> LiveView:
        """Start showing."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Stop showing, leaving the last state on the screen."""
        self._progress.stop()

    def hop_done(self, done: HopDone) -> None:
        """One more hop is in the store."""
        self._done += 1
        self._tokens[done.delegate] += done.tokens
        cost = self._cost[done.delegate]
        self._cost[done.delegate] = None if cost is None or done.cost is None else cost + done.cost
        if done.score is not None:
            self._scores[done.delegate][done.relay] = done.score
        scores = list(self._scores[done.delegate].values())
        drift = f"drift {100 * (1 - sum(scores) / len(scores)):.1f} %" if scores else ""
        known = self._cost[done.delegate]
        cost_text = f"${known:.2f}" if known is not None else "cost unknown"
        if "[dim]simulated" in self._progress.tasks[self._tasks[done.delegate]].description:
            cost_text = ""
        self._progress.update(
            self._tasks[done.delegate], advance=1, drift=drift, tokens=f"{self._tokens[done.delegate] / 1000:,.0f}k tokens", cost=cost_text
        )
        if self._plain and time.monotonic() - self._said > PLAIN_INTERVAL_S:
            self._said = time.monotonic()
            sys.stderr.write(f"{self._done} of {self._total} hops done\n")

    def relay_ended(self, relay: str, status: str, reason: str) -> None:
        """A relay is done or suspended; a suspended one is named at once, with its reason."""
        if status == "suspended":
            self._console.print(f"[yellow]suspended[/yellow] {relay}: {reason}", highlight=False, markup=True)
