"""Injecting faults into the exact answer of a task: elements first, then files, then the answer as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import domain_for, read_document
from delegate_audit.models.simulated.faults import CATALOGUE, Fault, Path, at, targets
from delegate_audit.models.simulated.profiles import Profile

MAX_FAULTS_PER_FILE = 40
_BREAKERS = "}])>\"'{[(<;:|,"


@dataclass(frozen=True)
class Injected:
    """The files after all faults, and the record of what was done to them."""

    files: Workspace
    faults: tuple[Fault, ...]


def inject(files: Workspace, domain: Domain, profile: Profile, rng: Random) -> Injected:
    """Strike files and elements at the profile's rates. The same generator gives the same faults."""
    changed = dict(files)
    faults: list[Fault] = []
    for name in sorted(files):
        text, struck = _strike_elements(name, files[name], domain, profile, rng)
        for per_file in (_drop_tail, _break_syntax, _reformat):
            if not struck and rng.random() < profile.per_hop.get(per_file.__name__.lstrip("_"), 0.0) / len(files):
                result = per_file(name, text, domain, rng)
                if result is not None:
                    text, struck = result
        changed[name] = text
        faults.extend(struck)
    if len(changed) > 1 and rng.random() < profile.per_hop.get("forget_file", 0.0):
        forgotten = rng.choice(sorted(changed))
        faults = [fault for fault in faults if fault.file != forgotten]
        faults.append(Fault("forget_file", forgotten, 1, "file", before=forgotten))
        del changed[forgotten]
    return Injected(changed, tuple(faults))


def _strike_elements(name: str, text: str, domain: Domain, profile: Profile, rng: Random) -> tuple[str, list[Fault]]:
    """Strike single elements, each at most once and none below another that was struck."""
    exact = read_document(name, text, domain)
    chosen = [
        (path, fault) for path in targets(exact) for fault, rate in profile.per_element.items() if rng.random() < rate
    ][:MAX_FAULTS_PER_FILE]  # fmt: skip
    if not chosen:
        return text, []
    write = domain_for(name, domain).write
    current, faults, struck = exact, [], list[Path]()
    for path, fault in sorted(chosen, key=lambda pair: pair[0], reverse=True):
        if _too_near(path, struck):
            continue
        result = CATALOGUE[fault](current, path, rng)
        if result is None or not _comes_through(result.elements, current, name, write, domain):
            continue
        struck.append(path)
        faults.append(result.fault)
        current = Document(name, text, result.elements, exact.kinds, exact.insignificant)
    return (write(current.elements), faults[::-1]) if faults else (text, [])


def _too_near(path: Path, struck: list[Path]) -> bool:
    """Whether a fault at `path` would touch an element that another fault touched, or one beside, above or below it."""
    return any(_beside(path, other) for other in struck)


def _beside(path: Path, other: Path) -> bool:
    level = min(len(path), len(other)) - 1
    return path[:level] == other[:level] and abs(path[level] - other[level]) <= 1


def _comes_through(elements: tuple, before: Document, name: str, write: Callable[[tuple], str], domain: Domain) -> bool:  # type: ignore[type-arg]
    """Whether the writer can express the changed elements and the change is still there when they are read again."""
    again = read_document(name, write(elements), domain).elements
    return again == elements and again != before.elements


def _drop_tail(name: str, text: str, domain: Domain, rng: Random) -> tuple[str, list[Fault]] | None:
    """The last part of a file is gone, cut between two top-level elements or, where there is one alone, between its children."""
    document = read_document(name, text, domain)
    path: Path = () if len(document.elements) > 3 else (len(document.elements) - 1,)
    siblings = document.elements if not path else (at(document, path).children if document.elements else ())
    if len(siblings) < 4:
        return None
    kept = rng.randint(len(siblings) // 2, len(siblings) - 1)
    first = siblings[kept]
    elements = siblings[:kept] if not path else (*document.elements[:-1], document.elements[-1].containing(siblings[:kept]))
    written = domain_for(name, domain).write(elements)
    if read_document(name, written, domain).elements != elements:
        return None
    return written, [Fault("drop_tail", name, first.line, first.kind, before=f"{len(siblings) - kept} of {len(siblings)}")]


def _break_syntax(name: str, text: str, domain: Domain, rng: Random) -> tuple[str, list[Fault]] | None:
    """One character is lost, so that the format's own parser rejects the file or part of it."""
    places = [k for k, char in enumerate(text) if char in _BREAKERS]
    rng.shuffle(places)
    for k in places[:12]:
        broken = text[:k] + text[k + 1 :]
        elements = read_document(name, broken, domain).elements
        if any(e.kind in {REJECTED, UNREADABLE} for top in elements for e in top.walk()):
            line = text.count("\n", 0, k) + 1
            return broken, [Fault("break_syntax", name, line, "text", before=text[k])]
    return None


def _reformat(name: str, text: str, _domain: Domain, rng: Random) -> tuple[str, list[Fault]] | None:
    """Other line ends, a byte order mark or no last line end: nothing that means anything."""
    style = rng.choice(("crlf", "bom", "no last line end"))
    changed = {"crlf": text.replace("\n", "\r\n"), "bom": f"\ufeff{text}", "no last line end": text.rstrip("\n")}[style]
    return (changed, [Fault("reformat", name, 1, "text", after=style, meaning=False)]) if changed != text else None
