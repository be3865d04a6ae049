"""Reads `--model`: which endpoint or simulated delegate is meant. Nothing is opened before it is known to be well formed."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import Model

if TYPE_CHECKING:
    from delegate_audit.models.endpoint import EndpointOptions
    from delegate_audit.models.limit import Limiters

DEFAULT_BASE_URL = "https://api.openai.com/v1"
_FORMS = "write openai:NAME (with --base-url for another endpoint than OpenAI's) or sim:PROFILE"


@dataclass(frozen=True)
class ModelSpec:
    """A model that was named. `base_url` has no slash at its end and is None for a simulated one."""

    provider: Literal["openai", "sim"]
    name: str
    base_url: str | None = None

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}"


def parse_model(text: str, base_url: str | None = None, environment: Mapping[str, str] = os.environ) -> ModelSpec:
    """The model that `text` names, at `base_url`, else at OPENAI_BASE_URL, else at OpenAI.

    Raises `UsageError` for any other provider, an empty name, or a URL that cannot be one.
    """
    provider, colon, name = text.strip().partition(":")
    if not colon or not name or name != name.strip() or not name.isprintable():
        raise UsageError(f"{text!r} names no model", _FORMS)
    if provider == "sim":
        return ModelSpec("sim", name)
    if provider != "openai":
        raise UsageError(f"there is no provider {provider!r}", _FORMS)
    return ModelSpec("openai", name, checked_url(base_url or environment.get("OPENAI_BASE_URL") or DEFAULT_BASE_URL))


def checked_url(url: str) -> str:
    """`url` without a slash at its end. Raises `UsageError` when it is no base URL of an endpoint; never repeats a password."""
    problem = _url_problem(url.strip())
    if problem:
        raise UsageError(f"the base URL {problem}", "give one like http://localhost:8000/v1")
    return url.strip().rstrip("/")


def _url_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "has a host or port that cannot be read"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password, which belong into the environment as AUDIT_API_KEY"
    if parts.scheme not in {"http", "https"}:
        return f"{url!r} begins with neither http:// nor https://"
    if not host or any(char.isspace() for char in url) or not url.isprintable():
        return f"{url!r} names no host"
    if parts.query or parts.fragment:
        return f"{url!r} has a query or fragment"
    if parts.path.rstrip("/").endswith("/chat/completions"):
        return f"{url!r} goes too far: /chat/completions is added to it"
    return None


def open_model(
    spec: ModelSpec,
    *,
    options: EndpointOptions | None = None,
    limiters: Limiters | None = None,
    rng: random.Random | None = None,
    environment: Mapping[str, str] = os.environ,
    run: Callable[..., Awaitable[Any]] = asyncio.to_thread,
) -> Model:
    """The model itself, ready to be asked; close it when done. The libraries it needs are imported here.

    Models opened with the same `limiters` share the concurrency and the pauses of their endpoint. `rng` draws the jitter
    between attempts; `run` is where a simulated delegate does its work. Raises `UsageError` for a key that cannot be
    sent, or an unknown profile.
    """
    if spec.provider == "sim":
        from delegate_audit.models.simulated.model import SimulatedModel

        return SimulatedModel(spec.name, run)
    from delegate_audit.models.endpoint import ChatEndpoint, EndpointOptions
    from delegate_audit.models.key import key_from
    from delegate_audit.models.limit import Limiters

    options = options or EndpointOptions()
    limiter = (limiters or Limiters(options.concurrency)).of(spec.base_url or DEFAULT_BASE_URL)
    return ChatEndpoint(spec, key=key_from(environment), options=options, limiter=limiter, rng=rng or random.Random())
