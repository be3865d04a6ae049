"""Faults that strike a file as a whole: what a delegate does that stops early, or forgets a bracket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import domain_for, read_document
from delegate_audit.faults.contract import Fault, Path
from delegate_audit.faults.elements import at

MIN_SIBLINGS = 4
_BREAKERS = "}])>\"'{[(<;:|,"
_TRIES = 12


@dataclass(frozen=True)
class Spoiled:
    """A file's text after a fault, and its record."""

    text: str
    fault: Fault


FileFault = Callable[[str, str, Domain | None, Random], Spoiled | None]
"""Takes a file's name, its text, the domain of its environment; gives None where the fault cannot happen to it."""


def drop_tail(name: str, text: str, domain: Domain | None, rng: Random) -> Spoiled | None:
    """The last part of a file is gone, cut between two top-level elements or, where there is one alone, between its children."""
    document = read_document(name, text, domain)
    path: Path = () if len(document.elements) > MIN_SIBLINGS - 1 else (len(document.elements) - 1,)
    siblings = document.elements if not path else (at(document, path).children if document.elements else ())
    if len(siblings) < MIN_SIBLINGS:
        return None
    kept = rng.randint(len(siblings) // 2, len(siblings) - 1)
    first = siblings[kept]
    elements = siblings[:kept] if not path else (*document.elements[:-1], document.elements[-1].containing(siblings[:kept]))
    written = domain_for(name, domain).write(elements)
    if read_document(name, written, domain).elements != elements:
        return None
    return Spoiled(written, Fault("drop_tail", name, first.line, first.kind, before=f"{len(siblings) - kept} of {len(siblings)}"))


def break_syntax(name: str, text: str, domain: Domain | None, rng: Random) -> Spoiled | None:
    """One character is lost, so that the format's own parser rejects the file or part of it."""
    places = [k for k, char in enumerate(text) if char in _BREAKERS]
    rng.shuffle(places)
    for k in places[:_TRIES]:
        broken = text[:k] + text[k + 1 :]
        elements = read_document(name, broken, domain).elements
        if any(e.kind in {REJECTED, UNREADABLE} for top in elements for e in top.walk()):
            line = text.count("\n", 0, k) + 1
            return Spoiled(broken, Fault("break_syntax", name, line, "text", before=text[k]))
    return None


def reformat(name: str, text: str, _domain: Domain | None, rng: Random) -> Spoiled | None:
    """Other line ends, a byte order mark or no last line end: nothing that means anything."""
    style = rng.choice(tuple(SURFACE))
    changed = SURFACE[style](text)
    return Spoiled(changed, Fault("reformat", name, 1, "text", after=style, meaning=False)) if changed != text else None


SURFACE: dict[str, Callable[[str], str]] = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: f"\ufeff{text}",
    "no last line end": lambda text: text.rstrip("\n"),
    "more line ends": lambda text: f"{text}\n\n",
}
"""Changes of surface: they mean nothing in any format."""

FILE_FAULTS: dict[str, FileFault] = {fault.__name__: fault for fault in (drop_tail, break_syntax, reformat)}
