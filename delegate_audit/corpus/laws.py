"""The laws of edit tasks: nothing is lost, something is done, and no distractor has a say in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.workspace import Workspace, freeze, refusal
from delegate_audit.corpus.environment import Environment
from delegate_audit.corpus.problem import Problem
from delegate_audit.corpus.task import Task
from delegate_audit.domains.contract import Domain
from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.selection import fits

_BLANK = re.compile(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|…|\.\.\.|[NX]{2,}|YYYY|MM|DD")
_WORD = re.compile(r"[^\s,;:()\"'“”‘’`]+")


def task_problems(environment: Environment) -> Iterator[Problem]:
    """Everything that is wrong with any task."""
    domain = environment.reader
    lossless: list[Task] = []
    for task in environment.tasks:
        found = list(_of_task(task, environment, domain))
        yield from found
        if not any(problem.rule in {"transform", "lossless"} for problem in found):
            lossless.append(task)
    yield from _pair_problems(lossless, environment.seed)


def _pair_problems(tasks: list[Task], seed: Workspace) -> Iterator[Problem]:
    """Whether one task after another, in either order, still gives the seed.

    Each of `tasks` gives the very seed back, so what follows on it starts from the seed again: one walk through all of
    them and one in reverse show that none depends on what ran before.
    """
    for order in (tasks, tasks[::-1]):
        files, before = seed, ""
        for task in order:
            files = _round_trip(task, files)
            if detail := _lost(seed, files):
                yield Problem("lossless", f"task {task.id} after {before or 'none'}", detail)
                break
            before = task.id


def _of_task(task: Task, environment: Environment, domain: Domain) -> Iterator[Problem]:
    where, seed = f"task {task.id}", environment.seed
    try:
        given = task.ideal("forward", seed)
        back = task.ideal("backward", given)
    except (TransformError, UsageError) as fault:
        yield Problem("transform", where, str(fault))
        return
    yield from (Problem("assignment", where, detail) for detail in task.transform.problems(seed, domain))
    if detail := _lost(seed, back):
        yield Problem("lossless", where, detail)
    yield from _kind_problems(task, domain)
    yield from _idle_problems(where, seed, given)
    yield from _name_problems(where, environment, given)
    yield from _leak_problems(task, environment, given, back)
    yield from _return_problems(task, given, back)
    yield from _wording_problems(task, environment, given)
    yield from (Problem("readable", where, f"after the edit, {detail}") for detail in unread(given, domain))


def _round_trip(task: Task, files: Workspace) -> Workspace:
    return task.ideal("backward", task.ideal("forward", files))


def _lost(seed: Workspace, back: Workspace) -> str:
    """The first difference between a seed and what came back, in words; empty where there is none."""
    for name in sorted({*seed, *back}):
        if name not in back:
            return f"{name} does not come back"
        if name not in seed:
            return f"{name} is left behind"
        if seed[name] != back[name]:
            return f"{name} {first_difference(seed[name], back[name])}"
    return ""


def first_difference(before: str, after: str) -> str:
    """Where two texts part: the line, before and after."""
    ours, theirs = before.split("\n"), after.split("\n")
    line = next((k for k, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    left, right = (lines[line][:120] if line < len(lines) else "(end of file)" for lines in (ours, theirs))
    return f"differs in line {line + 1}: {left!r} became {right!r}"


def unread(files: Workspace, domain: Domain) -> Iterator[str]:
    """What the domain cannot read in its own files."""
    for name, text in files.items():
        if domain.claims(name):
            for top in domain.read(text, name):
                for element in top.walk():
                    if element.kind in {UNREADABLE, REJECTED}:
                        what = element.fields.get("text") or element.fields.get("reason")
                        yield f"{name} line {element.line} is {element.kind}: {str(what)[:100]}"


def _kind_problems(task: Task, domain: Domain) -> Iterator[Problem]:
    kind = getattr(task.transform, "kind", None)
    if isinstance(kind, str) and domain.kind(kind) is None:
        known = ", ".join(kind.name for kind in domain.kinds)
        yield Problem("transform", f"task {task.id}", f"{domain.name} has no kind {kind!r}; its kinds: {known}")


def _idle_problems(where: str, seed: Workspace, given: Workspace) -> Iterator[Problem]:
    if dict(given) == dict(seed):
        yield Problem("not idle", where, "the edit changes nothing")
    elif all(given.get(name, "").startswith(text.rstrip("\n")) and name in given for name, text in seed.items()):
        yield Problem("not idle", where, "the edit only adds text behind what is there, or files beside it")


def _name_problems(where: str, environment: Environment, given: Workspace) -> Iterator[Problem]:
    for name in given:
        if reason := refusal(name):
            yield Problem("file names", where, f"{name!r}: {reason}")
        if name in environment.distractors:
            yield Problem("file names", where, f"the edit makes {name}, which is a distractor")


def _leak_problems(task: Task, environment: Environment, given: Workspace, back: Workspace) -> Iterator[Problem]:
    extra = environment.distractors
    for direction, start, alone in (("forward", environment.seed, given), ("backward", given, back)):
        try:
            among = task.ideal(direction, freeze({**extra, **start}))  # type: ignore[arg-type]
        except TransformError as fault:
            yield Problem("unleaked", f"task {task.id}", f"{direction} fails among the distractors: {fault}")
            continue
        if dict(among) != {**extra, **alone}:
            names = sorted(n for n in {*among, *extra, *alone} if among.get(n) != {**extra, **alone}.get(n))
            yield Problem("unleaked", f"task {task.id}", f"{direction} gives other files among the distractors: {', '.join(names[:5])}")


def _return_problems(task: Task, given: Workspace, back: Workspace) -> Iterator[Problem]:
    for field, declared, files in (("returns_forward", task.returns_forward, given), ("returns_backward", task.returns_backward, back)):
        for name in declared:
            if not any(fits(file, [name]) for file in files):
                yield Problem("returns", f"task {task.id}", f"{field}: no file {name} comes back; there are {', '.join(files)}")
        for file in files if declared else ():
            if not fits(file, declared):
                yield Problem("returns", f"task {task.id}", f"{field} does not name {file}")


def _wording_problems(task: Task, environment: Environment, given: Workspace) -> Iterator[Problem]:
    where = f"task {task.id}"
    made = sorted(set(given) - set(environment.seed))
    for name in made:
        siblings = [other for pattern in task.transform.makes() if fits(name, [pattern]) for other in made if fits(other, [pattern])]
        if not any(names_file(task.forward, other) for other in {name, *siblings}):
            yield Problem("wording", where, f"forward does not name the file {name} or a pattern of it")
    for name in environment.distractors:
        if any(name in words for words in (task.forward, task.backward)):
            yield Problem("wording", where, f"an instruction names the distractor {name}")


def names_file(wording: str, name: str) -> bool:
    """Whether an instruction names a file, or a pattern of it such as `stop_<name>.srt` or `stop_*.srt`."""
    if name in wording:
        return True
    patterns = (_BLANK.sub("*", word).strip(".") for word in _WORD.findall(_SPACED.sub(lambda found: found[0].replace(" ", "_"), wording)))
    return any("." in pattern and "*" in pattern and pattern.strip("*.") and fnmatchcase(name, pattern) for pattern in patterns)


_SPACED = re.compile(r"<[^<>]*>|\{[^{}]*\}")
