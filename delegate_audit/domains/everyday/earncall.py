"""Transcripts of calls with investors: header, sections, turns of a speaker, sentences. Fragile: figures, hedges, who said it.

A turn begins with a name and what the house puts around it: bold, a role in brackets or behind a dash, a time; it reaches to the next.
"""

from __future__ import annotations

from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.passages import PARAGRAPH, SENTENCE, Passages, properties
from delegate_audit.domains.readers.values import MARK

FIELD = (
    r"(?:Company|Ticker|Symbol|Exchange|Date|Time|Quarter|Period|Fiscal [a-z]+|Event|Call|Host|Place|Location|Duration|Currency|Units?|"
    r"Transcript(?: by)?|Recording|Provider|Source|Language|Status|Replay|[a-z][a-z_]*)"
)
SECTION = (
    r"(?:(?:Prepared|Opening|Closing) Remarks|Presentation|Q ?& ?A(?: Session)?|Questions? ?(?:and|&|-and-) ?Answers?(?: Session)?|"
    r"Question-and-Answer Session|(?:Call|Company|Corporate|Conference Call) Participants|Contents):?"
)
NAME = r"(?:[A-Z][\w.'’-]*|Unidentified|d[aei]|v[ao]n|der|la)(?: (?:[A-Z][\w.'’-]*|d[aei]|v[ao]n|der|la|analyst|speaker)){0,4}"
ROLE = r"(?=\S)[^()*]{1,100}?"
TIME = r"[\[{time:\d[\d:.]*}\] ]"
KINDS = (
    *(Kind(name, {"title": Text(), "mark": MARK}, key=("title",)) for name in ("title", "section")),
    Kind("field", {"name": Exact(), "value": Text(), "mark": MARK}, key=("name",)),
    Kind("turn", {"time": Exact(), "speaker": Exact(), "role": Text(), "side": Exact(), "mark": MARK, "inline": MARK}),
    Kind("participant", {"name": Exact(), "role": Text(), "mark": MARK, "dash": MARK}, key=("name",)),
    Kind("item", {"level": Exact(), "number": Ordinal(), "mark": MARK, "text": Text()}),
    *(Kind(name, {"text": Text()}) for name in ("note", "comment", "row")),
    Kind("rule", {"mark": MARK}, weight=0.1),
    PARAGRAPH,
    SENTENCE,
)
RULES = (
    *properties("field", FIELD),
    Rule("field", rf"{{mark:\*\*}}{{name:{FIELD}}}:** {{value:*}}"),
    Rule("rule", "{mark:[-*_]{3,}}"),
    Rule("title", "# {title:*}"),
    Rule("section", "{mark:#{2,6}} {title:*}"),
    Rule("section", rf"{{title:(?i:{SECTION})}}"),
    Rule("section", rf"{{mark:\*\*}}{{title:(?i:{SECTION})}}**"),
    Rule("turn", TIME + rf"**{{speaker:[^*():]+?}}**[ ({{role:{ROLE}}})]:[ {{said:*}}]"),
    Rule("turn", TIME + rf"**{{speaker:[^*():]+?}}[ ({{role:{ROLE}}})]{{mark::\*\*}}[ {{said:*}}]"),
    Rule("turn", rf"**{{speaker:{NAME}}}{{mark: ?(?:--|—|–|-|,)}} {{role:{ROLE}}}**"),
    Rule("turn", rf"{{mark:\*\*}}{{speaker:{NAME}}}**"),
    Rule("turn", r"<{side:[QA]} - {speaker:[^<>]+}>:[ {said:*}]"),
    Rule("turn", TIME + rf"{{speaker:{NAME}}}[ ({{role:{ROLE}}})]{{mark::}}[ {{said:*}}]"),
    Rule("turn", rf"{{speaker:{NAME}}} {{mark:--|—}} {{role:[^().]{{1,80}}}}"),
    Rule("turn", "{speaker:Operator}", lambda found: {**found, "mark": ""}),
    Rule("participant", rf"{{mark:[-*•]}} {{name:{NAME}}}{{dash: (?:--|—|–|-)|,}} {{role:*}}"),
    Rule("item", "{mark:[-*+•]} {text:*}"),
    Rule("item", r"{number:\d{1,3}}{mark:[.)]} {text:*}"),
    Rule("note", r"{text:\[[^\[\]]*\]|\*?\([^()]*\)\*?}"),
    Rule("comment", "{text:<!--.*}"),
    Rule("row", r"{text:\|.*}"),
)
FORMAT = Passages(
    Grammar(KINDS, RULES),
    spans=(("<!--", "-->"),),
    levels={"title": 0, "section": 1, "turn": 2},
    leading=("field",),
    runs=("turn", "item", "participant"),
    tight=("field rule", "participant", "item", "row"),
)
FILES = ("*earnings*.md", "*earnings*.txt", "*transcript*.md", "*transcript*.txt")
DOMAIN = Domain("earncall", "Earnings call", "everyday", FILES, KINDS, FORMAT.read, FORMAT.write)
