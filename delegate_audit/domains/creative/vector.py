"""SVG drawings: groups, shapes, paths and words with their attributes; a path's commands and a style's properties are told apart.

Fragile: a coordinate slips, a curve loses a point, a colour is rounded, an id changes that others refer to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import NUMBER, by_value
from delegate_audit.domains.readers.xml import COMMON, WORDS, Items, Xml, one_spaced
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT

_OPS = "MmZzLlHhVvCcSsQqTtAa"
_DIGITS = r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?"
_PART = re.compile(rf"[{_OPS}][^{_OPS}]*+|[^{_OPS}\s][^{_OPS}]*+")
_NUMBER, _NUMBERS = re.compile(_DIGITS), re.compile(rf"(?:[\s,]*+{_DIGITS})*+[\s,]*+")
_ARC = re.compile(rf"[\s,]*+({_DIGITS})[\s,]*+({_DIGITS})[\s,]*+({_DIGITS})[\s,]*+([01])[\s,]*+([01])[\s,]*+({_DIGITS})[\s,]*+({_DIGITS})")
_TOKEN = re.compile(rf"{_DIGITS}|[^\W\d_]++|[^\s\w,.+-]")
_HEX = re.compile(r"#[0-9A-Fa-f]{3,8}")
_FIELDS = {
    "m": ("x", "y"), "l": ("x", "y"), "t": ("x", "y"), "h": ("x",), "v": ("y",), "z": (), "q": ("x1", "y1", "x", "y"),
    "s": ("x2", "y2", "x", "y"), "c": ("x1", "y1", "x2", "y2", "x", "y"), "a": ("rx", "ry", "turn", "large", "sweep", "x", "y"),
}  # fmt: skip
_NAMES = ("op", "rx", "ry", "turn", "large", "sweep", "x1", "y1", "x2", "y2", "x", "y", "text")


def _commands(text: str) -> list[tuple[int, dict[str, str]]]:
    """Every command with its numbers; one that is repeated without its letter gets it, one that is none stays as text."""
    found: list[tuple[int, dict[str, str]]] = []
    for part in _PART.finditer(text):
        op, rest = part[0][0], part[0][1:]
        names = _FIELDS.get(op.lower(), ("",))
        numbers = [number for arc in _ARC.findall(rest) for number in arc] if op in "Aa" else _NUMBER.findall(rest)
        whole = op in _OPS and (not _ARC.sub("", rest).strip(" \t\n,") if op in "Aa" else _NUMBERS.fullmatch(rest))
        if not whole or (len(numbers) % len(names) or not numbers if names else numbers):
            found.append((part.start(), {"text": " ".join(part[0].split())}))
            continue
        for k in range(0, max(1, len(numbers)), max(1, len(names))):
            letter = op if k == 0 or op not in "Mm" else "L" if op == "M" else "l"
            found.append((part.start(), {"op": letter, **dict(zip(names, numbers[k:], strict=False))}))
    return found


def _written(fields: Mapping[str, Value]) -> str:
    return " ".join(str(fields[name]) for name in _NAMES if fields.get(name) is not None)


def _drawn(value: Value) -> Value:
    """Numbers by their values, whatever stands between them."""
    return tuple(by_value(token) for token in _TOKEN.findall(value)) if isinstance(value, str) else value


def _painted(value: Value) -> Value:
    """A colour in small letters, a number by its value."""
    text = one_spaced(value)
    return by_value(text.lower() if isinstance(text, str) and _HEX.fullmatch(text) else text)


DRAWN, PAINT = Exact(_drawn), Exact(_painted)
_PLACES = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "dx", "dy", "offset")
_PAINTS = ("fill", "stroke", "stroke-width", "opacity", "fill-opacity", "stroke-opacity", "font-size", "stop-color", "color")
LOOK: dict[str, FieldType] = {
    "@xmlns": Exact(), "@id": Exact(), "@class": WORDS, "@href": Exact(), **{f"@{name}": NUMBER for name in _PLACES},
    **{f"@{name}": DRAWN for name in ("viewBox", "transform", "points", "gradientTransform", "d", "stroke-dasharray")},
    **{f"@{name}": NUMBER for name in ("refX", "refY", "markerWidth", "markerHeight")},
    **{f"{way}{name}": PAINT for way in ("@", "@style/") for name in _PAINTS}, "title": WORDS, "desc": Text(), "text": WORDS,
}  # fmt: skip
KINDS = (
    *(Kind(name, LOOK, ("@id",), other=WORDS) for name in ("drawing", "group", "path", "shape", "label")),
    Kind("command", {"op": Exact(), **dict.fromkeys(_NAMES[1:-1], NUMBER), "text": Exact()}, other=WORDS),
    *COMMON,
)
FORMAT = Xml(
    KINDS,
    {
        "svg": "drawing", **dict.fromkeys(("g", "symbol", "defs", "a", "clipPath", "mask", "marker", "pattern"), "group"), "path": "path",
        **dict.fromkeys(("rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "stop"), "shape"),
        **dict.fromkeys(("text", "tspan", "textPath"), "label"),
    },
    dict.fromkeys(("drawing", "group", "path", "shape"), ("title", "desc")),
    mixed=frozenset({"text", "tspan", "textPath"}),
    properties=frozenset({"style"}),
    items={"@d": Items("command", _commands, _written)},
)  # fmt: skip
DOMAIN = Domain("vector", "SVG drawings", "creative", ("*.svg",), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
