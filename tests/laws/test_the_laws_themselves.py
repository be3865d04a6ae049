"""Each law is broken by a domain that breaks it: a law that nothing can break says nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind
from delegate_audit.domains.contract import Domain

from .specimens import Specimen
from .test_fixpoint import test_fixpoint as fixpoint
from .test_identity import test_identity as identity
from .test_insignificant import test_a_pattern_excuses_something as excuses
from .test_junk import test_a_damaged_document_is_read_and_written as junk
from .test_line_sweep import test_every_change_of_every_line_is_seen_where_it_is as sweep
from .test_no_trace import test_no_change_of_characters_is_without_a_trace as no_trace
from .test_proportion import test_deleting as deleting
from .test_proportion import test_falsifying as falsifying
from .test_surface import BLANKS
from .test_surface import test_surface as surface

TEXT = "".join(f"{7 * k} bolts in box {k}\n# counted on day {k}\n" for k in range(1, 13))


def read(text, filename):
    lines = text.replace("\ufeff", "").split("\n")
    return tuple(Element("line", {"text": line.strip()}, line=k) for k, line in enumerate(lines, 1) if line.strip())


def write(elements):
    return "".join(f"{element.fields['text']}\n" for element in elements)


GOOD = Domain("toy", "Toy", "records", ("*.toy",), (Kind("line", {"text": Exact()}),), read, write)


def without_remarks(text, filename):
    return tuple(element for element in read(text, filename) if not element.fields["text"].startswith("#"))


def with_the_count(text, filename):
    found = read(text, filename)
    return tuple(element.having(of=len(found)) for element in found)


def refusing_zero(text, filename):
    assert "\x00" not in text
    return read(text, filename)


def with_bom(text, filename):
    return tuple(Element("line", {"text": line}, line=k) for k, line in enumerate(text.split("\n"), 1) if line.strip())


def specimen(**flaws):
    return Specimen("x.toy", TEXT, replace(GOOD, **flaws), "this test")


LAWS = {
    "identity": identity,
    "fixpoint": fixpoint,
    "no trace": no_trace,
    "junk": junk,
    "deleting": lambda s: deleting(s, "a third"),
    "falsifying": lambda s: falsifying(s, "a third"),
    "surface": lambda s: [surface(s, change) for change in ("bom", "crlf", *BLANKS)],
    "sweep": lambda s: [sweep(s, fault) for fault in ("deleted", "doubled", "swapped", "digit", "word")],
}


@pytest.mark.parametrize("law", LAWS)
def test_a_good_domain_keeps_it(law):
    LAWS[law](specimen())


@pytest.mark.parametrize(
    ("law", "flaws"),
    [
        ("fixpoint", {"write": lambda elements: write(elements[1:])}),
        ("junk", {"read": refusing_zero}),
        ("deleting", {"read": with_the_count}),
        ("falsifying", {"kinds": (Kind("line", {"text": Exact(normal=lambda _: None)}),)}),
        ("surface", {"read": with_bom}),
        ("sweep", {"read": without_remarks}),
        ("sweep", {"kinds": (Kind("line", {"text": Exact(normal=lambda value: re.sub(r"\d", "", str(value)))}),)}),
    ],
)
def test_a_bad_one_breaks_it(law, flaws):
    with pytest.raises(AssertionError, match="law "):
        LAWS[law](specimen(**flaws))


def test_a_pattern_that_excuses_nothing_is_told(monkeypatch):
    domain = replace(GOOD, insignificant=(Insignificant(re.compile("never there"), "it says nothing at all"),))
    with pytest.raises(AssertionError, match="excuses nothing"):
        excuses(domain, 0)
