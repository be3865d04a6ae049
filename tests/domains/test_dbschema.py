"""What SQL schemas mean in several dialects, with sqlglot as the oracle."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.dbschema import check
from delegate_audit.domains.code.dbschema import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/code/dbschema").glob("*/seed/*.sql"))
TEXT = """CREATE TABLE reel (
    id integer PRIMARY KEY,
    title varchar(80) NOT NULL DEFAULT 'none, yet', -- as on the can
    metres numeric(6, 1),
    CONSTRAINT long CHECK (metres > 0)
);

CREATE INDEX by_title ON reel (lower(title));

INSERT INTO reel (id, title) VALUES
    (1, 'Bridge; part 1'),
    (2, 'Salt');
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.sql") for element in top.walk()]


def compared(before, after):
    return compare({"x.sql": before}, {"x.sql": after}, DOMAIN)


def test_columns_constraints_and_rows_are_elements():
    assert [e.kind for e in elements(TEXT)] == ["table", "column", "column", "column", "constraint", "index", "insert", "row", "row"]
    title = elements(TEXT)[2]
    assert title.fields["options"] == ("NOT NULL", "DEFAULT 'none, yet'")
    assert (title.fields["type"], title.fields["note"]) == ("varchar(80)", "-- as on the can")
    assert elements(TEXT)[7].fields["values"] == ("1", "'Bridge; part 1'")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("`a` int(11) unsigned NOT NULL AUTO_INCREMENT", ("`a`", "int(11) unsigned", ("NOT NULL", "AUTO_INCREMENT"))),
        ("[a] [nvarchar](50) NULL", ("[a]", "[nvarchar](50)", ("NULL",))),
        ("a timestamp with time zone DEFAULT NULL", ("a", "timestamp with time zone", ("DEFAULT NULL",))),
        ("a text[] NULL REFERENCES b (c) ON DELETE SET NULL", ("a", "text[]", ("NULL", "REFERENCES b (c) ON DELETE SET NULL"))),
    ],
)  # fmt: skip
def test_dialects(text, fields):
    column = elements(f"CREATE TABLE t (\n{text}\n);\n")[1]
    assert tuple(column.fields[name] for name in ("name", "type", "options")) == fields


SAME = {
    "keywords in lower case": ("CREATE TABLE reel", "create table reel"),
    "a type in capitals": ("varchar(80)", "VARCHAR (80)"),
    "options in another order": ("NOT NULL DEFAULT 'none, yet'", "DEFAULT 'none, yet' NOT NULL"),
    "rows on one line": ("part 1'),\n    (2", "part 1'), (2"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    assert before in TEXT
    assert compared(TEXT, TEXT.replace(before, after)).score == 1


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("(80)", "(90)", "type"),
        ("NOT NULL ", "", "options"),
        ("'none, yet'", "'None, yet'", "options"),
        ("> 0", ">= 0", "text"),
        ("'Salt'", "'Malt'", "values"),
        ("lower(title)", "title", "columns"),
    ],
)
def test_a_changed_fact_costs_its_element(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(8 / 9)
    assert {f.field for f in comparison.findings if f.severity is not Severity.LAYOUT} == {field}


@pytest.mark.parametrize("k", range(len(TEXT.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = TEXT.splitlines()
    if lines[k]:
        text = "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]]) + "\n"
        assert compared(TEXT, text).score >= (0.3 if lines[k].endswith("(") or lines[k].startswith((")", "INSERT")) else 0.6)


def test_a_lost_bracket_costs_its_table_alone():
    found = elements("CREATE TABLE a (\n b int,\n c int\n;\nDROP TABLE d;\n")
    assert [e.kind for e in found] == [REJECTED, "table", "column", "column", "statement"]
    inside = elements("CREATE TABLE a (\n b int,\nGO\n c int\n);\nDROP TABLE d;\n")
    assert [e.kind for e in inside][:4] == [REJECTED, "table", "column", "directive"]
    assert [e.kind for e in elements("nothing here;\nDROP TABLE d;\n")] == [UNREADABLE, "statement"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name)
def test_sqlglot_reads_the_same_before_and_after(path):
    sqlglot = pytest.importorskip("sqlglot")
    text = path.read_text(encoding="utf-8")
    spread = (
        text.replace(", ", " ,\n ").replace(" NOT NULL", "\n  NOT NULL") if "-- " not in text else text.replace("NOT NULL", "NOT  NULL")
    )
    trees = [
        [tree.sql("postgres") for tree in sqlglot.parse(part, dialect="postgres") if tree]
        for part in (spread, DOMAIN.write(DOMAIN.read(spread, "x.sql")))
    ]
    assert trees[0] == trees[1]


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.sql": text}) == []
    for before, after in (
        ("TABLE member", "TABLE society"),
        ("REFERENCES packet (id)", "REFERENCES packet (no)"),
        ("'main', 95,", "95,"),
        ("ON loan (due)", "ON loans (due)"),
    ):
        assert check({"x.sql": text.replace(before, after, 1)}), before
