"""What a model is to this program: messages in, an answer with usage, finish reason and latency out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol

from delegate_audit.core.workspace import Workspace
from delegate_audit.errors import AuditError


@dataclass(frozen=True)
class Tool:
    """A tool that a model may call: `parameters` is the JSON Schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class ToolCall:
    """A call of a tool, as the model wrote it: `arguments` is text that should be JSON."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class Message:
    """One message of a conversation; `calls` are those of an assistant, and a tool answers the call with the id `call`."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    calls: tuple[ToolCall, ...] = ()
    call: str = ""


@dataclass(frozen=True)
class Task:
    """A workspace, what is to be done with it, and which files (names or patterns) must be there then."""

    files: Workspace
    instruction: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """One call. `seed` is sent where the endpoint takes one; None values are left to the endpoint's defaults.

    `task` is what the messages say, for delegates that are programs. `by` is who is asked, where it is not the delegate's model: a
    tool whose work cannot be done twice with the same result, and has to be stored.
    """

    messages: tuple[Message, ...]
    seed: int | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    tools: tuple[Tool, ...] = ()
    task: Task | None = None
    by: Model | None = None


class Finish(StrEnum):
    """Why the answer ended."""

    STOP = "stop"
    TOOLS = "tool_calls"
    LENGTH = "length"
    FILTER = "content_filter"
    OTHER = "other"


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; `estimated` where the provider reported none."""

    prompt_tokens: int
    completion_tokens: int
    estimated: bool = False


@dataclass(frozen=True)
class Retry:
    """One attempt that failed before the answer came: what happened and how long was waited, in seconds."""

    reason: str
    waited_s: float


@dataclass(frozen=True)
class Answer:
    """What came back; with `calls`, where `finish` is `TOOLS`. `truth` is what a simulated delegate says it did on purpose."""

    text: str
    finish: Finish
    usage: Usage
    model: str
    latency_s: float = 0.0
    retries: tuple[Retry, ...] = ()
    simulated: bool = False
    truth: Mapping[str, Any] | None = field(default=None)
    calls: tuple[ToolCall, ...] = ()


class EndpointError(AuditError):
    """The endpoint failed after all retries, or refused for good: no fault of the model, the relay is suspended.

    `transient` says whether the same call may go through later; `status` is the HTTP status, if there was one.
    """

    def __init__(self, problem: str, remedy: str = "", *, transient: bool = False, status: int | None = None) -> None:
        super().__init__(problem, remedy)
        self.transient, self.status = transient, status


class Model(Protocol):
    """An endpoint's model, the simulated delegate, or a program."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def simulated(self) -> bool:
        """Whether it only plays a delegate."""
        ...

    async def answer(self, request: Request) -> Answer:
        """Answer one request. Raises `EndpointError` when retries are used up or cannot help."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
