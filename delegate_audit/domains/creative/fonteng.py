"""OpenType feature files: classes, features, lookups, their rules. Fragile: a kern changes its sign, a rule its place, a class a glyph.

Every block says its name again where it ends. Short and long keywords mean the same (`sub`, `substitute`).
"""

from __future__ import annotations

import re

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.statements import Block, Statements
from delegate_audit.domains.readers.values import by_value

_LOOSE = re.compile(r"\s+|(?<=[\[\]<>(),])(?=\S)|(?=[\[\]<>(),])")
_LONG = {"substitute": "sub", "reversesub": "rsub", "position": "pos", "enumerate": "enum", "exclude_DFLT": "exclude_dflt"}


def _spaced(value: Value) -> Value:
    """Code in which only white space between words parts anything."""
    return " ".join(_LOOSE.sub(" ", value).split()) if isinstance(value, str) else value


def _short(value: Value) -> Value:
    return " ".join(_LONG.get(word, word) for word in str(value).split()) if value is not None else None


CODE, WORD, NUMBER = Exact(_spaced), Exact(_short), Number(lambda value: by_value(_spaced(value)))


def _kind(kind: str, fields: str, key: str = "", **other: FieldType) -> Kind:
    return Kind(kind, {**dict.fromkeys(fields.split(), CODE), **other, "note": Text()}, tuple(key.split()))


KINDS = (
    _kind("languagesystem", "script language"),
    _kind("include", "file end"),
    _kind("class", "name glyphs", "name"),
    _kind("mark", "glyphs anchor class", x=NUMBER, y=NUMBER),
    _kind("anchor", "name point", "name", x=NUMBER, y=NUMBER),
    _kind("value", "name value", "name"),
    *(_kind(name, "name options tail", "name") for name in ("feature", "lookup", "table", "variation", "group")),
    _kind("use", "what name"),
    _kind("setting", "value", name=WORD),
    _kind("kern", "left right", "left right", op=WORD, value=NUMBER),
    _kind("rule", "glyphs how result", op=WORD),
    _kind("name", "what ids", text=Text()),
    _kind("entry", "name", "name", value=NUMBER),
    Kind("comment", {"text": Text()}),
)
TAG = r"[\w.$\x7e!^&*+/\x60|-]++"
GLYPHS = r"(?:@?[\w.\\:-]++|\[[^\[\]]*+\])"
VALUE = r"-?\d+|<[^<>]*>|\([^()]*\)"
SETTINGS = "script|language|lookupflag|subtable|parameters|sizemenuname|excludeDFLT|includeDFLT"
RULES = (
    Rule("kern", rf"{{op:(?:enum(?:erate)?\s+)?pos(?:ition)?}} {{left:{GLYPHS}}} {{right:{GLYPHS}}} {{value:{VALUE}}}"),
    Rule("rule", r"{op:(?:ignore\s+)?(?:r?sub|substitute|reversesub)} {glyphs:\S.*?}[ {how:by|from} {result:*}]"),
    Rule("rule", r"{op:(?:(?:ignore|enum(?:erate)?)\s+)?pos(?:ition)?} {glyphs:*}"),
    Rule("class", r"{name:@[\w.-]++}\s=\s{glyphs:*}"),
    Rule("mark", rf"markClass {{glyphs:{GLYPHS}}} <anchor {{x:-?\d+}} {{y:-?\d+}}> {{class:@[\w.-]++}}"),
    Rule("mark", rf"markClass {{glyphs:{GLYPHS}}} {{anchor:<.*>}} {{class:@[\w.-]++}}"),
    Rule("languagesystem", rf"languagesystem {{script:{TAG}}} {{language:{TAG}}}"),
    Rule("anchor", r"anchorDef {x:-?\d+} {y:-?\d+}[ {point:contourpoint\s+\d+}] {name:[\w.-]++}"),
    Rule("value", rf"valueRecordDef {{value:{VALUE}}} {{name:[\w.-]++}}"),
    Rule("use", rf"{{what:lookup|feature}} {{name:{TAG}}}"),
    Rule("setting", rf"{{name:{SETTINGS}}}[ {{value:*}}]"),
    Rule("feature", rf"feature {{name:{TAG}}}[ {{options:\w++}}]"),
    Rule("lookup", rf"lookup {{name:{TAG}}}[ {{options:\w++}}]"),
    Rule("table", rf"{{options:table|anon|anonymous|conditionset}} {{name:{TAG}}}"),
    Rule("variation", rf"variation {{name:{TAG}}} {{options:{TAG}}}"),
    Rule("group", r"{name:featureNames|cvParameters|FeatUI\w+|SampleText\w*|ParamUI\w+|ElidedFallbackName|AxisValue}"),
    Rule("group", rf"{{name:DesignAxis {TAG} \d+}}"),
    Rule("name", r'{what:name|nameid}[ {ids:[\w ]+}] {text:"}'),
    Rule("entry", r"{name:[A-Za-z][\w.]*+}[ {value:*}]"),
    Rule("include", r"include\z({file:[^()\n]*+}){end:;?}"),
)
FORMAT = Statements(
    Grammar(KINDS, RULES),
    (
        Block(("feature", "lookup", "variation"), strong=True, tails=True),
        Block(("table",), strong=True, tails=True, holds=("name", "entry")),
        Block(("group",), strong=True, tails=True, holds=("name", "entry")),
    ),
    comments=r"\#[^\n]*+",
    long=None,
    strings=r'"[^"\n]*+"',
    lines=r"include\s*\(",
    apart=frozenset({"feature", "lookup", "table", "variation", "group", "comment"}),
    indent="    ",
)

DOMAIN = Domain("fonteng", "OpenType features", "creative", ("*.fea",), KINDS, FORMAT.read, FORMAT.write)
