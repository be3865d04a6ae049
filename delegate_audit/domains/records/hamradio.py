"""Amateur radio logs (ADIF): contacts are records of fields with their lengths. Fragile: lengths that no longer fit, merged records.

The length says where a value ends. Where that cannot be (neither a blank nor a tag follows there) the value reaches to the next
tag, and what the length says is kept beside it as `<field>:length`; so are type letters, and text behind a value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import typed
from delegate_audit.domains.readers.leaves import ORDER_TYPE
from delegate_audit.domains.readers.values import NUMBER

FIELDS = """call qso_date time_on qso_date_off time_off band freq band_rx freq_rx mode submode prop_mode sat_name sat_mode rst_sent rst_rcvd
stx stx_string srx srx_string name qth gridsquare lat lon state cnty country dxcc cont cqz ituz iota sota_ref pota_ref sig sig_info rig
tx_pwr rx_pwr contest_id operator distance station_callsign my_gridsquare my_lat my_lon my_iota my_sota_ref my_rig my_antenna qsl_sent
qslsdate qsl_rcvd qslrdate qsl_via lotw_qsl_sent lotw_qsl_rcvd eqsl_qsl_sent eqsl_qsl_rcvd comment notes""".split()  # noqa: SIM905
"""Fields in the order in which they are written; others come behind them as they came."""

WORDS = "name qth address comment notes rig qslmsg my_name my_rig my_antenna my_city country name_intl qth_intl comment_intl notes_intl"
NUMBERS = "freq freq_rx tx_pwr rx_pwr distance age ant_az ant_el stx srx dxcc cqz ituz a_index k_index sfi altitude"
CODES = "call band band_rx mode submode prop_mode gridsquare my_gridsquare operator station_callsign cont contest_id"
HEADERS = re.compile(r"adif_vers?|programid|programversion|created_timestamp|userdef\d+")
"""Fields that stand before `<EOH>`, known for what they are even where that is missing."""

_PART = re.compile(r"((?:(?!<eo[rh]>).)++|(?=<))(<eo[rh]>)?", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?P<name>\w[^<>:\n]{0,60}):(?P<length>\d{1,6})(?::(?P<type>[^<>\n]{1,20}))?>")
_MARKS = {"<eoh>": "end_of_header", "<eor>": "qso", "": "unfinished"}
_DAMAGED = re.compile(r"<[^<>\s]*:")
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_ORDER = "fields:order"
_FOLDED = Exact(lambda value: value.casefold() if isinstance(value, str) else value)

TYPES = dict.fromkeys(WORDS.split(), Text()) | dict.fromkeys(NUMBERS.split(), NUMBER) | dict.fromkeys(CODES.split(), _FOLDED)
QSO = Kind("qso", TYPES | {_ORDER: ORDER_TYPE}, ("call", "qso_date", "time_on", "band", "mode"))
TEXTS = (Kind("heading", {"text": Text()}), Kind("remark", {"text": Text()}))
KINDS = (QSO, Kind("unfinished", QSO.fields), Kind("header", {}, ("name",)), Kind("end_of_header"), *TEXTS)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """An element for every record up to its `<EOR>`, every header field up to `<EOH>`, every line of text between them."""
    text, found, at, line = "\n".join(row.rstrip() for row in lines_of(text)), [], 0, 1
    for part in _PART.finditer(text):
        for element, start in _elements(text, part.start(), part.end(1), (part[2] or "").lower()):
            at, line = max(at, start), line + text.count("\n", at, start)
            found.append(Element(element.kind, element.fields, line=line))
    return tuple(found)


def _elements(text: str, start: int, end: int, mark: str) -> Iterator[tuple[Element, int]]:
    """What lies before an `<eor>`, an `<eoh>`, or the end of the file, each with the place in the text at which it begins."""
    tags = list(_TAG.finditer(text, start, end))
    begin = tags[0].start() if tags else end
    heading = mark == "<eoh>" or (tags and HEADERS.fullmatch(tags[0]["name"].lower()))
    yield from _lines(text[start:begin], start, "heading" if heading else "remark")
    fields: dict[str, Value] = {}
    seen: Counter[str] = Counter()
    for tag, stop in zip(tags, [*(tag.start() for tag in tags[1:]), end], strict=False):
        name = tag["name"].lower()
        value, aside = _stated(tag, text[tag.end() : stop])
        if mark == "<eoh>" or HEADERS.fullmatch(name):
            behind = str(aside.pop("behind", ""))
            yield Element("header", {"name": name, "value": value, **aside}), tag.start()
            yield from _lines(behind, tag.end(), "heading")
            continue
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}#{seen[name]}"
        fields |= {name: typed(QSO, name, value), **{f"{name}:{what}": said for what, said in aside.items()}}
    order = [name for name in fields if ":" not in name]
    fields |= {_ORDER: tuple(order)} if order != _names(fields) else {}
    if mark or fields:
        yield Element(_MARKS[mark], fields), end if mark == "<eoh>" else begin


def _stated(tag: re.Match[str], text: str) -> tuple[str, dict[str, Value]]:
    """The value in the text up to the next tag; what its tag says beyond its length, and what stands behind it."""
    length = int(tag["length"])
    fits = length == len(text) or (length < len(text) and text[length].isspace())
    value, behind = (text[:length].rstrip(), text[length:].strip()) if fits else (text.strip(), "")
    aside = {"type": tag["type"], "length": length if length != len(value) else None, "behind": behind or None}
    return value, {what: said for what, said in aside.items() if said is not None}


def _lines(text: str, start: int, kind: str) -> Iterator[tuple[Element, int]]:
    for found in re.finditer(r"\S[^\n]*", text):
        yield Element(UNREADABLE if _DAMAGED.search(found[0]) else kind, {"text": found[0].rstrip()}), start + found.start()


def write(elements: tuple[Element, ...]) -> str:
    """A line for every contact, header field and remark; a blank one behind the header."""
    return "".join(f"{_line(element)}\n" for element in elements if element.kind != REJECTED)


def _line(element: Element) -> str:
    fields = element.fields
    if element.kind == "header":
        name = str(fields.get("name"))
        return _field(name, {name: fields.get("value"), **{f"{name}:{what}": fields.get(what) for what in ("length", "type")}})
    if element.kind in {"qso", "unfinished"}:
        return " ".join([_field(name, fields) for name in _names(fields)] + ["<EOR>"] * (element.kind == "qso"))
    return "<EOH>\n" if element.kind == "end_of_header" else str(fields.get("text", ""))


def _names(fields: Mapping[str, Value]) -> list[str]:
    """The fields of a record, in their own order or the usual one."""
    own, names = fields.get(_ORDER), {name: 0 for name, value in fields.items() if ":" not in name and value is not None}
    kept = [str(name) for name in own if name in names] if isinstance(own, tuple) else []
    return list(dict.fromkeys([*kept, *sorted(names, key=lambda name: _PLACES.get(name.partition("#")[0], len(_PLACES)))]))


def _field(name: str, fields: Mapping[str, Value]) -> str:
    value, length, letter, behind = (fields.get(f"{name}{what}") for what in ("", ":length", ":type", ":behind"))
    text, tag = "" if value is None else str(value), name.partition("#")[0].upper()
    return f"<{tag}:{len(text) if length is None else length}{f':{letter}' if letter else ''}>{text}{f' {behind}' if behind else ''}"


CASE = Insignificant(re.compile(r"<[A-Za-z_]++(?=[:>])"), "the names of fields are written in any case")
DOMAIN = Domain("hamradio", "Amateur radio log", "records", ("*.adi", "*.adif"), KINDS, read, write, (CASE,))
