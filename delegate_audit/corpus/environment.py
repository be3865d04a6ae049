"""An environment: a seed workspace, its edit tasks, and files on the topic that no task needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from glob import escape
from pathlib import Path

from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.task import Task
from delegate_audit.corpus.tokens import estimate_tokens, is_dense
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.errors import UsageError


@dataclass(frozen=True)
class Environment:
    """One environment; `id` is `<category>/<domain>/<name>`, `digest` stands for all of its content."""

    id: str
    title: str
    about: str
    origin: str
    licence: str
    domain: str
    seed: Workspace = field(repr=False)
    distractors: Workspace = field(repr=False)
    tasks: tuple[Task, ...] = field(repr=False)
    digest: str
    path: Path | None = field(default=None, compare=False)

    @property
    def category(self) -> str:
        """The category of its domain."""
        return self.id.split("/")[0]

    @property
    def name(self) -> str:
        """The last part of its id."""
        return self.id.rsplit("/", 1)[-1]

    @cached_property
    def reader(self) -> Domain:
        """The domain that reads its documents, also where it claims none of them by name, as in imported environments."""
        domain = registry.get(self.domain)
        if any(domain.claims(name) for name in self.seed):
            return domain
        return replace(domain, files=(*domain.files, *(escape(name.rsplit("/", 1)[-1]) for name in self.seed)))

    @property
    def tokens(self) -> int:
        """About how many tokens the seed has; an estimate."""
        return workspace_tokens(self.seed)

    @property
    def distractor_tokens(self) -> int:
        """About how many tokens the distractors have; an estimate."""
        return workspace_tokens(self.distractors)

    def task(self, task_id: str) -> Task:
        """The task of that id. Raises `UsageError` for an unknown one, naming the known ones."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise UsageError(f"{self.id} has no task {task_id!r}", f"choose one of: {', '.join(task.id for task in self.tasks)}")


def workspace_tokens(files: Workspace) -> int:
    """About how many tokens all files have together; an estimate."""
    return sum(estimate_tokens(text, is_dense(text)) for text in files.values())
