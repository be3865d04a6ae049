"""Wavefront objects and their materials. Fragile: a vertex is lost and every later face turns to another one; a decimal or a corner shifts.

An object holds what follows it, up to the next; so does a material. Corners stay as they are written, counted from the top
or, with a minus, back from the face.
"""

from __future__ import annotations

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import NUMBER


def _spaced(value: Value) -> Value:
    return " ".join(value.replace("\\", " ").split()) if isinstance(value, str) else value


WORDS = Exact(_spaced)
PLACE = {"x": NUMBER, "y": NUMBER, "z": NUMBER}
COLOUR = {"red": NUMBER, "green": NUMBER, "blue": NUMBER}
KINDS = (
    *(Kind(name, {"name": WORDS}, ("name",)) for name in ("object", "group", "material")),
    Kind("vertex", {**PLACE, "w": NUMBER, **COLOUR}),
    Kind("texture", {"u": NUMBER, "v": NUMBER, "w": NUMBER}),
    Kind("normal", PLACE),
    *(Kind(name, {"corners": WORDS}) for name in ("face", "line", "points")),
    *(Kind(name, {"name": WORDS}) for name in ("use", "library")),
    Kind("smoothing", {"group": Exact()}),
    Kind("colour", {"word": Exact(), **COLOUR}, ("word",)),
    Kind("number", {"word": Exact(), "value": NUMBER}, ("word",)),
    Kind("map", {"word": Exact(), "file": WORDS}, ("word",)),
    Kind("statement", {"word": Exact(), "rest": WORDS}),
    Kind("comment", {"text": Text()}),
)
RULES = (
    Rule("comment", r"#\s{text:.*}"),
    Rule("vertex", "v {x} {y} {z}[ {w}]"), Rule("vertex", "v {x} {y} {z} {red} {green} {blue}"),
    Rule("texture", "vt {u}[ {v}[ {w}]]"), Rule("normal", "vn {x} {y} {z}"),
    Rule("face", "f {corners:*}"), Rule("line", "l {corners:*}"), Rule("points", "p {corners:*}"),
    Rule("object", "o[ {name:*}]"), Rule("group", "g[ {name:*}]"), Rule("smoothing", "s {group}"),
    Rule("use", "usemtl[ {name:*}]"), Rule("library", "mtllib {name:*}"), Rule("material", "newmtl[ {name:*}]"),
    Rule("colour", "{word:K[adse]|Tf} {red} {green} {blue}"),
    Rule("number", r"{word:N[si]|d|Tr|illum|sharpness|P[rmsc]|Pcr|aniso|anisor} {value}"),
    Rule("map", r"{word:map_\w+|bump|disp|decal|norm|refl} {file:*}"),
    Rule("statement", "{word:vp|cstype|deg|bmat|step|curv2?|surf|parm|trim|hole|scrv|sp|end|con|mg|bevel|[cd]_interp|lod|maplib|usemap"
         "|shadow_obj|trace_obj|[cs]tech|call|csh|K[adse]|Tf|d}[ {rest:*}]"),
)  # fmt: skip
FORMAT = Lines(Grammar(KINDS, RULES), {"object": 0, "material": 0, "group": 1}, wrap="\\", folded="    ", apart={"object", "material"})
DOMAIN = Domain("obj3d", "Wavefront objects", "creative", ("*.obj", "*.mtl"), KINDS, FORMAT.read, FORMAT.write)
