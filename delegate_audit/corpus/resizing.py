"""Environments made larger or smaller, to see what size does: the same tasks on more or fewer units of the same sort.

Units come and go as the domain's `Growth` says; every task is checked against every law at the new size, and one that does
not keep them there is left out, which is said.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from delegate_audit.corpus.check import seed_problems
from delegate_audit.corpus.environment import Environment
from delegate_audit.corpus.files import refuse_foreign, write_folder
from delegate_audit.corpus.growth.contract import Growth
from delegate_audit.corpus.laws import task_problems
from delegate_audit.corpus.loading import DEFINITION, load
from delegate_audit.corpus.sized import Sized, SizedSeed
from delegate_audit.corpus.toml import toml_table
from delegate_audit.domains import registry
from delegate_audit.errors import UsageError

MARK = "resized.txt"
"""Stands in every resized folder: of what, and how. A folder without it is never written over."""

WORDING = ("forward", "backward")


@dataclass(frozen=True)
class Resized:
    """A resized environment in its folder, how many units it has now, and what was left out."""

    environment: Environment
    units: int
    remarks: tuple[str, ...]


def growing() -> list[str]:
    """The domains whose documents can be resized."""
    return [name for name in registry.names() if find_spec(f"{__package__}.growth.{name}")]


def resize(environment: Environment, tokens: int, seed: int, out: Path) -> Resized:
    """Write the environment with a seed of about so many tokens to `<out>/<category>/<domain>/<name>_<tokens>/`.

    Raises `UsageError` where the domain does not say how its documents grow, where the size cannot be had, and where the
    folder is there and was not resized.
    """
    if environment.domain not in growing():
        raise UsageError(f"nobody says how a document of {environment.domain} grows", f"choose one of: {', '.join(growing())}")
    folder = out / environment.category / environment.domain / f"{environment.name}_{tokens}"
    refuse_foreign(folder, MARK, "resized")
    growth: Growth = import_module(f"{__package__}.growth.{environment.domain}").GROWTH
    document = SizedSeed(environment, growth, seed)
    found = document.of_size(tokens)
    texts = _texts(environment, document, found, tokens, seed)
    with TemporaryDirectory() as place:
        draft = Path(place) / folder.relative_to(out)
        write_folder(draft, {**texts, DEFINITION: _definition(environment, document, found, tokens)})
        resized = load(draft)
        if wrong := list(seed_problems(resized)):
            raise UsageError(f"at this size the document is not consistent: {wrong[0]}", "choose another --seed or --tokens")
        failing = {problem.where: str(problem) for problem in task_problems(resized)}
        kept = {task.id for task in resized.tasks if not any(task.id in where.split() for where in failing)}
        if not kept:
            raise UsageError("no task keeps every law at this size", f"choose another size; {next(iter(failing.values()))}")
    write_folder(folder, {**texts, DEFINITION: _definition(environment, document, found, tokens, kept)})
    left_out = tuple(f"left out: {reason}" for reason in failing.values())
    return Resized(load(folder), found.units, left_out)


def _texts(environment: Environment, document: SizedSeed, found: Sized, tokens: int, seed: int) -> dict[str, str]:
    """Every file of the folder but the definition."""
    assignments = document.assignments(found)
    texts = {f"seed/{name}": text for name, text in {**environment.seed, **found.texts}.items()}
    texts |= {f"distractors/{name}": text for name, text in environment.distractors.items()}
    for task in environment.tasks:
        file = task.spec.get("assign")
        if isinstance(file, str):
            texts[file] = toml_table({"groups": assignments[task.id]}) if task.id in assignments else task.resources[file]
    return {**texts, MARK: f"{environment.id}\ndigest {environment.digest}\ntokens {tokens}\nseed {seed}\n"}


def _definition(environment: Environment, document: SizedSeed, found: Sized, tokens: int, kept: set[str] | None = None) -> str:
    """The definition at this size, with all tasks or those that are `kept`."""
    assert environment.path is not None
    tables = tomllib.loads((environment.path / DEFINITION).read_text("utf-8"))
    tasks = [task for task in tables.pop("task") if kept is None or task["id"] in kept]
    tables["title"] = f"{tables['title']}, at about {tokens:,} tokens"
    return "\n[[task]]\n".join(toml_table(table) for table in (tables, *(_recounted(task, document, found) for task in tasks)))


def _recounted(task: dict[str, object], document: SizedSeed, found: Sized) -> dict[str, object]:
    """The task with the number of units in its wording as it is now."""
    before = re.compile(rf"\b{len(document.units)}\b(?= {document.growth.unit})")
    worded = {name: before.sub(str(found.units), text) for name, text in task.items() if name in WORDING and isinstance(text, str)}
    return {**task, **worded}
