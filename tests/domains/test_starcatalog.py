"""VOTables as archives and people write them, and what a change in one of them costs; lxml is the oracle for what cells say."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.starcatalog import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.starcatalog import DOMAIN

NAME = "x.vot"
SEED = (Path(__file__).parents[2] / "corpora/science/starcatalog/harrow_down/seed/winter.vot").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.vot").read_text(encoding="utf-8")


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def table(rows, fields=("name", "ra", "mag")):
    types = {"name": "char"}
    head = "".join(f'<FIELD name="{name}" datatype="{types.get(name, "double")}"/>\n' for name in fields)
    body = "".join(f"<TR>{''.join(f'<TD>{cell}</TD>' for cell in row)}</TR>\n" for row in rows)
    return f'<VOTABLE><RESOURCE><TABLE name="t">\n{head}<DATA><TABLEDATA>\n{body}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n'


ROWS = [(f"star {k}", f"{k}0.25", f"{k}.5") for k in range(1, 9)]
TEXT = table(ROWS)
WEIGHT = 3 + 3 + 8


def test_a_row_has_the_values_of_its_cells_by_name():
    assert dict(kinds(SEED, "row")[0].fields)["ra"] == Decimal("101.28716")
    first, second, third, fourth, coded, _ = kinds(SAMPLE, "row")
    assert dict(first.fields) == {
        "name": "HD 1", "ra": Decimal("10.684580"), "dec": "+41.26917", "n": 3, "./text": "faint, 4 m from the Müller star",
        "flux": "1.0 2.5",
    }  # fmt: skip
    assert (second.fields["n"], second.fields["flux"]) == ("", "")
    assert (third.fields["@ID"], "flux" in third.fields) == ("r3", False)
    assert [child.fields["text"] for child in fourth.children] == ["extra"]
    assert (coded.fields["obs#2"], coded.children[0].fields["@encoding"]) == (5, "base64")


def test_rows_of_tags_with_prefixes_keep_their_cells():
    text = SAMPLE.replace("</", "</v:").replace("<T", "<v:T").replace("<D", "<v:D").replace("xmlns=", "xmlns:v=").replace("<V", "<v:V")
    text = text.replace("<R", "<v:R").replace("<F", "<v:F").replace("<I", "<v:I").replace("<P", "<v:P").replace("<G", "<v:G")
    text = text.replace("<L", "<v:L").replace("<M", "<v:M").replace("<B", "<v:B").replace("<S", "<v:S").replace("<C", "<v:C")
    assert [cell.fields["text"] for cell in kinds(text, "row")[0].children[:2]] == ["HD 1", "10.684580"]
    again = DOMAIN.write(DOMAIN.read(text, NAME))
    assert "<v:TR><v:TD>HD 2</v:TD>" in again
    assert DOMAIN.read(again, NAME) == DOMAIN.read(text, NAME)


@pytest.mark.parametrize("text", [SEED, SAMPLE, TEXT])
def test_cells_come_back_as_lxml_reads_them(text):
    def cells(document):
        found = etree.fromstring(document.encode()).iter("{*}TR")
        return [[(cell.text or "").strip() for cell in row.iter("{*}TD")] for row in found]

    assert cells(DOMAIN.write(DOMAIN.read(text, NAME))) == cells(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<TD>30.25</TD>", "<TD>+30.250</TD>"),
        ("<TD>3.5</TD>", "\n <TD>3.5</TD>\n"),
        ('name="t"', 'name="t" '),
        ("<TD>star 3</TD>", "<TD><![CDATA[star 3]]></TD>"),
    ],
)
def test_another_spelling_is_layout(before, after):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after"), [("<TD>30.25</TD>", "<TD>30.26</TD>"), ("<TD>30.25</TD>", ""), ("<TD>star 3</TD>", "<TD/>"), ("star 3", "star 33")]
)
def test_a_changed_or_lost_cell_costs_its_row(before, after):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / WEIGHT)
    assert {finding.kind for finding in comparison.findings if finding.severity is not Severity.LAYOUT} == {"row"}


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace('name="ra"', 'name="RAJ2000"'),
        TEXT.replace('<FIELD name="ra" datatype="double"/>\n', ""),
        table([row[:1] + row[2:] for row in ROWS], ("name", "mag")),
        table([(*row, "x") for row in ROWS], ("name", "ra", "mag", "kind")),
        table([row[::-1] for row in ROWS], ("mag", "ra", "name")),
    ],
    ids=["renamed", "FIELD lost", "column lost", "column added", "columns turned round"],
)
def test_columns_are_told_by_what_they_hold(after):
    lost = {finding.kind for finding in compared(TEXT, after).findings}
    assert "field" in lost
    assert compared(TEXT, after).score > (0.35 if "kind" in after or after.count("<TD>") < TEXT.count("<TD>") else 0.8)


def test_a_broken_tag_costs_the_file_its_half_and_little_more():
    lines = SEED.split("\n")
    for k in [k for k, line in enumerate(lines) if "TABLEDATA" in line or "<TR>" in line][:12]:
        for broken in (lines[k].replace(">", "", 1), lines[k].replace("</TR>", ""), ""):
            assert compared(SEED, "\n".join([*lines[:k], broken, *lines[k + 1 :]])).score > 0.4, (k, broken)


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "has 21 rows": ('nrows="21"', 'nrows="20"'),
        "is no star": ("<TD>26-01</TD><TD>27989</TD>", "<TD>26-01</TD><TD>27998</TD>"),
        "not the 11 cells": ("<TD>Vega</TD>", ""),
        "is no number": ("<TD>128.93</TD>", "<TD>128,93</TD>"),
        "no place in the sky": ("<TD>89.26414</TD>", "<TD>98.26414</TD>"),
        "never as bright": ("<TD>8.1</TD>", "<TD>0.1</TD>"),
        "comes after": ("2026-01-17T20:45:00", "2026-01-27T20:45:00"),
    }
    for problem, (before, after) in mistakes.items():
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
