"""Injecting faults into the exact answer of a task: elements first, then files, then the answer as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import read_document
from delegate_audit.faults.contract import Fault
from delegate_audit.faults.elements import targets
from delegate_audit.faults.files import FILE_FAULTS
from delegate_audit.faults.striking import StruckText, Target, strike
from delegate_audit.models.simulated.profiles import Profile

MAX_FAULTS_PER_FILE = 40


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
        struck = _strike_elements(name, files[name], domain, profile, rng)
        for fault, spoil in FILE_FAULTS.items():
            if not struck.faults and rng.random() < profile.per_hop.get(fault, 0.0) / len(files):
                spoiled = spoil(name, struck.text, domain, rng)
                if spoiled is not None:
                    struck = StruckText(spoiled.text, (spoiled.fault,))
        changed[name] = struck.text
        faults.extend(struck.faults)
    if len(changed) > 1 and rng.random() < profile.per_hop.get("forget_file", 0.0):
        forgotten = rng.choice(sorted(changed))
        faults = [fault for fault in faults if fault.file != forgotten]
        faults.append(Fault("forget_file", forgotten, 1, "file", before=forgotten))
        del changed[forgotten]
    return Injected(changed, tuple(faults))


def _strike_elements(name: str, text: str, domain: Domain, profile: Profile, rng: Random) -> StruckText:
    """Strike single elements at the profile's rates."""
    document = read_document(name, text, domain)
    chosen = [Target(path, fault) for path in targets(document) for fault, rate in profile.per_element.items() if rng.random() < rate]
    return strike(document, chosen[:MAX_FAULTS_PER_FILE], domain, rng) if chosen else StruckText(text, ())
