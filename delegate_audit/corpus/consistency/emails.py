"""What must be true in a mailbox: every answer answers something, quotes are what was written, hunks have the lines they announce."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.records.emails import DOMAIN

NEEDED = ("from", "to", "subject", "date", "message-id", "envelope")
_COUNTS = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the mailboxes that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(messages: tuple[Element, ...]) -> Problems:
    written: dict[str, str] = {}
    latest = ""
    for message in messages:
        fields = {name: str(value) for name, value in message.fields.items()}
        yield from ((message.line, f"there is no {name}") for name in NEEDED if name not in fields)
        identifier, answered = fields.get("message-id", ""), fields.get("in-reply-to")
        if identifier in written:
            yield message.line, f"{identifier} is the identifier of two mails"
        if answered is not None and (answered not in written or not fields.get("references", "").endswith(answered)):
            yield message.line, f"{answered} is no mail above, or not the last reference"
        date = parsedate_to_datetime(fields.get("date", "1 Jan 1970 00:00:00 +0000"))
        if f"{date:%a, {date.day} %b %Y %H:%M:%S %z}" != fields.get("date") or f"{date:%a %b %e}" not in fields.get("envelope", ""):
            yield message.line, f"{fields.get('date')} is no such day, or not that of the envelope"
        if (moment := date.isoformat()) < latest:
            yield message.line, "the mail is older than the one above"
        latest = moment
        yield from _body(message, {1: written.get(answered or "", ""), 2: " ".join(written.values())} if answered else {})
        written[identifier] = " ".join(" ".join(str(child.fields.get("text", "")).split()) for child in message.children)


def _body(message: Element, quotable: Mapping[int, str]) -> Problems:
    """What is wrong below the headers; `quotable` is what may be quoted with so many marks."""
    for child in message.children:
        text = str(child.fields.get("text", ""))
        if child.kind == "unreadable":
            yield child.line, f"{text!r} is no header"
        if child.kind == "quote" and " ".join(text.split()) not in quotable.get(int(str(child.fields["depth"])), ""):
            yield child.line, f"{text!r} was not written"
        if child.kind == "hunk" and (counts := _COUNTS.match(text)):
            signs = [row[:1] or " " for row in text.split("\n")[1:]]
            told = tuple(int(count or 1) for count in counts.groups())
            if told != (len(signs) - signs.count("+"), len(signs) - signs.count("-")):
                yield child.line, f"the hunk announces {told} lines"
