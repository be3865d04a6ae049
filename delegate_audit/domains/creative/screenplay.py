r"""Screenplays in Fountain, and stage plays as plain text. Fragile: who speaks, `(V.O.)`, parentheticals, scene numbers, what was cut.

A cue is a line of capitals above other lines, and holds them; in plays a speech may begin in the cue's own line (`ANNA. Come in.`).
"""

from __future__ import annotations

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.passages import SENTENCE, Passages, properties
from delegate_audit.domains.readers.values import MARK

FIELD = "Title|Credit|Authors?|Source|Notes|Draft(?: date)?|Date|Contact|Copyright|Revision|Format"
NUMBERED = r"(?:[IVX]{1,5}|\d{1,3}|ONE|TWO|THREE|FOUR|FIVE|One|Two|Three|Four|Five)\b"
PLACE = r"(?i:int\.?/ext|ext\.?/int|int|ext|est|i/e)[. ].*?"
NAME = r"(?>(?:(?:MRS?|MS|DR|ST|SIR)\. )?)[^\W\d_][^.:()^]{0,38}?[^.:()^\s]"


def capitals(fields: dict[str, Value]) -> dict[str, Value] | None:
    """The fields of a cue; None where the name is not all in capitals."""
    return fields if str(fields["character"]).isupper() else None


KINDS = (
    Kind("field", {"name": Exact(), "value": Text()}, key=("name",)),
    Kind("section", {"mark": Exact(), "title": Text()}, key=("title",)),
    Kind("scene", {"mark": MARK, "heading": Text(), "number": Exact()}, key=("heading", "number")),
    Kind("synopsis", {"text": Text()}),
    Kind("cue", {"character": Exact(), "extension": Exact(), "dual": Exact(), "mark": MARK}),
    Kind("speech", {"character": Exact(), "direction": Text(), "mark": MARK, "inline": MARK}),
    *(Kind(name, {"text": Text()}) for name in ("parenthetical", "direction", "lyric", "note", "boneyard", "centered")),
    Kind("transition", {"mark": MARK, "text": Exact()}),
    Kind("page", {"mark": MARK}),
    *(Kind(name, weight=0.1) for name in ("action", "dialogue")),
    SENTENCE,
)
RULES = (
    *properties("field", f"(?i:{FIELD})"),
    Rule("note", r"{text:\[\[.*}"),
    Rule("boneyard", r"{text:/\*.*}"),
    Rule("page", "{mark:={3,}}"),
    Rule("synopsis", "= {text:*}"),
    Rule("section", "{mark:#{1,6}} {title:*}"),
    Rule("section", rf"{{title:(?:ACT|Act) {NUMBERED}.{{0,40}}}}"),
    Rule("scene", rf"{{heading:{PLACE}}}[ #{{number:[^#\s]+}}#]"),
    Rule("scene", r"{mark:\.}{heading:[^.\s].*?}[ #{number:[^#\s]+}#]"),
    Rule("scene", rf"{{heading:(?:SCENE|Scene) {NUMBERED}.*}}"),
    Rule("centered", r"> {text:.*\S} <"),
    Rule("transition", "{mark:>} {text:*}"),
    Rule("transition", "{text:[A-Z][A-Z .']{1,30}TO:|FADE (?:IN|OUT|TO BLACK)[.:]?}"),
    Rule("lyric", r"~\z{text:*}"),
    Rule("parenthetical", r"{text:\(.*\)}"),
    Rule("direction", r"{text:\[[^\[].*\]|_[^_*]+_}"),
    Rule("cue", rf"{{mark:@}}{{character:{NAME}}}[ ({{extension:[^()]+}})][ {{dual:\^}}]"),
    Rule("cue", rf"{{character:{NAME}}}[ ({{extension:[^()]+}})][{{mark:[.:]}}][ {{dual:\^}}]", capitals),
    Rule("speech", rf"{{character:{NAME}}}[ ({{direction:[^()]+}})]{{mark:[.:]}} {{said:*}}", capitals),
)
FORMAT = Passages(
    Grammar(KINDS, RULES),
    spans=((r"\[\[", r"\]\]"), (r"/\*", r"\*/")),
    levels={"section": 0, "scene": 1},
    opens=("cue",),
    leading=("field",),
    runs=("speech",),
    tight=("field", "lyric"),
    prose={"": "action", "cue": "dialogue", "speech": "dialogue"},
)
FILES = ("*.fountain", "*screenplay*.txt", "*_play.txt", "play_*.txt")
DOMAIN = Domain("screenplay", "Screenplay", "creative", FILES, KINDS, FORMAT.read, FORMAT.write)
