"""What must be true in a catalogue that is in use: every placeholder, plural form and final mark is there again.

Fuzzy, obsolete and untranslated entries are let alone but for the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import UNREADABLE, Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.code.translation import DOMAIN

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+0 #]*[\d.]*[a-zA-Z]|\{\w*\}")
_FORMS = re.compile(r"nplurals=(\d)")
ENDS = tuple(":?!…\n ")
"""What a message may end with, in which case its translation does too."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the catalogues that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(elements: tuple[Element, ...]) -> Problems:
    entries = [element for element in elements if element.kind == "entry"]
    named = {child.fields.get("name"): str(child.fields.get("value")) for element in elements for child in element.children}
    forms = _FORMS.search(named.get("Plural-Forms", ""))
    yield from ((element.line, "a line is none of an entry") for element in elements if element.kind == UNREADABLE)
    for (context, message), count in Counter((e.fields.get("msgctxt"), e.fields.get("msgid")) for e in entries).items():
        if count > 1:
            yield 0, f"{context or ''} {message!r} stands {count} times"
    for entry in entries:
        if not entry.fields.get("obsolete") and "fuzzy" not in str(entry.fields.get("flags")):
            yield from ((entry.line, problem) for problem in _entry(entry, int(forms[1]) if forms else 1))


def _entry(entry: Element, forms: int) -> Iterator[str]:
    fields, plural = entry.fields, entry.fields.get("msgid_plural")
    told = [str(value) for name, value in fields.items() if name.startswith("msgstr")]
    if plural and len(told) != forms:
        yield f"{fields['msgid']!r} has {len(told)} forms of {forms}"
    sources = [str(plural or fields["msgid"])] * len(told) if plural else [str(fields.get("msgid"))]
    for source, text in zip(sources, told, strict=False):
        if text and Counter(_PLACEHOLDER.findall(source)) != Counter(_PLACEHOLDER.findall(text)):
            yield f"{text!r} has other placeholders than {source!r}"
        if text and any(source.endswith(end) != text.endswith(end) for end in ENDS):
            yield f"{text!r} ends otherwise than {source!r}"
