"""A function of somebody's own as a model: `(files, instruction, **info) -> files`, sync or async, in this process."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from delegate_audit.core.workspace import refusal
from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import Answer, EndpointError, Finish, Request, Usage
from delegate_audit.models.record import Record
from delegate_audit.models.tokens import estimate, estimate_prompt

_FORM = "write python:package.module:function"


def found(path: str) -> Callable[..., Any]:
    """The function that `package.module:function` names; the working folder is searched too. Raises `UsageError`."""
    module, colon, name = path.partition(":")
    if not colon or not module or not name:
        raise UsageError(f"{path!r} names no function", _FORM)
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        function: Any = import_module(module)
        for part in name.split("."):
            function = getattr(function, part)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"{path!r} cannot be imported: {error}", _FORM) from error
    if not callable(function):
        raise UsageError(f"{path!r} is no function", _FORM)
    return function  # type: ignore[no-any-return]


@dataclass(frozen=True)
class FunctionModel:
    """A `Model` that is a function. What it raises suspends the relay: a fault of the function is none of the model that it may ask."""

    path: str
    label: str = ""
    limit_s: float = 600.0
    simulated: bool = False

    @property
    def name(self) -> str:
        """What it is called in a store."""
        return self.label or self.path

    async def answer(self, request: Request) -> Answer:
        """One call of the function; see `Model`. It gets copies, and `expected`, `seed` and `model` by name."""
        task = request.task
        assert task is not None
        info = {"expected": task.expected, "seed": request.seed, "model": self.label}
        try:
            async with asyncio.timeout(self.limit_s):
                files = await _called(found(self.path), dict(task.files), task.instruction, info)
        except TimeoutError:
            raise EndpointError(f"{self.path} took longer than {self.limit_s:g} s", "raise --timeout", transient=True) from None
        except Exception as error:
            raise EndpointError(f"{self.path} raised {type(error).__name__}: {error}"[:500], "mend the function") from error
        text = Record(_checked(files, self.path)).text()
        return Answer(text, Finish.STOP, Usage(estimate_prompt(request.messages), estimate(text), estimated=True), self.name)

    async def close(self) -> None:
        """There is nothing to give back."""


async def _called(function: Callable[..., Any], files: dict[str, str], instruction: str, info: Mapping[str, Any]) -> Any:
    if inspect.iscoroutinefunction(function):
        return await function(files, instruction, **info)
    given = await asyncio.to_thread(function, files, instruction, **info)
    return await given if inspect.isawaitable(given) else given


def _checked(files: Any, path: str) -> dict[str, str]:
    """The files, if they are any. A name that could leave a workspace is the function's fault, as it is in this process."""
    if not isinstance(files, Mapping) or not all(isinstance(text, str) for pair in files.items() for text in pair):
        raise EndpointError(f"{path} returned no mapping of names to texts", "return the files of the workspace")
    if bad := next((name for name in files if refusal(name)), None):
        raise EndpointError(f"{path} returned the name {bad!r}: {refusal(bad)}", "return plain names")
    return dict(files)
