"""Checking an environment: everything that is wrong with it, not the first thing."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from delegate_audit.core.workspace import refusal
from delegate_audit.corpus.environment import Environment
from delegate_audit.corpus.laws import first_difference, task_problems, unread
from delegate_audit.corpus.loading import load
from delegate_audit.corpus.problem import Problem
from delegate_audit.errors import AuditError

SEED_TOKENS = (2_000, 5_000)
DISTRACTOR_TOKENS = (3_000, 10_000)
DISTRACTOR_FILES = (2, 4)
MIN_TASKS, MIN_TRANSFORMS, MIN_OPERATIONS, MIN_JUDGEMENT = 6, 4, 5, 2


def check(environment: Environment) -> list[Problem]:
    """All problems of an environment; an empty list says that it is fit to be shipped."""
    return [
        *_provenance(environment),
        *_sizes(environment),
        *_variety(environment),
        *seed_problems(environment),
        *task_problems(environment),
    ]


def _provenance(environment: Environment) -> Iterator[Problem]:
    for name in ("title", "about", "origin", "licence"):
        if not getattr(environment, name).strip():
            yield Problem("provenance", "environment.toml", f"field {name} is empty")
    folder = environment.path
    if folder is not None and folder.parent.name != environment.domain and folder.parent.parent.name == environment.category:
        yield Problem("provenance", "environment.toml", f"the folder lies under {folder.parent.name}, its domain is {environment.domain}")


def _sizes(environment: Environment) -> Iterator[Problem]:
    counted = (
        ("seed", "tokens (an estimate)", environment.tokens, SEED_TOKENS),
        ("distractors", "tokens (an estimate)", environment.distractor_tokens, DISTRACTOR_TOKENS),
        ("distractors", "files", len(environment.distractors), DISTRACTOR_FILES),
    )
    for where, unit, count, (low, high) in counted:
        if not low <= count <= high:
            yield Problem("size", where, f"{count} {unit}, where {low} to {high} are wanted")


def _variety(environment: Environment) -> Iterator[Problem]:
    tasks = environment.tasks
    uses = {str(task.spec.get("use")) for task in tasks}
    operations = {operation for task in tasks for operation in task.operations}
    counted = (
        ("tasks", len(tasks), MIN_TASKS),
        ("different transforms", len(uses), MIN_TRANSFORMS),
        ("different operations", len(operations), MIN_OPERATIONS),
        ("tasks of judgement", sum(task.judgement for task in tasks), MIN_JUDGEMENT),
    )
    for what, count, least in counted:
        if count < least:
            yield Problem("variety", "environment.toml", f"{count} {what}, where {least} are wanted")
    for task in tasks:
        if not task.operations:
            yield Problem("variety", f"task {task.id}", "it names no operation")
    for name, count in Counter(task.id for task in tasks).items():
        if count > 1:
            yield Problem("unique ids", f"task {name}", f"{count} tasks have this id")


def seed_problems(environment: Environment) -> Iterator[Problem]:
    """Everything that is wrong with the documents themselves."""
    domain, seed = environment.reader, environment.seed
    claimed = [name for name in seed if domain.claims(name)]
    if not claimed:
        yield Problem("seed", "seed", f"no file is one of {domain.title} ({', '.join(domain.files)})")
    for name in claimed:
        again = domain.write(domain.read(seed[name], name))
        if again != seed[name]:
            yield Problem("canonical", f"seed/{name}", first_difference(seed[name], again))
    for detail in unread(seed, domain):
        yield Problem("readable", "seed", detail)
    for folder, files in (("seed", seed), ("distractors", environment.distractors)):
        for name in files:
            if reason := refusal(name):
                yield Problem("file names", f"{folder}/{name}", reason)
            if folder == "distractors" and name in seed:
                yield Problem("file names", f"{folder}/{name}", "the seed has a file of this name")
    yield from (Problem("consistency", "seed", detail) for detail in _inconsistencies(environment))


def _inconsistencies(environment: Environment) -> list[str]:
    """What the domain's own consistency check says, where there is one."""
    module = f"delegate_audit.corpus.consistency.{environment.domain}"
    return list(import_module(module).check(environment.seed)) if find_spec(module) else []


def main(folders: list[str]) -> int:
    """Print all problems of the environments in these folders; 0 where there is none, 1 where there are some, 2 on wrong use."""
    status = 0
    for folder in folders:
        try:
            environment = load(folder)
            problems = check(environment)
        except AuditError as fault:
            sys.stdout.write(f"{folder}: {fault}\n")
            status = max(status, fault.exit_code)
            continue
        size = f"{environment.tokens} tokens, distractors {environment.distractor_tokens}, {len(environment.tasks)} tasks"
        sys.stdout.write(f"{environment.id}  {size}: {len(problems)} problems\n" + "".join(f"  {problem}\n" for problem in problems))
        status = max(status, int(bool(problems)))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
