"""Choosing what a transform works on: the files, and names for elements that both directions agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

from delegate_audit.core.kind import Kind
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Transform, TransformError
from delegate_audit.transforms.draft import Branch, Draft

T = TypeVar("T")


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file name is one of the names, or matches one of the patterns."""
    return any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns)


def is_pattern(name: str) -> bool:
    """Whether `name` stands for more than one file."""
    return any(char in name for char in "*?[")


def target_names(transform: Transform, files: Workspace, domain: Domain) -> list[str]:
    """The files to work on, sorted. Raises `TransformError` where there is none."""
    if transform.file:
        found = [name for name in files if fits(name, transform.file)]
    else:
        found = [name for name in files if domain.claims(name) and not fits(name, transform.makes())]
    if not found:
        wanted = " or ".join(transform.file or domain.files)
        raise TransformError(f"the workspace has no file {wanted}")
    return sorted(found)


def spoken_targets(transform: Transform, files: Workspace, domain: Domain) -> str:
    """The files to work on, as an instruction names them."""
    *before, last = target_names(transform, files, domain)
    return f"{', '.join(before)} and {last}" if before else last


def drafts(transform: Transform, files: Workspace, domain: Domain) -> list[Draft]:
    """The files to work on, opened."""
    return [Draft(name, files[name], domain) for name in target_names(transform, files, domain)]


def single(transform: Transform, files: Workspace, domain: Domain) -> str:
    """The one file to work on. Raises `TransformError` where there are several."""
    names = target_names(transform, files, domain)
    if len(names) > 1:
        raise TransformError(f"there are several files to work on: {', '.join(names[:5])}", "name one with `file`")
    return names[0]


def identities(draft: Draft, kind: Kind, without: Collection[str] = ()) -> dict[Branch, str]:
    """A name for every branch of the kind, unlike all others.

    Its key fields as shown, `#2`, `#3` … behind a repeated one; without a key its 1-based number among all of the kind.
    Fields in `without` take no part, for they are about to change.
    """
    keys = [name for name in kind.key if name not in without]
    names: dict[Branch, str] = {}
    last: dict[str, int] = {}
    used: set[str] = set()
    for number, branch in enumerate(draft.all(kind.name), 1):
        text = " ".join(" ".join(kind.type_of(key).show(branch.fields.get(key)) for key in keys).split())
        base = text or str(number)
        k, name = last.get(base, 0) + 1, base
        while name in used or k > 1:
            name = f"{base}#{k}" if k > 1 else base
            if name not in used:
                break
            k += 1
        last[base] = k
        used.add(name)
        names[branch] = name
    return names


def labels(draft: Draft, kind: Kind, several: bool, without: Collection[str] = ()) -> dict[Branch, str]:
    """Identities as sidecars write them: with the file's name and a colon before them where there are several files."""
    start = f"{draft.name}:" if several else ""
    return {branch: start + name for branch, name in identities(draft, kind, without).items()}


def look_up(rows: Mapping[str, T], draft: Draft, name: str) -> T | None:
    """What a sidecar says about an element, whether or not it gives the file's name."""
    found = rows.get(f"{draft.name}:{name}")
    return rows.get(name) if found is None else found
