"""Fiction in Markdown: title, chapters, scenes, paragraphs of sentences. Fragile: sentences are smoothed, replies lost, scenes merged.

Chapters may also be plain lines that call themselves so. Verse, letters and epigraphs are quoted line by line: their lines mean something.
"""

from __future__ import annotations

from collections.abc import Mapping

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.passages import PARAGRAPH, SENTENCE, Passages, properties
from delegate_audit.domains.readers.values import MARK

CHAPTER = r"(?:Chapter|CHAPTER) (?:\d+|[IVXLC]+|[A-Z][A-Za-z-]+)\b(?:[.:—–-].{1,60})?|Prologue|PROLOGUE|Epilogue|EPILOGUE"


def underlined(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """A title's fields with its mark in a line of its own."""
    return {**fields, "mark": f"\n{fields.get('mark')}"}


KINDS = (
    Kind("property", {"name": Exact(), "value": Text()}, key=("name",)),
    *(Kind(name, {"title": Text(), "mark": MARK}, key=("title",)) for name in ("title", "chapter", "section")),
    Kind("break", {"mark": MARK}),
    Kind("quote", {"text": Text()}),
    Kind("item", {"level": Exact(), "number": Ordinal(), "mark": MARK, "text": Text()}),
    Kind("footnote", {"label": Exact(), "text": Text()}, key=("label",)),
    Kind("comment", {"text": Text()}),
    PARAGRAPH,
    SENTENCE,
)
RULES = (
    *properties("property", r"[A-Za-z][\w-]{0,30}"),
    Rule("break", r"{mark:(?:[*#~_•-] ?){3,}|[⁂❦§]|\\?[*#~]}"),
    Rule("title", "# {title:*}"),
    Rule("title", r"{title:\S[^=]*?}{mark:\s={3,}}", lambda found: {**found, "mark": str(found["mark"]).strip()}, underlined),
    Rule("chapter", "{mark:##} {title:*}"),
    Rule("chapter", f"{{title:{CHAPTER}}}"),
    Rule("section", "{mark:#{3,6}} {title:*}"),
    Rule("quote", ">[ {text:*}]"),
    Rule("footnote", r"\[^{label:[^\s\[\]]+}\]: {text:*}"),
    Rule("item", "{mark:[-*+•]} {text:*}"),
    Rule("item", r"{number:\d{1,3}}{mark:[.)]} {text:*}"),
    Rule("comment", "{text:<!--.*}"),
)
FORMAT = Passages(
    Grammar(KINDS, RULES),
    spans=(("<!--", "-->"),),
    levels={"title": 0, "chapter": 1, "section": 2},
    leading=("property",),
    runs=("item", "footnote"),
    tight=("break property", "quote", "item"),
)
DOMAIN = Domain(
    "fiction", "Fiction", "creative", ("*chapter*.md", "*_story.md", "story_*.md", "*novel*.md"), KINDS, FORMAT.read, FORMAT.write
)
