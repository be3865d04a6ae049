"""How an environment looks on the terminal: as a person would want to read it before trusting a figure that came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from delegate_audit.cli.screen import listing
from delegate_audit.corpus.character import character
from delegate_audit.corpus.environment import workspace_tokens
from delegate_audit.domains.reading import read_document

if TYPE_CHECKING:
    from delegate_audit.core.workspace import Workspace
    from delegate_audit.corpus import Environment, Task

READING_COLUMNS = 110
STATS = ("environment", "tokens", "elements", "natural", "numbers", "words", "repeats", "marks")


@dataclass(frozen=True)
class Stats:
    """Size and character of a seed; `shares` are the five characteristics in the order of `STATS`, 0..1 each."""

    name: str
    tokens: int
    elements: int
    shares: tuple[float, ...]


def stats_of(environment: Environment) -> Stats:
    """The figures of a seed, all of its files taken as one text."""
    elements = sum(sum(_counted(name, text, environment).values()) for name, text in environment.seed.items())
    return Stats(environment.name, environment.tokens, elements, astuple(character("\n".join(environment.seed.values()))))


def printed(environment: Environment, *, seed: bool = False) -> RenderableType:
    """The whole environment; with `seed` its documents too."""
    parts: list[RenderableType] = [
        Text(environment.title, "bold"),
        Text(environment.id, "dim"),
        Text(environment.about),
        Text(f"{environment.origin}, {environment.licence}", "dim"),
        _heading(f"Seed, about {environment.tokens:,} tokens"),
        _files(environment.seed, environment),
        _heading(f"{len(environment.tasks)} edit tasks"),
    ]
    for task in environment.tasks:
        parts.extend(_task(task))
    parts.append(_heading(f"Distractors, about {environment.distractor_tokens:,} tokens"))
    parts.append(_files(environment.distractors, environment))
    for name, text in environment.seed.items() if seed else ():
        parts.extend((_heading(name), Text(text)))
    return Group(*parts)


def _task(task: Task) -> list[RenderableType]:
    uses = str(task.spec.get("use", "")) or "no exact edit"
    kind = "several answers are right" if task.judgement else "one answer is right"
    return [
        Text.assemble((task.id, "bold"), (f"  {uses} · {', '.join(task.operations)} · {kind}", "dim")),
        Padding(_reading(("there", task.forward), ("back", task.backward)), (0, 0, 1, 2), expand=False),
    ]


def _files(files: Workspace, environment: Environment) -> Table:
    table = listing("file", "tokens", "lines", "elements")
    for name, text in files.items():
        counts = ", ".join(f"{count} {kind}" for kind, count in _counted(name, text, environment).most_common())
        table.add_row(name, f"{workspace_tokens({name: text}):,}", f"{len(text.splitlines()):,}", counts)
    return table


def _counted(name: str, text: str, environment: Environment) -> Counter[str]:
    """How many elements of each kind a file has."""
    document = read_document(name, text, environment.reader)
    return Counter(element.kind for top in document.elements for element in top.walk())


def _heading(text: str) -> Text:
    return Text(f"\n{text}", "bold")


def _reading(*paragraphs: tuple[str, str]) -> Table:
    """Running text with what stands before it, no wider than is read with ease."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim")
    grid.add_column(max_width=READING_COLUMNS)
    for label, text in paragraphs:
        grid.add_row(label, Text(text))
    return grid
