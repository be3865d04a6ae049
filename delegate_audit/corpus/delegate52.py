"""DELEGATE-52's public data as environments: one JSON object a line, its edits asked for in words alone.

Schema: `sample_id`, `sample_type` (the domain), `sample_name`; `states` of `state_id`, `context` (file names or patterns),
`solution_folder` and `prompts` (`prompt_id`, `target_state`, `prompt`); `metadata` with `start_state`, origin and licence;
`files`, path to text, each path in a state's folder or in `distractor_context/`. Every line is untrusted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from delegate_audit.core.workspace import Workspace, freeze, refusal
from delegate_audit.domains import registry
from delegate_audit.transforms.registry import described

DISTRACTORS = "distractor_context"
BINARY = "base64:"
MAX_LINE_BYTES = 64 * 2**20
_NO_NAME = re.compile(r"[^a-z0-9]+")


class MalformedError(Exception):
    """A line that no environment can be made of; its message says why."""


def _listed(value: object) -> object:
    return ((value,) if value else ()) if isinstance(value, str) else value


Patterns = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Prompt(_Part):
    """One instruction and the state it leads to."""

    prompt_id: str = ""
    target_state: str
    prompt: Annotated[str, Field(min_length=1)]


class State(_Part):
    """A document state: which files it has, and what can be asked for in it."""

    state_id: str
    context: Patterns = ()
    solution_folder: str | None = None
    prompts: tuple[Prompt, ...] = ()


class Sample(_Part):
    """One line."""

    sample_id: Annotated[str, Field(min_length=1)]
    sample_type: str
    sample_name: str = ""
    states: Annotated[tuple[State, ...], Field(min_length=1)]
    metadata: dict[str, Any] = Field(default_factory=dict)
    files: Annotated[dict[str, str], Field(min_length=1)]


@dataclass(frozen=True)
class ImportedTask:
    """An edit in words, there and back, and the names or patterns of the files that must come back of the way there."""

    id: str
    forward: str
    backward: str
    returns: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """One environment of DELEGATE-52; `remarks` are what was left out of it, and why."""

    name: str
    domain: str
    title: str
    origin: str
    licence: str
    seed: Workspace
    distractors: Workspace
    tasks: tuple[ImportedTask, ...]
    remarks: tuple[str, ...]


def parse_line(raw: bytes) -> Imported:
    """The environment that a line describes. Raises `MalformedError`."""
    if len(raw) > MAX_LINE_BYTES:
        raise MalformedError(f"longer than {MAX_LINE_BYTES // 2**20} MB")
    try:
        sample = Sample.model_validate(json.loads(raw.decode("utf-8")))
        json.dumps(sample.model_dump(), ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise MalformedError("its text is not Unicode") from None
    except ValidationError as fault:
        raise MalformedError(described(fault)) from None
    except (ValueError, RecursionError):
        raise MalformedError("no JSON") from None
    return _imported(sample)


def _imported(sample: Sample) -> Imported:
    if sample.sample_type not in registry.names():
        raise MalformedError(f"there is no domain {sample.sample_type!r}")
    name = _NO_NAME.sub("_", sample.sample_id.lower()).strip("_")
    if not name:
        raise MalformedError(f"sample_id {sample.sample_id!r} holds no letter")
    start = _start(sample)
    remarks: list[str] = []
    seed = _below((start.solution_folder or start.state_id).strip("/"), sample, remarks)
    if not seed:
        raise MalformedError(f"the state {start.state_id} has no file")
    tasks = tuple(_tasks(sample, start, remarks))
    if not tasks:
        raise MalformedError(f"no edit leads from {start.state_id} to another state and back")
    return Imported(
        name=name,
        domain=sample.sample_type,
        title=" ".join(sample.sample_name.split()) or sample.sample_id,
        origin=f"DELEGATE-52, sample {sample.sample_id}; {_said(sample, 'context_origin_url', 'origin') or 'origin not stated'}",
        licence=_said(sample, "context_license", "license", "licence") or "not stated",
        seed=seed,
        distractors=_below(DISTRACTORS, sample, remarks),
        tasks=tasks,
        remarks=tuple(remarks),
    )


def _start(sample: Sample) -> State:
    wanted = sample.metadata.get("start_state", sample.states[0].state_id)
    for state in sample.states:
        if state.state_id == wanted:
            return state
    raise MalformedError(f"there is no start state {wanted!r}")


def _below(folder: str, sample: Sample, remarks: list[str]) -> Workspace:
    """The files of a folder by their names within it; those that no workspace may hold are left out and said."""
    found: dict[str, str] = {}
    for path, text in sample.files.items():
        name = path.removeprefix("./").removeprefix(f"{folder}/")
        if name == path.removeprefix("./"):
            continue
        reason = refusal(name)
        if not reason and any(other != name and f"{other}/".startswith(f"{name}/") for other in found):
            reason = "another file lies in a folder of its name"
        if not reason and any(name.startswith(f"{other}/") for other in found):
            reason = "its folder has the name of another file"
        if not reason and text.startswith(BINARY) and folder == DISTRACTORS:
            reason = "not text"
        if reason:
            remarks.append(f"{path!r} left out: {reason}")
        else:
            found[name] = text
    return freeze(found)


def _tasks(sample: Sample, start: State, remarks: list[str]) -> Iterator[ImportedTask]:
    """Every prompt of the start state that another state's prompt leads back from."""
    states = {state.state_id: state for state in sample.states}
    taken: set[str] = set()
    for prompt in start.prompts:
        target = states.get(prompt.target_state)
        back = next((p for p in target.prompts if p.target_state == start.state_id), None) if target else None
        if target is None or back is None or target is start:
            remarks.append(f"prompt {prompt.prompt_id or prompt.target_state!r} left out: nothing leads back from {prompt.target_state!r}")
            continue
        yield ImportedTask(_task_id(target.state_id, taken), prompt.prompt, back.prompt, _returned(target))


def _task_id(state: str, taken: set[str]) -> str:
    name = _NO_NAME.sub("_", state.lower()).strip("_") or "edit"
    name = name if name[0].isalpha() else f"edit_{name}"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free)
    return free


def _returned(state: State) -> tuple[str, ...]:
    folder = (state.solution_folder or state.state_id).strip("/")
    names = (pattern.removeprefix("./").removeprefix(f"{folder}/") for pattern in state.context)
    return tuple(dict.fromkeys(name for name in names if name and not refusal(name.replace("*", "x").replace("?", "x"))))


def _said(sample: Sample, *names: str) -> str:
    return next((" ".join(str(sample.metadata[name]).split()) for name in names if sample.metadata.get(name)), "")
