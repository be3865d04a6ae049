"""Aerodrome weather: METAR, SPECI and TAF, alone or in bulletins. Fragile: a minus sign (M) is lost, a change group is taken for the next.

A report is one element, its groups are fields; each change group (BECMG, TEMPO, FM, PROB) is an element below it. A group
that is none of those known is kept under `other`. Reports go on in the next line until a sign, a blank line or another report ends them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value, unreadable
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import MARK

PHENOMENA = "MI|PR|BC|DR|BL|SH|TS|FZ|DZ|RA|SN|SG|IC|PL|GR|GS|UP|BR|FG|FU|VA|DU|SA|HZ|PY|PO|SQ|FC|SS|DS"
TABLE = rf"""
change FM\d{{6}}|BECMG|TEMPO|INTER|PROB\d\d
period \d{{4}}/\d{{4}} status AUTO|NIL|CNL|COR|CC[A-Z] wind (?:\d{{3}}|VRB|///)P?(?:\d{{2,3}}|//)(?:GP?\d{{2,3}})?(?:KT|MPS|KMH)
variation \d{{3}}V\d{{3}} visibility CAVOK|\d{{4}}(?:NDV|[NS]?[EW]?)|[PM]?\d{{1,2}}(?:/\d{{1,2}})?SM|\d|////(?:SM)? runway R\d\d[LCR]?/\S+
weather NSW|(?:[-+]|VC)?(?:{PHENOMENA}){{1,4}} sky SKC|CLR|NSC|NCD|(?:FEW|SCT|BKN|OVC|VV|///)(?:\d{{3}}|///)(?:CB|TCU|///)?
temperature (?!) altimeter [QA](?:\d{{4}}|////)|QNH\d{{4}}INS recent RE(?:{PHENOMENA}){{1,3}}
shear WS(?:\d{{3}}/\d{{5,6}}KT)?|ALL|RWY\S*|R\d\d[LCR]? sea W(?:M?\d\d|//)/[SH]\S+
extremes T[XN]M?\d\d/\d{{4}}Z hazard [56]\d{{5}} trend NOSIG other \S+
"""
GROUPS = dict(zip(TABLE.split()[::2], TABLE.split()[1::2], strict=True))
"""The groups of a report in their usual order, each a pattern of one word; what comes more than once is one field."""

HEAD = ("type", "correction", "station", "time")
ORDER = (*HEAD, *GROUPS)
FIELDS = {**dict.fromkeys((*ORDER, "dew_point", "remarks"), Exact()), "end": MARK}
KINDS = (
    Kind("bulletin", {"heading": Exact()}),
    Kind("observation", FIELDS, ("station", "time", "type")),
    Kind("forecast", {**FIELDS, "type": FIELDS["end"]}, ("station", "time")),
    Kind("change", FIELDS),
    Kind("note", {"text": Text()}),
)

_GROUP = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in GROUPS.items()))
_HEADING = re.compile(r"[A-Z]{4}\d\d [A-Z]{4} \d{6}(?: [A-Z]{3})?|\d{3}|TAF[A-Z]{3}|\d{4}/\d\d/\d\d \d\d:\d\d")
_TYPE_ALONE = re.compile(r"(?:METAR|SPECI|TAF)(?: (?:AMD|COR))?")
_START = re.compile(r"(?:METAR|SPECI|TAF)\b|[A-Z][A-Z0-9]{3} \d{4,7}[A-Z]\b")
_HEAD = re.compile(r"(?:(METAR|SPECI|TAF) )?(?:(AMD|COR|RTD) )?([A-Z][A-Z0-9]{3}) (\d{4,7}[A-Z])(?: |\Z)")
_DEGREES = re.compile(r"(M?\d\d|//)/(M?\d\d|//)?")

Words = list[tuple[str, int]]


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Headings, reports and notes in the order of the text."""
    return tuple(element for words in _runs(text) for element in _element(words))


def _runs(text: str) -> Iterator[Words]:
    """The words of each report with their lines; any other line as one word."""
    held: Words = []
    for number, line in enumerate(lines_of(text.replace("\ufeff", "")), 1):
        for part in re.findall("[^=]*+=|[^=]++", line) or [""]:
            plain = " ".join(part.split())
            opens = _START.match(plain) and not _TYPE_ALONE.fullmatch(" ".join(word for word, _ in held[:3]))
            if held and (opens or not plain or plain[0] in "#;" or _HEADING.fullmatch(plain)):
                yield held
                held = []
            if held or opens:
                held.extend((word, number) for word in part.split())
            elif plain:
                yield [(plain, number)]
            if held and plain.endswith("="):
                yield held
                held = []
    yield from [held] if held else []


def _element(words: Words) -> Iterator[Element]:
    """The report of these words, or the heading or the note that they are."""
    text, line = " ".join(word for word, _ in words), words[0][1]
    head, end = _HEAD.match(text.rstrip("=")), text[-1] == "="
    if not _START.match(text):
        heading = _HEADING.fullmatch(text)
        yield Element("bulletin", {"heading": text}, line=line) if heading else Element("note", {"text": text}, line=line)
    elif head is None:
        yield from unreadable(text, line)
    else:
        said = {name: value for name, value in zip(HEAD, head.groups(), strict=True) if value}
        rest = [(bare, k) for word, k in words[len(said) :] if (bare := word.rstrip("=") if end else word)]
        remark = next((k for k, (word, _) in enumerate(rest) if word == "RMK" and head[1] != "TAF"), len(rest))
        starts = [k for k, (word, _) in enumerate(rest[:remark]) if re.fullmatch(GROUPS["change"], word)]
        cuts = [*(k for k in starts if not (rest[k][0] == "TEMPO" and k - 1 in starts and rest[k - 1][0].startswith("PROB"))), remark]
        forecast = head[1] == "TAF" or (not head[1] and any(re.fullmatch(GROUPS["period"], word) for word, _ in rest[: cuts[0]]))
        changes = tuple(Element("change", _groups(rest[a:b]), line=rest[a][1]) for a, b in pairwise(cuts))
        fields = {**said, **_groups([*rest[: cuts[0]], *rest[remark:]]), **({"end": "="} if end else {})}
        yield Element("forecast" if forecast else "observation", fields, changes, line)


def _groups(words: Words) -> dict[str, Value]:
    """The fields that the words of one part of a report state."""
    found: dict[str, list[str]] = {}
    for word, _ in words:
        match, both = _GROUP.fullmatch(word), _DEGREES.fullmatch(word)
        if "remarks" in found or word == "RMK":
            found.setdefault("remarks", []).append(word)
        elif both and "temperature" not in found:
            found |= {"temperature": [both[1]], **({"dew_point": [both[2]]} if both[2] else {})}
        else:
            found.setdefault((match and match.lastgroup) or "other", []).append(word)
    return {name: " ".join(said) for name, said in found.items()}


def write(elements: tuple[Element, ...]) -> str:
    """A report on one line, the change groups of a forecast on lines of their own; a blank line before a heading and a note."""
    text, before = "", ""
    for element in elements:
        text += "\n" * bool(text and element.kind in {"bulletin", "note"} - {before}) + _written(element) + "\n"
        before = element.kind
    return text


def _written(element: Element) -> str:
    fields, forecast = element.fields, element.kind == "forecast"
    if not {"change", "station"} & set(fields):
        return str(fields.get("heading") or fields.get("text") or "")
    given = {**fields, **({"temperature": f"{fields['temperature']}/{fields.get('dew_point') or ''}"} if fields.get("temperature") else {})}
    said = [str(given[name]) for name in ORDER if given.get(name) is not None]
    remarks = [] if fields.get("remarks") is None else [str(fields["remarks"])]
    changes = ["\n     " * forecast + _written(change) for change in element.children]
    words = [*said, *remarks, *changes] if forecast else [*said, *changes, *remarks]
    return " ".join(words).replace(" \n", "\n") + str(fields.get("end") or "")


FILES = ("*.metar", "*.taf", "*metar*.txt", "taf_*.txt", "*_taf.txt")
SIGN = Insignificant(re.compile(r"=[ \t]*$", re.MULTILINE), "the sign behind a report, whose end the next one's beginning tells as well")
DOMAIN = Domain("weather", "Aerodrome weather (METAR, TAF)", "science", FILES, KINDS, read, write, (SIGN,))
