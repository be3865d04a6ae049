"""What must be true in a list of element sets that somebody works with: sums of digits right, nobody twice, all of one week.

Remarks that say how many sets there are, or how long an orbit takes, say so truly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.domains.science.satellite import DOMAIN

DAY_MINUTES = 1440
MAX_DAYS = 7
TURN_DEGREES = 360
ANGLES = ("inclination", "ascending_node", "perigee", "mean_anomaly")
_COUNT = re.compile(r"\b(\d+) sets\b")
_ORBIT = re.compile(r"One orbit of (\d{5}) takes (\d+\.\d) minutes")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the lists that does not agree, with file and line."""
    found: list[str] = []
    for name, text in files.items():
        if DOMAIN.claims(name):
            elements = DOMAIN.read(text, name)
            sets = {str(e.fields.get("catalogue")): e for e in elements if e.kind == "satellite"}
            remarks = [element for element in elements if element.kind == "comment"]
            problems = [*_alone(sets), *_together(elements, sets), *_said(remarks, sets)]
            found.extend(f"{name}:{element.line}: {problem}" for element, problem in problems)
    return found


def _alone(sets: Mapping[str, Element]) -> Iterator[tuple[Element, str]]:
    for number, element in sets.items():
        for sign in ("checksum_1", "checksum_2", "other_catalogue"):
            if sign in element.fields:
                yield element, f"{number} has a wrong {sign}, {element.fields[sign]}"
        for angle in ANGLES:
            if not 0 <= Decimal(str(element.fields.get(angle))) < TURN_DEGREES:
                yield element, f"{number} has the angle {element.fields.get(angle)}"


def _together(elements: tuple[Element, ...], sets: Mapping[str, Element]) -> Iterator[tuple[Element, str]]:
    counted = Counter(str(element.fields.get("catalogue")) for element in elements if element.kind == "satellite")
    yield from ((sets[number], f"{number} is there {count} times") for number, count in counted.items() if count > 1)
    latest = max((Decimal(str(element.fields["epoch"])) for element in sets.values()), default=Decimal(0))
    for number, element in sets.items():
        if latest - Decimal(str(element.fields["epoch"])) > MAX_DAYS:
            yield element, f"{number} is more than {MAX_DAYS} days older than the latest"


def _said(remarks: list[Element], sets: Mapping[str, Element]) -> Iterator[tuple[Element, str]]:
    for remark in remarks:
        text = str(remark.fields["text"])
        if (count := _COUNT.search(text)) and int(count[1]) != len(sets):
            yield remark, f"there are {len(sets)} sets, not {count[1]}"
        for number, minutes in _ORBIT.findall(text):
            motion = Decimal(str(sets[number].fields["mean_motion"])) if number in sets else None
            if motion is None or round(DAY_MINUTES / motion, 1) != Decimal(minutes):
                yield remark, f"an orbit of {number} does not take {minutes} minutes"
