"""The letters of XML: a text cut into tags, sections and what stands between them, with nothing lost; references; well-formedness.

The cutting is ours, since a damaged text has to be cut as well as a whole one; whether it is XML is for lxml to say,
with entities, DTD and network off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from delegate_audit.core.document import Insignificant

BLANKS = " \t\r\n"
MISSING = "missing"
"""What the field `/` says of an element that is never closed."""

OWN = {"tag", "text", "order", "attributes", "/"}
"""Fields that are no leaves and no attributes."""

_SECTIONS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
_DOCTYPE_START = "<!DOCTYPE"
_NAME = r"[^\W\d][\w:.\-]*+"
_TAG = re.compile(
    rf"</(?P<end>{_NAME})[{BLANKS}]*+>"
    rf"|<(?P<start>{_NAME})(?P<attributes>(?:[{BLANKS}]++[^{BLANKS}=<>/\"'&]++[{BLANKS}]*+=[{BLANKS}]*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+)"
    rf"[{BLANKS}]*+(?:/>|>(?:(?P<text>[^<]*+)</(?P=start)[{BLANKS}]*+>)?+)"
    rf"|<(?P<broken>{_NAME})(?P<rest>(?:[{BLANKS}/][^<>]*+)?+(?:>|(?=<)|\Z))|(?:<[{BLANKS}]*+)+(?=<)|<[^<>]*+>?"
)
_LITERAL = r"\"[^\"<]*+\"|'[^'<]*+'"
_VALUE = r"\"(?:[^\"\]]|\](?!\s*>))*+\"|'(?:[^'\]]|\](?!\s*>))*+'"
_DOCTYPE = re.compile(
    rf"{_DOCTYPE_START}(?:[^\[<>\"']|{_LITERAL})*+(?:\[(?:<!--(?:(?!-->).)*+-->|<[!?]|[^\]\"'<]|{_VALUE})*+\][{BLANKS}]*+)?+>", re.DOTALL
)
ATTRIBUTE = re.compile(rf"([^{BLANKS}=]+)[{BLANKS}]*=[{BLANKS}]*([\"'])(.*?)\2", re.DOTALL)
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RUNS = re.compile(f"[{BLANKS}]+")
_PLAIN = re.compile(r"[^&\s]++(?: [^&\s]++)*+")
_PROPERTY = re.compile(r"[\w-]+")
_MARKUP, _NO_CDATA = re.compile(r"</?[A-Za-z]"), re.compile("]]>|[\r\ufeff]")
INSIGNIFICANT = (Insignificant(re.compile(r"<!\[CDATA\[|\]\]>"), "CDATA says what references say"),)
"""What differs between texts that are the same XML."""

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\ufeff": "&#65279;"})
_IN_QUOTES = {mark: _ESCAPED | {ord(mark): f"&{name};", 10: "&#10;", 9: "&#9;"} for mark, name in (("'", "apos"), ('"', "quot"))}


def usual_quotes(text: str) -> str:
    """The quotes that need the least references in an attribute's value."""
    return "'" if '"' in text and "'" not in text else '"'


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """The tag without its prefix."""
    return tag.rsplit(":", 1)[-1]


def own_name(name: str) -> str:
    """The name of a leaf as a field, unlike those of an element's own tag and text."""
    return f"./{name}" if name.partition("/")[0] in OWN else name


def tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """What the text is made of; with its parts (groups `end`, `start` …) where it is a tag, or two with but a `text` between them."""
    at, lacking = 0, set[str]()
    while at < len(text):
        tag, stop = None, text.find("<", at)
        if stop != at:
            stop = len(text) if stop < 0 else stop
        elif not (stop := _section_end(text, at, lacking) if text.startswith(("<!", "<?"), at) else 0):
            tag = _TAG.match(text, at)
            assert tag is not None
            stop = tag.end()
            lacking.add(_DOCTYPE_START)
        yield text[at:stop], tag
        at = stop


def _section_end(text: str, at: int, lacking: set[str]) -> int:
    """Where the comment, CDATA, instruction or document type at `at` ends; 0 where there is none, or no end of it.

    An end once not found is not looked for again, and a document type stands before all tags: so the text is gone through once.
    """
    for start, end in _SECTIONS:
        if text.startswith(start, at) and end not in lacking:
            stop = text.find(end, at + len(start))
            if stop > 0:
                return stop + len(end)
            lacking.add(end)
    if _DOCTYPE_START in lacking or not text.startswith(_DOCTYPE_START, at):
        return 0
    lacking.add(_DOCTYPE_START)
    found = _DOCTYPE.match(text, at)
    return found.end() if found else 0


def attribute_value(text: str, *, kept: bool) -> str | None:
    """The value that the text in an attribute's quotes is, its ends `kept`; None where a reference in it is not XML's own."""
    if _PLAIN.fullmatch(text):
        return text
    plain = unescaped(spaced(text))
    plain = None if plain is None else re.sub(" +", " ", plain)
    return plain if kept or plain is None else plain.strip(" ")


def properties(text: str) -> dict[str, str] | None:
    """The parts of `a: b; c: d`; None where it is no such list."""
    parts = [[side.strip() for side in part.split(":", 1)] for part in text.strip("; ").split(";")]
    found = {part[0]: part[-1] for part in parts}
    named = all(len(part) == 2 and _PROPERTY.fullmatch(part[0]) and part[1] for part in parts)
    return found if named and len(found) == len(parts) else None


def unescaped(text: str) -> str | None:
    """The text with its references resolved; None where one is not XML's own."""
    if "&" not in text:
        return text
    if "&" in _REFERENCE.sub("", text) or any(_NO_CHARACTER.match(_character(found)) for found in _REFERENCE.finditer(text)):
        return None
    return _REFERENCE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if code < 0x11_0000 else "\0"


def escaped(text: str) -> str:
    """The text with references for what stands for something else in XML."""
    return text.translate(_ESCAPED)


def quoted(text: str, *, unusual: bool = False) -> str:
    """The text as an attribute's value, in the usual quotes or the others."""
    mark = "'" if (usual_quotes(text) == "'") != unusual else '"'
    return f"{mark}{text.translate(_IN_QUOTES[mark])}{mark}"


def worded(text: str) -> str:
    """The text as a person writes it: one with markup in it as CDATA."""
    return f"<![CDATA[{text}]]>" if _MARKUP.search(text) and not _NO_CDATA.search(text) else escaped(text)


def spaced(text: str) -> str:
    """The text with one blank for every run of white space."""
    return _RUNS.sub(" ", text)


def refused(text: str) -> int:
    """The line at which lxml refuses a text; 0 where it takes it, or there is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8")
    try:
        if text.strip():
            etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        return error.lineno or 1
    return 0
