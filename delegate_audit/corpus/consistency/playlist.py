"""What must be true in a playlist of concerts: albums are counted through, addresses fit identifiers, the list is as long as it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.domains.everyday.playlist import DOMAIN

_PLACE = re.compile(r".*/(\d{4})-(\d\d)-(\d\d)/(\d{2,3})_[a-z0-9_]+\.flac")
_NAME = re.compile(r".*:(\d{8}):(\d{2,3})")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the playlists that does not agree, with file and line."""
    return [
        f"{name}:{line}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for top in DOMAIN.read(text, name)
        if top.kind == "playlist"
        for line, problem in _problems(top)
    ]


def _problems(playlist: Element) -> Iterator[tuple[int, str]]:
    tracks = [element for element in playlist.walk() if element.kind == "track"]
    lengths = [track.fields.get("duration") for track in tracks]
    told: dict[str, object] = {"tracks": len(tracks), "length": sum(length for length in lengths if isinstance(length, int | Decimal))}
    for meta in playlist.children:
        name = str(meta.fields.get("@rel")).rsplit("/", 1)[-1]
        if name in told and str(meta.fields.get("text")) != str(told[name]):
            yield meta.line, f"{name} is {told[name]}, not {meta.fields.get('text')}"
    for identifier, count in Counter(track.fields.get("identifier") for track in tracks).items():
        if count > 1:
            yield 0, f"{count} tracks have the identifier {identifier}"
    counted: Counter[str] = Counter()
    for track in tracks:
        album = str(track.fields.get("album"))
        counted[album] += 1
        if track.fields.get("trackNum") != counted[album]:
            yield track.line, f"number {track.fields.get('trackNum')} of {album} stands at place {counted[album]}"
        yield from ((track.line, problem) for problem in _addressed(track, counted[album]))


def _addressed(track: Element, number: int) -> Iterator[str]:
    place, name = _PLACE.fullmatch(str(track.fields.get("location"))), _NAME.fullmatch(str(track.fields.get("identifier")))
    if not place or not name or name[1] != place[1] + place[2] + place[3] or not int(place[4]) == int(name[2]) == number:
        yield f"{track.fields.get('location')} is no place for {track.fields.get('identifier')}"
