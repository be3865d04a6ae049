"""What must be true in a file of games: the tags that every game has, one result, moves numbered through, clocks that run.

Whether the moves are legal is not asked here: that takes a library that may serve in tests only.
"""

from __future__ import annotations

from collections.abc import Iterator

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.everyday.chess import DOMAIN

ROSTER = ("Event", "Site", "Date", "Round", "White", "Black", "Result")


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the games that does not agree, with file and line."""
    return [
        f"{name}:{game.line}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for game in DOMAIN.read(text, name)
        for problem in _problems(game)
    ]


def _problems(game: Element) -> Iterator[str]:
    tags = {str(part.fields["name"]): part.fields["value"] for part in game.children if part.kind == "header"}
    results = [part.fields["value"] for part in game.children if part.kind == "result"]
    yield from (f"the game has no tag {name}" for name in ROSTER if name not in tags)
    if results != [tags.get("Result")]:
        yield f"the tag says {tags.get('Result')}, the moves end with {results}"
    yield from _misnumbered(game, 1)
    if control := str(tags.get("TimeControl", "")):
        yield from _clocks(game, control)


def _misnumbered(line: Element, first: int) -> Iterator[str]:
    for place, move in enumerate(part for part in line.children if part.kind == "move"):
        if move.fields["ply"] != first + place:
            yield f"half-move {first + place} is numbered as half-move {move.fields['ply']}"
        for below in move.children:
            if below.kind == "variation":
                yield from _misnumbered(below, first + place)


def _clocks(game: Element, control: str) -> Iterator[str]:
    """Nobody's clock may gain more than the increment."""
    start, _, increment = control.partition("+")
    if not (start.isdecimal() and increment.isdecimal()):
        yield f"the time control {control} is not written as seconds+seconds"
        return
    left = [int(start), int(start)]
    for move in game.children:
        clock, ply = move.fields.get("clock_s"), move.fields.get("ply")
        if isinstance(clock, int) and isinstance(ply, int):
            if not 0 <= clock <= left[ply % 2] + int(increment):
                yield f"the clock after half-move {ply} shows {clock} s"
            left[ply % 2] = clock
