"""Events: another one takes place at the same time under an identifier of its own. A series goes with the single days that differ."""

from __future__ import annotations

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Growth
from delegate_audit.corpus.growth.wording import another_text, letters


def another(event: Element, number: int) -> Element:
    """The event with other words."""
    uid = str(event.fields.get("uid"))
    name, at, host = uid.partition("@")
    worded = {field: another_text(text, number) for field in ("summary", "description") if isinstance(text := event.fields.get(field), str)}
    return event.having(uid=f"{name}-{letters(number)}{at}{host}", **worded)


GROWTH = Growth("event", another, together=lambda event, _: event.fields.get("uid"))
