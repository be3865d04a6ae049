"""Chat completions as they go over the wire: a request into bytes, and the bytes of an untrusted server into an answer.

What breaks the format is the endpoint's fault and worth another attempt: no JSON, no choices, a wrong type. What keeps
the format is the model's answer, however poor: an empty text, a refusal, a text cut off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from delegate_audit.models.key import excerpt
from delegate_audit.models.protocol import Answer, Finish, Message, Request, ToolCall, Usage
from delegate_audit.models.retry import AttemptError
from delegate_audit.models.tokens import estimate, estimate_prompt

MOST_TOKENS = 10**9
DEEPEST_TRUTH = 32
MOST_CALLS = 100
"""In one answer; what comes after them is not looked at."""

_FINISHES = {
    "stop": Finish.STOP,
    "end_turn": Finish.STOP,
    "stop_sequence": Finish.STOP,
    "eos": Finish.STOP,
    "length": Finish.LENGTH,
    "max_tokens": Finish.LENGTH,
    "content_filter": Finish.FILTER,
    "safety": Finish.FILTER,
    "refusal": Finish.FILTER,
}


def encoded(model: str, request: Request) -> bytes:
    """The body of the call. Equal requests give equal bytes."""
    body: dict[str, Any] = {"model": model, "messages": [_stated(message) for message in request.messages]}
    if request.tools:
        body["tools"] = [{"type": "function", "function": {**vars(tool), "parameters": dict(tool.parameters)}} for tool in request.tools]
    for name in ("seed", "temperature", "max_tokens"):
        if (value := getattr(request, name)) is not None:
            body[name] = value
    return json.dumps(body).encode("ascii")


def _stated(message: Message) -> dict[str, Any]:
    stated: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.calls:
        calls = ({"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.arguments}} for c in message.calls)
        stated["tool_calls"] = list(calls)
    return {**stated, "tool_call_id": message.call} if message.call else stated


def decoded(body: bytes, request: Request, model: str, key: str | None = None) -> Answer:
    """The answer in a body of HTTP status 2xx; `model` is the name to use where the body gives none.

    Raises `AttemptError` (transient) for everything that is no chat completion.
    """
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise _malformed("the body is no JSON" if body.strip() else "the body is empty") from None
    if not isinstance(parsed, dict):
        raise _malformed("the body is no JSON object")
    choice = _first_choice(parsed, key)
    finish = _finish(choice.get("finish_reason"))
    calls = _calls(choice.get("message")) if request.tools and finish not in {Finish.LENGTH, Finish.FILTER} else ()
    finish = Finish.TOOLS if calls else finish
    text = _representable(_text(choice.get("message"), finish))
    truth = parsed.get("simulated")
    if not isinstance(truth, dict) or not _shallow(truth, DEEPEST_TRUTH):
        truth = None
    named = parsed.get("model")
    return Answer(
        text=text,
        finish=finish,
        usage=_usage(parsed.get("usage"), request, text + "".join(call.arguments for call in calls)),
        model=excerpt(named, key) or model if isinstance(named, str) else model,
        simulated=truth is not None,
        truth=truth,
        calls=calls,
    )


def _malformed(what: str) -> AttemptError:
    return AttemptError(f"the endpoint's answer is malformed: {what}", "check that the base URL leads to chat completions", transient=True)


def _first_choice(parsed: dict[str, Any], key: str | None) -> dict[str, Any]:
    choices = parsed.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    error = parsed.get("error")
    said = error.get("message") if isinstance(error, dict) else error
    raise _malformed("there are no choices" + (f", but: {excerpt(said, key)}" if isinstance(said, str) else ""))


def _finish(reason: object) -> Finish:
    if reason is None:
        return Finish.OTHER
    if not isinstance(reason, str):
        raise _malformed("finish_reason is no text")
    if reason == "error":
        raise _malformed("the answer was broken off by an error")
    return _FINISHES.get(reason.lower(), Finish.OTHER)


def _calls(message: object) -> tuple[ToolCall, ...]:
    """The calls of tools in a message. Some servers send the arguments as an object, and no id."""
    given = message.get("tool_calls") if isinstance(message, dict) else None
    if not isinstance(given, list):
        return ()
    found = []
    for n, call in enumerate(given[:MOST_CALLS], 1):
        function = call.get("function") if isinstance(call, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(function, dict) or not isinstance(name, str):
            raise _malformed("a tool call names no function")
        arguments = function.get("arguments") or "{}"
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        found.append(ToolCall(str(call.get("id") or f"call_{n}")[:100], _representable(name[:100]), _representable(text)))
    return tuple(found)


def _text(message: object, finish: Finish) -> str:
    """The text of a message. `content` may be null where the answer is a refusal or was given an end: then it is empty."""
    if isinstance(message, dict) and finish is Finish.TOOLS and message.get("content") is None:
        return ""
    if not isinstance(message, dict) or "content" not in message:
        raise _malformed("there is no message with a content")
    content = message["content"]
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(_part(part) for part in content)
    if content is None:
        refusal = message.get("refusal")
        if isinstance(refusal, str):
            return refusal
        if finish is not Finish.OTHER:
            return ""
    raise _malformed("the content is no text")


def _part(part: object) -> str:
    """The text of one part of a content; parts of other types (thoughts, images) are no part of the answer."""
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        raise _malformed("a part of the content has no type")
    if part["type"] not in {"text", "output_text", "refusal"}:
        return ""
    text = part.get("refusal" if part["type"] == "refusal" else "text")
    if not isinstance(text, str):
        raise _malformed("a part of the content has no text")
    return text


def _representable(text: str) -> str:
    """`text` with each lone surrogate, which no file can hold, as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


@dataclass(frozen=True)
class _Count:
    tokens: int
    estimated: bool


def _usage(usage: object, request: Request, text: str) -> Usage:
    """The provider's count, and an estimate for what it leaves out or cannot mean: a count below 1 for a text that is there."""
    reported = usage if isinstance(usage, dict) else {}
    prompt, completion = _count(reported.get("prompt_tokens"), 1), _count(reported.get("completion_tokens"), 1 if text else 0)
    prompt = prompt or _Count(estimate_prompt(request.messages), True)
    completion = completion or _Count(estimate(text), True)
    return Usage(prompt.tokens, completion.tokens, prompt.estimated or completion.estimated)


def _count(value: object, least: int) -> _Count | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= MOST_TOKENS or value != int(value):
        return None
    return _Count(int(value), False)


def _shallow(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    return levels > 0 and all(_shallow(part, levels - 1) for part in (value.values() if isinstance(value, dict) else value))
