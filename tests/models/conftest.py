"""Real servers on free ports: one that says what a test writes for it, one that is the product's own."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from delegate_audit.models.endpoint import ChatEndpoint, EndpointOptions
from delegate_audit.models.key import Secret
from delegate_audit.models.limit import Limiter
from delegate_audit.models.protocol import Message, Request
from delegate_audit.models.retry import RetryPolicy
from delegate_audit.models.spec import ModelSpec

KEY = "sk-test-abcdefghijklmnop"
ASK = Request((Message("system", "You edit documents."), Message("user", "Sort the cues.")), seed=7)
QUICK = RetryPolicy(attempts=4, first_wait_s=0.001, longest_wait_s=1.0, total_wait_s=5.0)

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


def completion_body(text: object = "Done.", **more: object) -> dict[str, object]:
    """A well-formed answer, with fields replaced."""
    usage = {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14}
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "m-1", "choices": [choice], "usage": usage} | more


def http(body: object = None, status: int = 200, headers: dict[str, str] | None = None) -> bytes:
    """A whole HTTP answer; a body that is not bytes is sent as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(raw)}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + raw


@dataclass
class Scripted:
    """A server that answers each call with the next of its answers, and goes on with the last."""

    answers: list[bytes | Script]
    base_url: str = ""
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await self._request(reader):
                answer = self.answers[min(len(self.heads), len(self.answers)) - 1]
                assert head
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(writer)
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> str:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length")), 0)
        self.heads.append(head)
        self.bodies.append(await reader.readexactly(length))
        self.times.append(asyncio.get_running_loop().time())
        return head


@asynccontextmanager
async def scripted(*answers: bytes | Script) -> AsyncIterator[Scripted]:
    server = Scripted(list(answers))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.base_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listening.close()


@asynccontextmanager
async def endpoint(
    base_url: str, *, key: str | None = KEY, retry: RetryPolicy = QUICK, model: str = "m", **options: object
) -> AsyncIterator[ChatEndpoint]:
    """The client, with quick retries; closed at the end."""
    settings = EndpointOptions(retry=retry, **options)  # type: ignore[arg-type]
    limiter = Limiter(settings.concurrency)
    client = ChatEndpoint(
        ModelSpec("openai", model, base_url), key=Secret(key) if key else None, options=settings, limiter=limiter, rng=random.Random(1)
    )
    try:
        yield client
    finally:
        await client.close()


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@dataclass(frozen=True)
class Talk:
    """What the tests of client and server need, in one fixture."""

    key: str = KEY
    ask: Request = ASK
    quick: RetryPolicy = QUICK
    scripted = staticmethod(scripted)
    endpoint = staticmethod(endpoint)
    http = staticmethod(http)
    body = staticmethod(completion_body)


@pytest.fixture
def talk() -> Talk:
    return Talk()
