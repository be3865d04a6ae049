"""Tables as they are met in the world, and the laws for them."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.spreadsheet import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.spreadsheet import DOMAIN

LINES = st.lists(st.text(alphabet=";,\t| #a1.2", max_size=9), max_size=8).map("\n".join)


def _table(text, name="t.csv"):
    (table,) = DOMAIN.read(text, name)
    assert table.kind == "table"
    return table


def _rows(text, name="t.csv"):
    return [dict(child.fields) for child in _table(text, name).children]


def test_cells_are_fields_named_by_their_column():
    table = _table('id,name,price,note\n7,"Bolt, long",1.50,\n007,"6"" nut",-2,"two\nlines"\n')
    assert table.fields["columns"] == ("id", "name", "price", "note")
    assert [child.line for child in table.children] == [2, 3]
    assert _rows(DOMAIN.write((table,))) == [
        {"id": Decimal(7), "name": "Bolt, long", "price": Decimal("1.50"), "note": None},
        {"id": "007", "name": '6" nut', "price": Decimal(-2), "note": "two\nlines"},
    ]


@pytest.mark.parametrize(
    ("text", "name", "delimiter", "rows"),
    [
        ("a;b\n1,5;x\n2,5;y\n", "t.csv", ";", 2),
        ("a\tb\nx, y and z\t1\n", "t.tsv", "\t", 1),
        ("a|b|c\n1|2|3\n", "t.csv", "|", 1),
        ('a,b\n"x;y;z",1\n"u;v;w",2\n', "t.csv", ",", 2),
        ("a\tb\n1\t2\n", "t.csv", "\t", 1),
    ],
)
def test_the_delimiter_is_found_and_kept(text, name, delimiter, rows):
    table = _table(text, name)
    assert (table.fields.get("delimiter", ","), len(table.children)) == (delimiter, rows)
    assert DOMAIN.write((table,)) == (text.replace('"', "") if delimiter == "," else text)


@pytest.mark.parametrize(
    ("text", "columns", "kinds"),
    [
        ("1,2\n3,4\n", None, ["row", "row"]),
        ("Oslo,1\nBergen,2\n", None, ["row", "row"]),
        ("region,2023,2024\nnorth,5,6\n", ("region", "2023", "2024"), ["row"]),
        ("a,b,c\n", ("a", "b", "c"), []),
        (",a,a\n1,2,3\n", ("", "a", "a"), ["row"]),
        ("a,b\nx,1\nTotal,1\nSource: us\n# end\n", ("a", "b"), ["row", "footer", "note", "comment"]),
        ("a,b\nTotal war,1\nx,2\n", ("a", "b"), ["row", "row"]),
        ("#id,b\n#1,2\n# said so, twice\n3,4\n", ("#id", "b"), ["row", "comment", "row"]),
    ],
)
def test_header_rows_footers_and_comments_are_told_apart(text, columns, kinds):
    table = _table(text)
    assert table.fields["columns"] == columns
    assert [child.kind for child in table.children] == kinds


def test_titles_above_the_table_are_notes():
    title, second, table = DOMAIN.read("Stock of May,,,\nHall 2\na,b,c,d\n1,2,3,4\n", "t.csv")
    assert (title.kind, second.kind, table.line) == ("note", "note", 3)
    assert DOMAIN.write((title, second, table)) == "Stock of May,,,\nHall 2\na,b,c,d\n1,2,3,4\n"


def test_ragged_rows_and_doubled_names_keep_every_cell():
    text = "a,a,,d\n1,2\n1,2,3,4,5\n"
    assert _rows(text) == [
        {"a": Decimal(1), "a (2)": Decimal(2)},
        {"a": Decimal(1), "a (2)": Decimal(2), "column 3": Decimal(3), "d": Decimal(4), "column 5": Decimal(5)},
    ]
    assert DOMAIN.write(DOMAIN.read(text, "t.csv")) == text


@pytest.mark.parametrize("line", ['x,"open', 'x,"closed" early', '"'])
def test_false_quotes_reject_the_file_and_leave_other_rows_what_they_were(line):
    good = "id,b\n1,2\n3,4\n5,6\n"
    mark, table = DOMAIN.read(f"id,b\n1,2\n{line}\n3,4\n5,6\n", "t.csv")
    assert (mark.kind, mark.line) == ("rejected", 3)
    assert [c.kind for c in table.children] == ["row", "unreadable", "row", "row"]
    assert tuple(c for c in table.children if c.kind == "row") == _table(good).children
    assert compare({"t.csv": good}, {"t.csv": f"id,b\n1,2\n{line}\n3,4\n5,6\n"}).score <= 0.5


def test_consistency_is_found_wanting():
    text = "id,owned,out,day_rate,week_rate\n1,2,3,5.00,20.00\n1,2,1,5.00,21.00\n2,1\nTotal,9,4,,\n"
    problems = check({"t.csv": text})
    assert [word for word in ("twice", "week", "more is out", "cells under", "owned sums") if not any(word in p for p in problems)] == []
    assert check({"t.csv": "1,2\n"}) == ["t.csv:1: it has no header"]


def test_meaningless_variants_cost_nothing_and_are_seen():
    text = "id,b,c\n1,x y,2.50\n2,z,3\n"
    variants = [
        'id,b,c\n1,"x y",2.50\n2,z,3\n',
        "id,b,c\n1, x  y ,2.5\n2,z,3\n",
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        text.rstrip("\n"),
        text.replace("\n", "  \n"),
        "\n" + text + "\n\n",
    ]
    for variant in variants:
        comparison = compare({"t.csv": text}, {"t.csv": variant})
        assert comparison.score == 1, variant
        assert {f.severity for f in comparison.findings} == {Severity.LAYOUT}, variant


def test_losing_k_of_n_costs_k_of_n():
    rows = [f"k{n},{n * 7},word{n}\n" for n in range(19)]
    text = "id,b,c\n" + "".join(rows)
    assert compare({"t.csv": text}, {"t.csv": "id,b,c\n" + "".join(rows[:7] + rows[10:])}).score == pytest.approx(17 / 20)
    assert compare({"t.csv": text}, {"t.csv": text.replace(",63,", ",64,")}).score == pytest.approx(19 / 20)
    assert compare({"t.csv": text}, {"t.csv": text + text}).score == pytest.approx(0.5)


def test_a_column_moved_is_a_change_of_the_header_alone():
    comparison = compare({"t.csv": "id,b,c\n1,2,3\n4,5,6\n7,8,9\n"}, {"t.csv": "id,c,b\n1,3,2\n4,6,5\n7,9,8\n"})
    assert comparison.score == pytest.approx(3 / 4)


def test_rows_are_known_by_their_id():
    text = "id,b\nT1,alpha\nT2,beta\nT3,gamma\n"
    (finding,) = compare({"t.csv": text}, {"t.csv": text.replace("T2,beta", "T2,completely else")}).findings
    assert (finding.where, finding.field, finding.line) == ("table 1 › row T2", "b", 3)


@given(st.one_of(st.text(), LINES))
def test_any_text_is_read_and_comes_back_the_same(text):
    elements = DOMAIN.read(text, "t.csv")
    again = DOMAIN.write(elements)
    if not any(e.kind == "rejected" for e in elements):
        assert DOMAIN.read(again, "t.csv") == elements


@given(st.text(alphabet='",;\n\t#a1 |'))
def test_any_quoting_is_read(text):
    DOMAIN.write(DOMAIN.read(text, "t.csv"))


@pytest.mark.parametrize(
    "text", ['"' * 100_001, "," * 100_000, '"a\n' * 20_000, 'x,"",\n' * 10_000 + '"', '"x"y\n' * 20_000, "#\n" * 50_000]
)
def test_junk_is_read_in_time(text):
    start = time.process_time()
    DOMAIN.read(text, "t.csv")
    assert time.process_time() - start < 3


def test_the_domain_claims_tables():
    assert all(DOMAIN.claims(name) for name in ("a.csv", "x/b.tsv", "c.CSV"))


@pytest.mark.parametrize("change", [lambda t: t.replace("price", "rate", 1), lambda t: t.split("\n", 1)[1]], ids=["renamed", "header gone"])
def test_a_change_of_the_header_is_one_change(change):
    table = "id,name,price\n" + "".join(f"{k},thing {k},{k}.50\n" for k in range(1, 20))
    comparison = compare({"t.csv": table}, {"t.csv": change(table)})
    assert comparison.score == pytest.approx(1 - 1 / 20)
    assert [f.field for f in comparison.findings] == ["columns"]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("id,price,price", {"columns"}),
        ("id,name,name", {"columns"}),
        ("price,name,id", {"columns", "id", "price"}),
    ],
    ids=["called like the next", "called like the one before", "two swapped"],
)
def test_a_header_that_names_another_column_falsifies_cells_only_where_names_changed_places(header, fields):
    rows = "".join(f"{k},thing {k},{k}.50\n" for k in range(1, 20))
    comparison = compare({"t.csv": f"id,name,price\n{rows}"}, {"t.csv": f"{header}\n{rows}"})
    assert {f.field for f in comparison.findings} == fields
    assert (comparison.score == pytest.approx(1 - 1 / 20)) == (fields == {"columns"})


def _columns(text):
    comparison = compare({"t.csv": TABLE}, {"t.csv": text})
    return comparison.score, {(f.change.value, f.kind, f.field) for f in comparison.findings if f.cost}


TABLE = "when,name,amount,in €\n" + "".join(f"2024-05-{k:02},thing {k},{k}.50,{k * 3}\n" for k in range(1, 20))
HEADLESS = TABLE.split("\n", 1)[1]


@pytest.mark.parametrize("header", ["when name,amount,in €", "when,name,amo,unt,in €", "when name amount,in €", "name,amount,in €,when"])
def test_a_delimiter_lost_in_the_header_is_a_change_of_the_header(header):
    score, found = _columns(TABLE.replace("when,name,amount,in €", header))
    if header == "name,amount,in €,when":
        assert score == 0
    else:
        assert score > 0.9
        assert {kind for _, kind, _ in found} <= {"table", "note"}


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("text", [TABLE, HEADLESS], ids=["header", "none"])
def test_an_added_column_is_one_element_and_a_lost_one_a_fact_of_every_row(text, place):
    rows = [line.split(",") for line in text.splitlines()]
    wider = "".join(",".join([*row[:place], f"new {k}", *row[place:]]) + "\n" for k, row in enumerate(rows))
    comparison = compare({"t.csv": text}, {"t.csv": wider})
    whole = 19 + 1
    assert comparison.score == pytest.approx(whole / (whole + 1))
    assert [(f.change, f.kind) for f in comparison.findings if f.cost] == [("added", "column")]
    comparison = compare({"t.csv": wider}, {"t.csv": text})
    assert comparison.score <= 1 / whole
    assert len([f for f in comparison.findings if f.kind == "row"]) == 19


def test_an_empty_column_at_the_end_says_nothing():
    for text in (TABLE, HEADLESS):
        comparison = compare({"t.csv": text}, {"t.csv": text.replace("\n", ", ,\n")})
        assert (comparison.score, {f.severity for f in comparison.findings}) == (1, {Severity.LAYOUT})


def test_times_and_addresses_are_no_header():
    text = "Ann,a@b.example,https://x.example/1\nBo,2013-11-23T02:30:31-08:00,Ann\nCy,c@d.example,-$5.00\n"
    assert _table(text).fields["columns"] is None
    first, rest = text.split("\n", 1)
    assert compare({"t.csv": text}, {"t.csv": rest}).score == pytest.approx(3 / 4)
    second, third = rest.split("\n", 1)
    assert compare({"t.csv": text}, {"t.csv": f"{second}\n{first}\n{third}"}).score == pytest.approx(3.5 / 4)


def test_small_numbers_are_written_as_they_were():
    text = "a,b\n0.00000016,1e-5\n-0.00000000,12.50\n"
    assert _rows(text)[0] == {"a": Decimal("0.00000016"), "b": "1e-5"}
    assert DOMAIN.write(DOMAIN.read(text, "t.csv")) == text
    (finding,) = compare({"t.csv": text}, {"t.csv": text.replace("016", "017")}).findings
    assert (finding.before, finding.after) == ("0.00000016", "0.00000017")


def test_blanks_within_the_header_and_tabs_at_line_ends_say_nothing():
    text = '"first \nname",b\n"x, y",1\nz,2\n'
    for variant in (text.replace("\n", "  \n"), text.replace("\n", "\t\n"), "\n \ufeff" + text):
        comparison = compare({"t.csv": text}, {"t.csv": variant})
        assert (comparison.score, {f.severity for f in comparison.findings}) == (1, {Severity.LAYOUT}), variant
