"""Chat completions as the server speaks them: strict about what comes in, in OpenAI's form with what goes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from delegate_audit.errors import AuditError
from delegate_audit.models.protocol import Answer, Message, Request, Tool, ToolCall

PIECE_CHARS = 512
_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant", "tool": "tool"}


class RefusedError(AuditError):
    """A request that the server refuses, as OpenAI would: HTTP status, sentence, code."""

    def __init__(self, status: int, message: str, code: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class ChatCall:
    """A well-formed call: which model is asked what, and how the answer is to be sent."""

    model: str
    request: Request
    stream: bool
    include_usage: bool


def read_call(body: bytes, models: tuple[str, ...]) -> ChatCall:
    """The call in `body`. Raises `RefusedError` with status 400 for a malformed one, 404 for a model that is not served."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise _malformed("the body is no JSON") from None
    if not isinstance(parsed, dict):
        raise _malformed("the body is no JSON object")
    messages = _messages(parsed.get("messages"))
    limit = "max_completion_tokens" if parsed.get("max_completion_tokens") is not None else "max_tokens"
    request = Request(
        messages,
        _integer(parsed, "seed", None),
        _temperature(parsed.get("temperature")),
        _integer(parsed, limit, 1),
        _tools(parsed.get("tools") or []),
    )
    if parsed.get("n") not in (None, 1):
        raise _malformed("n other than 1 is not served")
    stream, options = parsed.get("stream") or False, parsed.get("stream_options") or {}
    if not isinstance(stream, bool) or not isinstance(options, dict):
        raise _malformed("stream is no boolean, or stream_options no object")
    return ChatCall(_model(parsed.get("model"), models), request, stream, options.get("include_usage") is True)


def _malformed(message: str) -> RefusedError:
    return RefusedError(400, message, "invalid_request")


def _model(name: object, models: tuple[str, ...]) -> str:
    if not isinstance(name, str):
        raise _malformed("model is missing or no text")
    bare = name.removeprefix("sim:")
    if bare not in models:
        raise RefusedError(404, f"the model {name!r} does not exist; there are: {', '.join(models)}", "model_not_found")
    return bare


def _messages(messages: object) -> tuple[Message, ...]:
    if not isinstance(messages, list) or not messages:
        raise _malformed("messages is missing, empty or no list")
    return tuple(_message(message, f"messages[{n}]") for n, message in enumerate(messages))


def _message(message: object, place: str) -> Message:
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        raise _malformed(f"{place} is no object with a role")
    role = _ROLES.get(message["role"])
    if role is None:
        raise _malformed(f"{place}.role is none of {', '.join(_ROLES)}")
    calls, call = _calls(message.get("tool_calls") or [], place), message.get("tool_call_id") or ""
    content = "" if calls and message.get("content") is None else _content(message.get("content"), place)
    if not isinstance(call, str) or bool(call) != (role == "tool"):
        raise _malformed(f"{place}.tool_call_id is no text, or missing, or not of a tool")
    return Message(cast("Literal['system', 'user', 'assistant', 'tool']", role), content, calls, call)


def _calls(calls: object, place: str) -> tuple[ToolCall, ...]:
    try:
        return tuple(ToolCall(call["id"], call["function"]["name"], call["function"]["arguments"]) for call in cast("list[Any]", calls))
    except (TypeError, KeyError):
        raise _malformed(f"{place}.tool_calls is no list of function calls") from None


def _tools(tools: object) -> tuple[Tool, ...]:
    try:
        functions = [tool["function"] for tool in cast("list[Any]", tools)]
        return tuple(Tool(f["name"], f.get("description", ""), f.get("parameters", {})) for f in functions)
    except (TypeError, KeyError, AttributeError):
        raise _malformed("tools is no list of functions") from None


def _content(content: object, place: str) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise _malformed(f"{place}.content is neither a text nor a list of parts")
    texts = [part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None for part in content]
    if not all(isinstance(text, str) for text in texts):
        raise _malformed(f"{place}.content has a part that is no text")
    return "".join(cast("list[str]", texts))


def _integer(parsed: dict[str, Any], name: str, least: int | None) -> int | None:
    value = parsed.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
        raise _malformed(f"{name} is no integer" + ("" if least is None else f" from {least} on"))
    return value


def _temperature(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 2:
        raise _malformed("temperature is no number from 0 to 2")
    return float(value)


def error_body(message: str, kind: str, code: str) -> bytes:
    """An error in OpenAI's form."""
    return _json({"error": {"message": message, "type": kind, "param": None, "code": code}})


def model_list(models: tuple[str, ...]) -> bytes:
    """The answer to GET /v1/models."""
    return _json(
        {"object": "list", "data": [{"id": name, "object": "model", "created": 0, "owned_by": "delegate-audit"} for name in models]}
    )


def completion(answer: Answer, model: str, call_id: str, created: int) -> bytes:
    """The answer to a call that does not stream."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None if answer.calls else answer.text}
    if answer.calls:
        message["tool_calls"] = _stated(answer.calls)
    body = _head("chat.completion", model, call_id, created) | {
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish.value}],
        "usage": _usage(answer),
    }
    return _json(body | _simulated(answer))


def chunks(answer: Answer, call: ChatCall, call_id: str, created: int) -> Iterator[bytes]:
    """The events of a call that streams: the role, the text in pieces, the end with `simulated`, the usage if asked for, [DONE]."""
    head = _head("chat.completion.chunk", call.model, call_id, created)
    if call.include_usage:
        head["usage"] = None
    text = answer.text
    yield _event(head | _delta({"role": "assistant", "content": ""}, None))
    for start in range(0, len(text), PIECE_CHARS):
        yield _event(head | _delta({"content": text[start : start + PIECE_CHARS]}, None))
    if answer.calls:
        calls = [{"index": n, **call} for n, call in enumerate(_stated(answer.calls))]
        yield _event(head | _delta({"tool_calls": calls}, None))
    yield _event(head | _delta({}, answer.finish.value) | _simulated(answer))
    if call.include_usage:
        yield _event(head | {"choices": [], "usage": _usage(answer)})
    yield b"data: [DONE]\n\n"


def _head(kind: str, model: str, call_id: str, created: int) -> dict[str, Any]:
    return {"id": call_id, "object": kind, "created": created, "model": model}


def _stated(calls: tuple[ToolCall, ...]) -> list[dict[str, Any]]:
    return [{"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.arguments}} for c in calls]


def _delta(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def _usage(answer: Answer) -> dict[str, int]:
    prompt, completed = answer.usage.prompt_tokens, answer.usage.completion_tokens
    return {"prompt_tokens": prompt, "completion_tokens": completed, "total_tokens": prompt + completed}


def _simulated(answer: Answer) -> dict[str, Any]:
    return {} if answer.truth is None else {"simulated": dict(answer.truth)}


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + _json(body) + b"\n\n"


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode("ascii")
