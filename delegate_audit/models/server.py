"""The simulated delegate as an OpenAI-compatible endpoint on this machine, which misbehaves if it is told to.

It is what the client, resumed runs and other people's tools are tried against: no key, no network, no cost. `GET /stats`
tells what was asked and answered, so that a test can prove that nothing paid for was asked for twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import json
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from delegate_audit.errors import AuditError, UsageError
from delegate_audit.models.misbehaviour import Draw, Fates, Fault, Misbehaviour, spoiled
from delegate_audit.models.protocol import Answer, Request
from delegate_audit.models.wire import ChatCall, RefusedError, chunks, completion, error_body, model_list, read_call

if TYPE_CHECKING:
    from aiohttp import web

Simulate = Callable[[str, Request], Answer]
"""Model name and request to answer: synchronous, outside the event loop, and the same each time. Its `truth` is published."""

MOST_BODY_BYTES = 64 * 1024 * 1024
SHUTDOWN_S = 0.5
THREADS = 4
_JSON = "application/json"


class _Server:
    """The routes and what they count."""

    def __init__(self, simulate: Simulate, models: tuple[str, ...], misbehaviour: Misbehaviour, executor: Executor) -> None:
        self._simulate, self._models, self._executor = simulate, models, executor
        self._rules, self._fates = misbehaviour, Fates(misbehaviour)
        self._requests = 0
        self._answered: Counter[str] = Counter()
        self._faults: Counter[Fault] = Counter()

    def application(self) -> web.Application:
        from aiohttp import web

        application = web.Application(client_max_size=MOST_BODY_BYTES)
        application.router.add_post("/v1/chat/completions", self._completions)
        application.router.add_get("/v1/models", self._list)
        application.router.add_get("/stats", self._stats)
        return application

    async def _list(self, _request: web.Request) -> web.StreamResponse:
        return _reply(200, model_list(self._models))

    async def _stats(self, _request: web.Request) -> web.StreamResponse:
        counts = {"requests": self._requests, "answered": self._answered, "faults": {f.value: n for f, n in self._faults.items()}}
        return _reply(200, json.dumps(counts).encode())

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self._requests += 1
        try:
            call = read_call(body, self._models)
            digest = hashlib.sha256(body).hexdigest()
            draw = self._fates.draw(digest)
            if draw.transport is not None:
                self._faults[draw.transport] += 1
            if draw.transport in {Fault.RATE_LIMIT, Fault.SERVER_ERROR}:
                return self._failed(draw.transport)
            if draw.transport is Fault.SLOW_FIRST_BYTE:
                await asyncio.sleep(self._rules.slow_s)
            answer = await asyncio.get_running_loop().run_in_executor(self._executor, self._simulate, call.model, call.request)
        except RefusedError as error:
            return _reply(error.status, error_body(error.problem, "invalid_request_error", error.code))
        except AuditError as error:
            return _reply(400, error_body(str(error), "invalid_request_error", "not_simulated"))
        return await self._send(request, call, digest, draw, spoiled(answer, draw))

    def _failed(self, fault: Fault) -> web.StreamResponse:
        if fault is Fault.RATE_LIMIT:
            asked = {"Retry-After": f"{self._rules.retry_after_s:g}"}
            return _reply(429, error_body("too many requests, on purpose", "requests", "rate_limit_exceeded"), asked)
        return _reply(500, error_body("an error, on purpose", "server_error", "server_error"))

    async def _send(self, request: web.Request, call: ChatCall, digest: str, draw: Draw, answer: Answer) -> web.StreamResponse:
        """Send the answer, whole or not; only a whole one counts as answered."""
        from aiohttp import web

        call_id, created = f"chatcmpl-{digest[:24]}", int(time.time())
        parts = list(chunks(answer, call, call_id, created)) if call.stream else [completion(answer, call.model, call_id, created)]
        length = sum(map(len, parts))
        if draw.transport in {Fault.DROP, Fault.INVALID_JSON}:
            parts = _half(parts)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream" if call.stream else _JSON})
        if not call.stream:
            response.content_length = sum(map(len, parts)) if draw.transport is not Fault.DROP else length
        await response.prepare(request)
        for part in parts:
            await response.write(part)
        if draw.transport is Fault.DROP:
            if request.transport is not None:
                request.transport.close()
            return response
        await response.write_eof()
        if draw.transport is not Fault.INVALID_JSON:
            self._answered[digest] += 1
        if draw.answer is not None:
            self._faults[draw.answer] += 1
        return response


def _half(parts: list[bytes]) -> list[bytes]:
    """The first half of a body, so cut that no JSON ends where it ends."""
    whole = b"".join(parts)
    return [whole[: len(whole) // 2].rstrip(b"\n}")]


def _reply(status: int, body: bytes, headers: dict[str, str] | None = None) -> web.Response:
    from aiohttp import web

    return web.Response(status=status, body=body, content_type=_JSON, headers=headers)


@asynccontextmanager
async def running(
    simulate: Simulate,
    models: tuple[str, ...],
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    misbehaviour: Misbehaviour | None = None,
    processes: int = 0,
) -> AsyncIterator[str]:
    """The server, for as long as the block lasts; gives its base URL, ending in /v1. Port 0 takes any free one.

    `simulate` runs in threads, or in so many `processes`; then it must be picklable. Raises `UsageError` when it cannot listen.
    """
    from aiohttp import web

    executor = ProcessPoolExecutor(processes, get_context("spawn")) if processes else ThreadPoolExecutor(THREADS)
    server = _Server(simulate, models, misbehaviour or Misbehaviour(), executor)
    runner = web.AppRunner(server.application(), access_log=None, handler_cancellation=True, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    try:
        await _listen(web.TCPSite(runner, host, port), host, port)
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}/v1"
    finally:
        await runner.cleanup()
        executor.shutdown(wait=False, cancel_futures=True)


async def _listen(site: web.TCPSite, host: str, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"port {port} of {host} is in use", "choose another port, or 0 for any free one") from None
        raise UsageError(f"cannot listen on port {port} of {host} ({error.strerror})", "choose another port or host") from None
    except OverflowError:
        raise UsageError(f"there is no port {port}", "choose one from 0 to 65535, 0 for any free one") from None


def serve(
    simulate: Simulate,
    models: tuple[str, ...],
    *,
    port: int,
    host: str = "127.0.0.1",
    misbehaviour: Misbehaviour | None = None,
    processes: int = 0,
    on_ready: Callable[[str], None] = lambda _base_url: None,
) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` is told the base URL once calls are taken. Otherwise as `running`."""

    async def until_told() -> None:
        told = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, told.set)
        async with running(simulate, models, port=port, host=host, misbehaviour=misbehaviour, processes=processes) as base_url:
            on_ready(base_url)
            await told.wait()

    asyncio.run(until_told())
