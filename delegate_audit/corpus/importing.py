"""Imported environments as folders like our own: the same file gives the same folders, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from delegate_audit.corpus.delegate52 import Imported, MalformedError, parse_line
from delegate_audit.corpus.files import refuse_foreign, write_folder
from delegate_audit.corpus.loading import DEFINITION
from delegate_audit.corpus.toml import toml_table
from delegate_audit.domains import registry
from delegate_audit.errors import UsageError

MARK = "imported.txt"
"""Stands in every imported folder: what it was imported from. A folder without it is never written over."""


@dataclass(frozen=True)
class LineRead:
    """What became of one line: the environment's id, or why it was skipped; and what was left out of it."""

    number: int
    environment: str = ""
    skipped: str = ""
    remarks: tuple[str, ...] = ()


def import_lines(source: Path, out: Path) -> list[LineRead]:
    """Make environments of all lines of `source`, as `<out>/<category>/<domain>/<name>/`.

    Raises `UsageError` where the source cannot be read, or a folder of that name was not imported.
    """
    from hashlib import sha256

    try:
        raw = source.read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}", "check the path") from error
    mark = f"{source.name}\nsha256 {sha256(raw).hexdigest()}\n"
    read: list[LineRead] = []
    taken: set[str] = set()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            read.append(_one(number, line, out, mark, taken))
    return read


def _one(number: int, line: bytes, out: Path, mark: str, taken: set[str]) -> LineRead:
    try:
        found = parse_line(line)
    except MalformedError as fault:
        return LineRead(number, skipped=str(fault))
    name = f"{registry.names()[found.domain]}/{found.domain}/{found.name}"
    if name in taken:
        return LineRead(number, skipped=f"an earlier line has the sample {found.name}, too")
    taken.add(name)
    _write(out / name, found, f"{mark}line {number}\n")
    return LineRead(number, name, remarks=found.remarks)


def _write(folder: Path, found: Imported, mark: str) -> None:
    refuse_foreign(folder, MARK, "imported")
    files = {
        DEFINITION: _definition(found),
        MARK: mark,
        **{f"seed/{name}": text for name, text in found.seed.items()},
        **{f"distractors/{name}": text for name, text in found.distractors.items()},
    }
    write_folder(folder, files)


def _definition(found: Imported) -> str:
    head: dict[str, object] = {
        "title": found.title,
        "domain": found.domain,
        "about": f"{len(found.seed)} files and {len(found.tasks)} edits of DELEGATE-52; no exact edit is known for any of them.",
        "origin": found.origin,
        "licence": found.licence,
        "verbatim": True,
    }
    tasks: Iterator[dict[str, object]] = (
        {"id": task.id, "forward": task.forward, "backward": task.backward}
        | ({"returns_forward": list(task.returns)} if task.returns else {})
        for task in found.tasks
    )
    return "\n[[task]]\n".join(toml_table(table) for table in (head, *tasks))
