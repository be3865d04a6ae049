"""Games: another one is the same opening fight in a later round, with other ratings, times and remarks."""

from __future__ import annotations

import re
from datetime import date, timedelta

from delegate_audit.core.element import Element, Value
from delegate_audit.corpus.growth.contract import Growth
from delegate_audit.corpus.growth.wording import another_text

DAYS, POINTS = 7, 9
_DATE = re.compile(r"(\d{4})\.(\d\d)\.(\d\d)")


def another(game: Element, number: int) -> Element:
    """The game, so many weeks later."""
    return game.containing(_other(child, number) for child in game.children)


def _other(element: Element, number: int) -> Element:
    changed: dict[str, Value] = {}
    if element.kind == "header":
        changed["value"] = _header(str(element.fields.get("name")), str(element.fields.get("value")), number)
    elif isinstance(comment := element.fields.get("comment"), str):
        changed["comment"] = another_text(comment, number)
    return element.having(**changed).containing(_other(child, number) for child in element.children)


def _header(name: str, value: str, number: int) -> str:
    if name == "Date" and (found := _DATE.fullmatch(value)):
        return f"{date(*map(int, found.groups())) + timedelta(days=DAYS * number):%Y.%m.%d}"
    if name.endswith("Elo") and value.isdigit():
        return str(int(value) + POINTS * number)
    return re.sub(r"\A\d+", lambda found: str(int(found.group()) + number), value) if name == "Round" else value


GROWTH = Growth("game", another)
