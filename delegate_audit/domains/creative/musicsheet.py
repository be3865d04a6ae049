r"""LilyPond: variables, scores, headers, and in their braces notes, rests, chords, syllables. Fragile: an octave, a duration, a tie.

Line breaks say nothing. Marks behind a note (`(`, `~`, `-.`, `\f`) are part of it; a command has the arguments that it is known to
take. Where braces do not match, a definition at the beginning of a line ends whatever is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import COMMON_KINDS, Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import typed
from delegate_audit.domains.readers.values import NUMBER

HEADS = r"""\\(?:score|book|bookpart|header|paper|layout|midi|with|new|context|relative|fixed|repeat|alternative|tuplet|times|transpose|
chords|lyricmode|lyrics|addlyrics|lyricsto|chordmode|drummode|drums|figuremode|figures|notemode|simultaneous|sequential|grace|acciaccatura|
appoggiatura|slashedGrace|afterGrace|unfoldRepeats|absolute|partCombine|volta)\b""".replace("\n", "")
USUAL = r"[pf]{1,5}|m[pf]|sfz?|s?fp|spp|rfz|fz|n|cresc|decresc|dim|fermata|trill|turn|mordent|prall|arpeggio|laissezVibrer|rest"


def _nested(opener: str, closer: str) -> str:
    """A pattern of such brackets with all that is in them, up to some depth."""
    pattern = "(?!)"
    for _ in range(14):
        pattern = rf'\{opener}(?:[^{opener}{closer}"]|{STRING}|{pattern})*+\{closer}'
    return pattern


STRING = r'"(?:[^"\\\n]|\\.|\n(?!\s*\n))*+"'
SCHEME = rf"[#$]@?['`,]*+(?:{_nested('(', ')')}|{STRING}|#?[^\s(){{}}\"]++)"
MARKUP = rf"\\markup(?:list)?\b(?:\s*(?:\\[a-z][\w-]*+|{SCHEME}))*+\s*(?:{_nested('{', '}')}|{STRING})?+"
VALUE = rf"{SCHEME}|(?!{HEADS})(?:{MARKUP}|[^\s{{}}<>%\"#]++)"
ARGUMENTS = rf"(?:\s*+(?:{STRING}|{MARKUP}|{SCHEME}|-?\d[\d./*:-]*+|\b[A-Z][a-z](?:[\w.]|-(?=[a-z]))*+|=\s*(?:{STRING}|{VALUE})?))*+"
LOWER = r"\\(?:key|relative|fixed|clef|repeat|set|unset|override|revert|transposition)\b(?:\s+[a-z][\w.,'-]*+)?(?:\s*\\(?:m\w+|\w+ian)\b)?"
PREFIX = r"(?:\\(?:once|temporary|undo|single)\b\s*+)*+"
NEW = rf"\\(?:new|context)\b{ARGUMENTS}(?:\s*\\(?!new|context|with)[A-Za-z]+{ARGUMENTS})*+"
NAME = rf"(?:{LOWER}|\\transpose\s+\S+\s+\S+|\\mark\s+\\default|{NEW}|\\[A-Za-z]+(?:[-_][A-Za-z]+)*+)"
MARK = rf"[-^_](?:[-.>_+^!|]|\d|{STRING}|{MARKUP}|\\[A-Za-z]+)|[~()\[\]]|\\[()<>!\[\]]|\\(?:{USUAL})(?![\w-])|(?<=\S)\\[A-Za-z]+"
PITCH = r"(?:[a-h](?:[ei][hs]|s|f|x|t?q[sf]|sharp|flat)*+|(?:do|ré?|re|mi|fa|sol|la|si)[dbsxk]*+|q)(?![A-Za-z_])|(?=\d)"
TAIL = rf"""(?P<octave>[',]*+[!?]*+)(?P<length>\d++|\\(?:breve|longa|maxima))?(?P<dots>\.*+)(?P<times>(?:\*\d+(?:/\d+)?)*+)
(?P<quality>:[\w.+^-]*+(?:/\+?[a-z]+)?)?(?P<marks>(?:\s*+(?:{MARK}))*+)(?P<bar>\s*+\|)?""".replace("\n", "")
ASSIGN = r"(?P<name>[A-Za-z\"][\w.\"-]*+(?:\s*#'[\w-]++)*+)\s*=\s*+"
_EACH = re.compile(MARK, re.DOTALL)
_SPACED = Exact(lambda text: text and " ".join(str(text).split()))
_MARKS = Exact(lambda text: text and tuple(sorted(" ".join(mark.split()) for mark in _EACH.findall(f"c{text}"))))
_NAMES = ("pitch", "octave", "length", "dots", "times", "quality", "marks", "bar")
_EVENT = {**dict.fromkeys(_NAMES, Exact()), "pitch": _SPACED, "length": NUMBER, "marks": _MARKS}
KINDS = (
    *(Kind(name, _EVENT) for name in ("note", "rest", "chord")),
    Kind("lyric", {"text": Text(), "joint": Exact()}),
    Kind("command", {"name": _SPACED, "arguments": _SPACED}),
    Kind("setting", {"name": Exact(), "text": Text(), "value": _SPACED}, ("name",)),
    Kind("variable", {"name": Exact(), "head": _SPACED, "opener": Exact(), "unclosed": Exact()}, ("name",)),
    Kind("block", {"head": _SPACED, "opener": Exact(), "unclosed": Exact()}),
    Kind("comment", {"text": Text(), "trailing": Exact(lambda _: None)}),
)
_KINDS = {**COMMON_KINDS, **{kind.name: kind for kind in KINDS}}
_OPENS = rf"(?P<head>(?:(?={HEADS}){NAME}{ARGUMENTS}\s*+){{0,6}}+)(?P<opener>\{{|<<)"
_FIRST = (("comment", r"(?P<text>%[^\n]*+)"), ("block", _OPENS), ("variable", ASSIGN + _OPENS))
_SUNG = (("lyric", rf"(?P<text>{STRING}|[^\s{{}}|%\"\\#<>]++)(?:\s+(?P<joint>--|__)(?!\S))?"),)
_PLAYED = (
    ("setting", rf"{ASSIGN}(?:(?P<text>{STRING})|(?P<value>{VALUE}))?"),
    ("chord", rf"(?P<pitch><(?!<)[^<>{{}}|%]*+>){TAIL}"),
    ("rest", rf"(?P<pitch>[rRs](?![A-Za-z_])){TAIL}"),
    ("note", rf"(?P<pitch>{PITCH}){TAIL}"),
)
_LAST = (
    ("close", r"\}|>>"),
    ("command", rf"(?P<name>{MARKUP}|{PREFIX}{NAME}|\\\\|{SCHEME}|{MARK}|[|])(?P<arguments>{ARGUMENTS})"),
    (UNREADABLE, r"(?P<text>[\w']++|\S)"),
)
_TOKENS = {
    (long, sung): [(kind, re.compile(rf"(?:{pattern})\s*+", re.DOTALL)) for kind, pattern in (*first, *_FIRST, *rules, *_LAST)]
    for long, first in ((True, [("comment", r"(?P<text>%\{.*?%\})")]), (False, []))
    for sung, rules in ((True, _SUNG), (False, _PLAYED))
}
ALONE = "key|time|clef|tempo|set|unset|override|revert|version|include|language|partial|mark|omit|remove|consists|new|context|score|header"
_ALONE = re.compile(rf"{PREFIX}\\(?:{ALONE}|paper|layout|midi|addlyrics|book|bookpart)\b|[\w\".-]+ =|%")
_CLOSERS, _WIDTH, _SHORT, _FEW = {"{": "}", "<<": ">>"}, 90, 28, 20


class _Open(NamedTuple):
    kind: str
    fields: dict[str, Value]
    sung: bool
    line: int
    children: list[Element]


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Definitions and scores with what is in their braces."""
    text = "\n".join(line.rstrip() for line in lines_of(text))
    found, whole = _read(text, mend=False)
    return found if whole else (rejected("braces do not match"), *_read(text, mend=True)[0])


def _read(text: str, *, mend: bool) -> tuple[tuple[Element, ...], bool]:
    """The elements, and whether all braces match."""
    stack, gap, at, last, whole = [_Open("", {}, False, 0, [])], "\n", len(text) - len(text.lstrip()), text.rfind("%}"), True
    line = 1 + text.count("\n", 0, at)
    while at < len(text):
        tries = _TOKENS[at <= last, stack[-1].sung]
        kind, found = next((kind, found) for kind, pattern in tries if (found := pattern.match(text, at)))
        raw, opens = found[0].rstrip(), kind in {"block", "variable"}
        fields = {name: typed(_KINDS[kind], name, value.strip()) for name, value in found.groupdict().items() if value}
        depth = next((k for k in range(len(stack) - 1, 0, -1) if _CLOSERS[str(stack[k].fields["opener"])] == raw), 0)
        whole = whole and (kind != "close" or depth == len(stack) - 1 > 0)
        if mend and gap.endswith("\n") and (kind in {"setting", "variable"} or raw.startswith(("\\score", "\\header", "\\version"))):
            _shut(stack, 1, unclosed=True)
        if kind == "close" and depth:
            _shut(stack, depth + 1, unclosed=True)
            _shut(stack, depth)
        elif opens and len(stack) < MAX_DEPTH - 4:
            stack.append(_Open(kind, fields, "lyric" in found["head"] or (stack[-1].sung and not found["head"]), line, []))
        elif opens or kind == "close":
            stack[-1].children.append(Element(UNREADABLE, {"text": raw}, line=line))
        else:
            fields.update({"trailing": True} if kind == "comment" and "\n" not in gap else {})
            stack[-1].children.append(Element(kind, fields, line=line))
        gap, line, at = found[0][len(raw) :], line + found[0].count("\n"), found.end()
    whole = whole and len(stack) == 1
    _shut(stack, 1, unclosed=True)
    return tuple(stack[0].children), whole


def _shut(stack: list[_Open], depth: int, *, unclosed: bool = False) -> None:
    while len(stack) > depth:
        kind, fields, _, line, children = stack.pop()
        stack[-1].children.append(Element(kind, {**fields, **({"unclosed": True} if unclosed else {})}, tuple(children), line))


def write(elements: tuple[Element, ...]) -> str:
    """A line for each bar, phrase, setting and comment; braces around what does not fit on one line stand by themselves."""
    lines: list[str] = []
    _put([element for element in elements if element.kind != REJECTED], "", lines)
    return "\n".join([*lines, ""])


def _put(elements: Sequence[Element], indent: str, lines: list[str]) -> None:
    going, before = False, ""
    for element in elements:
        text, kind = _inline(element), element.kind
        alone = text is None or _ALONE.match(text)
        if lines and (element.fields.get("trailing") or (going and not alone and len(f"{lines[-1]}{text}") < _WIDTH)):
            lines[-1] += f" {text}"
        else:
            apart = not indent and (before == "large" or (before == "small" and (text is None or kind == "comment")))
            lines += [""] * apart + [indent + (_text(element) if text is None else text)]
        if text is None:
            _put(element.children, indent + "  ", lines)
            lines += [] if element.fields.get("unclosed") else [indent + _CLOSERS.get(str(element.fields.get("opener")), "}")]
        going = not alone and not str(text).endswith("|") and (kind != "lyric" or str(text)[-1:] not in ",.;:!?" or len(lines[-1]) < _SHORT)
        before = "large" if text is None else "comment" if kind == "comment" else "small"


def _inline(element: Element) -> str | None:
    """The element on one line; None where it needs more."""
    if element.kind not in {"block", "variable"}:
        return _text(element)
    children = [_inline(child) for child in element.children[: _FEW + 1]]
    if element.fields.get("unclosed") or len(children) > _FEW or any(child is None or _ALONE.match(child) for child in children):
        return None
    text = " ".join([_text(element), *map(str, children), _CLOSERS.get(str(element.fields.get("opener")), "}")])
    return text if len(text) < _WIDTH - _FEW and "\n" not in text else None


def _text(element: Element) -> str:
    """The element, or how it begins."""
    kind, fields = _KINDS.get(element.kind) or COMMON_KINDS[UNREADABLE], element.fields
    names = [name for name in kind.fields if fields.get(name) is not None and name not in {"trailing", "unclosed"}]
    parts = [f"{fields[name]} =" if name in kind.key else " |" if name == "bar" else str(fields[name]) for name in names]
    return ("" if kind.fields is _EVENT else " ").join(parts)


DOMAIN = Domain("musicsheet", "LilyPond", "creative", ("*.ly", "*.ily"), KINDS, read, write)
