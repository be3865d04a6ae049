"""MARCXML as libraries write it, with pymarc as the oracle for what a record says."""

import io
from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.libcatalog import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.libcatalog import DOMAIN

NAME = "x.marcxml"
SEED = (Path(__file__).parents[2] / "corpora/records/libcatalog/skerrow/seed/skerrow.marcxml").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.marcxml").read_text(encoding="utf-8")


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_records_are_known_by_their_number_and_keep_their_blanks():
    first, second, third = kinds(SAMPLE, "record")
    assert (first.fields["number"], first.fields["leader"]) == ("   89048230 /AC/r91", "01041cam a2200265 a 4500")
    assert (second.fields.get("number"), second.fields["leader"]) == (None, "     nam a22     2a 4500")
    assert [control.fields["text"] for control in kinds(SAMPLE, "control")][1] == "891101s1990    maua   j      001 0 eng  "
    assert [control.fields["text"] for control in second.children if control.kind == "control"] == ["DLC", "late", "    "]
    assert [(field.fields["@ind1"], field.fields["@ind2"]) for field in first.children if field.kind == "field"] == [
        (" ", " "), ("1", "0"), (" ", "1"), (" ", "0"), ("", "#"),
    ]  # fmt: skip
    assert third.fields["number"] == "x-7"


def test_prefixes_are_kept():
    text = SAMPLE.replace("</", "</marc:").replace("<r", "<marc:r").replace("<l", "<marc:l").replace("xmlns=", "xmlns:marc=")
    text = text.replace("<c", "<marc:c").replace("<d", "<marc:d").replace("<s", "<marc:s")
    first = kinds(text, "record")[0]
    assert (first.fields["number"], first.fields["tag"]) == ("   89048230 /AC/r91", "marc:record")
    again = DOMAIN.write(DOMAIN.read(text, NAME))
    assert '<marc:controlfield tag="001">   89048230 /AC/r91</marc:controlfield>' in again
    assert "<marc:leader>     nam a22     2a 4500</marc:leader>" in again


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_pymarc_reads_the_same_before_and_after(text):
    pymarc = pytest.importorskip("pymarc")
    before, after = (pymarc.parse_xml_to_array(io.BytesIO(part.encode())) for part in (text, DOMAIN.write(DOMAIN.read(text, NAME))))
    assert len(before) == len(kinds(text, "record"))
    assert [record.as_dict() for record in before] == [record.as_dict() for record in after]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('tag="245" ind1="1" ind2="4"', 'tag="245"   ind1="1"\n ind2="4"'),
        ("<subfield", "\n   <subfield"),
        ("The drowned road :", "<![CDATA[The drowned road :]]>"),
    ],
)
def test_another_spelling_is_layout(before, after):
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "kind", "field"),
    [
        ('ind1=" " ind2="1"', 'ind1=" " ind2=" "', "field", "@ind2"),
        ("     nam a22     3i 4500", "    nam a22     3i 4500", "record", "leader"),
        ("s2009    stk", "s2009   stk", "control", "text"),
        ("s2009    stk", "s2008    stk", "control", "text"),
        ("skr00011", "skr00012", "record", "number"),
        ('code="b">Northlight', 'code="a">Northlight', "subfield", "@code"),
        ("1720-1965", "1720-1956", "subfield", "text"),
    ],
)
def test_a_false_fact_costs_its_element(before, after, kind, field):
    comparison = compared(SEED, SEED.replace(before, after, 1))
    weight = sum(1.0 for top in DOMAIN.read(SEED, NAME) for e in top.walk() if e.kind != "collection") + 0.1
    assert comparison.score == pytest.approx(1 - 1 / weight)
    assert [(f.kind, f.field) for f in comparison.findings if f.severity is not Severity.LAYOUT] == [(kind, field)]


def test_a_broken_tag_costs_the_file_its_half_and_little_more():
    lines = SEED.split("\n")
    for k in range(3, 60):
        for broken in (lines[k].replace(">", "", 1), lines[k][: len(lines[k]) // 2]):
            assert compared(SEED, "\n".join([*lines[:k], broken, *lines[k + 1 :]])).score > 0.46, (k, broken)


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "given 2 times": ('tag="001">skr00019', 'tag="001">skr00011'),
        "has not its length": ("s2009    stk", "s2009   stk"),
        "are not the years": ('code="c">2009.', 'code="c">2008.'),
        "does not check": ("9781904837015", "9781904837105"),
        "has an article": ('tag="245" ind1="1" ind2="4"', 'tag="245" ind1="1" ind2="0"'),
        "is no date": ("2009-10-17", "17 October 2009"),
    }
    for problem, (before, after) in mistakes.items():
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
