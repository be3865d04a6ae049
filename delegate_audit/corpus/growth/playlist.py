"""Tracks: another one of the concert, a little longer. Albums are counted through, and the list tells its new length."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import another_text, letters

LONGER_MS = 1_700
_PLACE = re.compile(r"(?<=/)\d{2,3}(_[a-z0-9_]+)(?=\.flac\Z)")
_NAME = re.compile(r"(?<=:)\d{2,3}\Z")


def another(track: Element, number: int) -> Element:
    """The track with another title, file and length."""
    fields = track.fields
    changed = {name: another_text(text, number) for name in ("title", "annotation") if isinstance(text := fields.get(name), str)}
    changed["title"] = f"{changed['title']} ({letters(number)})"
    place = _PLACE.sub(lambda found: f"00{found[1]}_{letters(number)}", str(fields["location"]))
    duration = fields["duration"]
    assert isinstance(duration, int | Decimal)
    return track.having(**changed, location=place, duration=duration + LONGER_MS * number)


def settle(elements: Elements) -> Elements:
    """The list with its tracks counted, and its own figures true."""
    tracks = [element for top in elements for element in top.walk() if element.kind == "track"]
    told = {"tracks": len(tracks), "length": sum(d for track in tracks if isinstance(d := track.fields.get("duration"), int | Decimal))}
    counted: Counter[str] = Counter()

    def settled(element: Element) -> Element:
        if element.kind == "track":
            return _numbered(element, counted)
        name = str(element.fields.get("@rel")).rsplit("/", 1)[-1]
        whole = element.having(text=str(told[name])) if element.kind == "meta" and name in told else element
        return whole.containing(map(settled, element.children))

    return tuple(map(settled, elements))


def _numbered(track: Element, counted: Counter[str]) -> Element:
    album = str(track.fields.get("album"))
    counted[album] += 1
    number = f"{counted[album]:02}"
    return track.having(
        trackNum=counted[album],
        identifier=_NAME.sub(number, str(track.fields["identifier"])),
        location=_PLACE.sub(lambda found: number + found[1], str(track.fields["location"])),
    )


GROWTH = Growth("track", another, settle)
