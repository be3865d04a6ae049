"""Worker processes with a time limit: scoring and simulation never block the event loop, and never hang the run.

A job that outlasts the limit is killed with its process and is a fault of ours, never one of the model.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from delegate_audit.errors import AuditError, ScorerError

DEFAULT_LIMIT_S = 120.0
FAREWELL_S = 2.0
_PRELOAD = ["delegate_audit.scoring.hop", "delegate_audit.models.simulated.delegate"]


@dataclass
class _Worker:
    """One process and the pipe to it."""

    process: Any
    pipe: Connection


class WorkerPool:
    """`count` processes that run picklable functions one at a time each, for at most `limit_s` seconds a job."""

    def __init__(self, count: int | None = None, limit_s: float = DEFAULT_LIMIT_S) -> None:
        self.count = count or max(1, os.cpu_count() or 1)
        self.limit_s = limit_s
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="worker")
        self._workers: list[_Worker] = []
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(self.count):
            self._idle.put_nowait(None)

    async def run(self, function: Callable[..., Any], *arguments: object, limit_s: float | None = None) -> Any:
        """The function's value, within the pool's limit or `limit_s` seconds.

        Raises its `AuditError`s as they are, `ScorerError` for anything else that goes wrong.
        """
        limit_s = limit_s or self.limit_s
        worker = await self._idle.get()
        try:
            if worker is None:
                worker = self._start()
            loop = asyncio.get_running_loop()
            call = loop.run_in_executor(self._threads, self._call, worker, function, arguments, limit_s)
            try:
                ok, value = await asyncio.shield(call)
            except asyncio.CancelledError:
                call.add_done_callback(_let_go)
                self._stop(worker)
                worker = None
                raise
            except (EOFError, OSError, TimeoutError) as error:
                self._stop(worker)
                worker = None
                remedy = "audit resume goes on; --score-timeout sets the limit"
                raise ScorerError(f"a scoring process {_end(error, limit_s)}", remedy) from error
        finally:
            self._idle.put_nowait(worker)
        if ok:
            return value
        raise value if isinstance(value, AuditError) else ScorerError(f"a scoring process failed: {value}", "please report this")

    def _call(self, worker: _Worker, function: Callable[..., Any], arguments: tuple[object, ...], limit_s: float) -> tuple[bool, Any]:
        worker.pipe.send((function, arguments))
        if not worker.pipe.poll(limit_s):
            raise TimeoutError
        answer: tuple[bool, Any] = worker.pipe.recv()
        return answer

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _stop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)

    def close(self) -> None:
        """End all processes: those that wait at once, those that work are killed."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(FAREWELL_S)
            worker.process.kill()
            worker.process.join()
        self._workers.clear()
        self._threads.shutdown(wait=False)


def _let_go(call: asyncio.Future[tuple[bool, Any]]) -> None:
    """Take the outcome of a call that nobody waits for any more."""
    if not call.cancelled():
        call.exception()


def _end(error: BaseException, limit_s: float) -> str:
    return f"took longer than {limit_s:g} s" if isinstance(error, TimeoutError) else "died"


def _serve(pipe: Connection) -> None:
    """The life of a worker process: a job at a time until the pipe closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, function(*arguments))
        except AuditError as error:
            answer = (False, error)
        except Exception:  # noqa: BLE001 - the boundary of the process: the fault goes to the parent, whole
            answer = (False, traceback.format_exc(limit=-6))
        pipe.send(answer)
