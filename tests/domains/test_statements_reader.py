"""The engine for formats of statements and brackets, on small formats of the kinds that it serves."""

import random
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE
from delegate_audit.core.kind import Kind, Text
from delegate_audit.domains.readers.brackets import tight
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.statements import Block, Statements
from delegate_audit.domains.reading import depth

COMMENT = Kind("comment", {"text": Text()})


def form(*rules, blocks, **options):
    """A format of these rules."""
    names = dict.fromkeys(rule.kind for rule in rules)
    return Statements(Grammar((*map(Kind, names), COMMENT), rules), blocks, **options)


GATES = form(
    Rule("gate", "gate {name} {qubits:*}"),
    Rule("pragma", r"pragma {text:*}"),
    Rule("apply", r"{gate:\w+} {qubits:*}"),
    blocks=(Block(("gate",), strong=True, width=40),),
    lines=r"pragma\b",
    apart=frozenset({"gate", "comment"}),
)
TABLES = form(
    Rule("table", "CREATE TABLE {name}", flags=re.IGNORECASE),
    Rule("insert", "INSERT INTO {name}", flags=re.IGNORECASE),
    Rule("row", "({values:*})"),
    Rule("column", r"{name:\w+} {type:*}"),
    Rule("statement", r"{text:(?:DROP|GRANT)\b.*}"),
    blocks=(
        Block(("table",), "(", ")", ",", tails=True, holds=("column",)),
        Block(("insert",), "VALUES", "", ",", tails=True, holds=("row",)),
    ),
    strings=r"'(?:[^'\n]|'')*+'",
    comments=r"--[^\n]*+",
)
LISTS = form(
    Rule("map", r"[{name:\w+} =]"),
    Rule("list", r"[{name:\w+} =]"),
    Rule("pair", r"{name:\w+} = {value:*}"),
    Rule("item", "{value:*}"),
    blocks=(
        Block(("map",), end="\n,", strong=True, tails=True),
        Block(("list",), "[", "]", ",", holds=("item",), width=30, hugs=True, tails=True),
    ),
    end="\n",
    comments=r"#[^\n]*+",
    aligned=frozenset({"pair"}),
)
RULES = form(
    Rule("rule", r"rule {name:\w+}"),
    Rule("section", "{name:meta}"),
    Rule("condition", "test"),
    Rule("pair", r"{name:\w+} = {value:*}"),
    Rule("test", "{text:*}"),
    blocks=(
        Block(("rule",), strong=True),
        Block(("section",), ":", "", "\n", space=False, holds=("pair",)),
        Block(("condition",), ":", "", "", space=False, holds=("test",)),
    ),
    end="\n",
)
TEXTS = {
    "gates": (
        GATES,
        'pragma quick\n\n// bell\ngate bell a,b { h a; cx a,b; } // by hand\ngate short a { x a; }\ninclude "x;y";\n\n'
        "// the longer one\ngate long a { // of two\n  h a; // first\n  x a;\n\n  /* and\n     last */\n  measure q[0, 1] -> c[0];\n}\n",
    ),
    "tables": (
        TABLES,
        "CREATE TABLE shelf (\n  id int, -- its number\n  price numeric(10, 2) DEFAULT 0 -- in all\n) WITHOUT ROWID;\nDROP x;\n"
        "INSERT INTO shelf VALUES\n  (1, 'a, (b'),\n  (2, 'c;');\nGRANT SELECT\n  ON shelf\n    TO ann;\n",
    ),
    "lists": (
        LISTS,
        'size  = 3 # wide\nbread = "a [b"\nmap = {\n  a = [1, 2]\n}\n'
        'long = [\n  "a long enough item",\n  # between\n  f(2, 3)\n]\nhug = [{\n  a = 1\n}]\n',
    ),
    "rules": (
        RULES,
        'rule one {\n  meta:\n    a = 1 // note\n    b = "}"\n  test:\n    a and\n      (b or c)\n}\nrule two {\n  test:\n    c\n}\n',
    ),
}


def walked(elements):
    return [element for top in elements for element in top.walk()]


@pytest.mark.parametrize(("statements", "text"), TEXTS.values(), ids=TEXTS)
def test_text_comes_back_as_a_person_wrote_it(statements, text):
    assert statements.write(statements.read(text, "")) == text
    assert UNREADABLE not in {element.kind for element in walked(statements.read(text, ""))}


PIECES = ["\n", " ", ";", ",", "'", '"', "{", "}", "(", ")", "[", "]", "//", "/*", "*/", "--", "#", ":", "VALUES", "gate g a", "\x0c", "\\"]


@pytest.mark.parametrize(("statements", "text"), TEXTS.values(), ids=TEXTS)
def test_what_was_written_is_read_the_same_however_broken(statements, text):
    rng = random.Random(text)
    for _ in range(300):
        broken = list(text)
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(broken) + 1)
            broken[place : place + rng.choice((0, 0, 1, 5))] = rng.choice((*PIECES, *text.splitlines(keepends=True)))
        elements = statements.read("".join(broken), "")
        assert statements.read(statements.write(elements), "") == elements, "".join(broken)


WORDS = [*PIECES, "a", "b = 1", "rule r", "meta:", "m =", "CREATE TABLE t", "x 1"]


@settings(max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(TEXTS)), st.lists(st.sampled_from(WORDS), max_size=14))
def test_junk_is_a_fixpoint(name, pieces):
    statements = TEXTS[name][0]
    elements = statements.read("".join(pieces), "")
    assert statements.read(statements.write(elements), "") == elements


def test_comments_are_notes_of_what_they_stand_behind():
    first, second, third = TABLES.read("CREATE TABLE a ( -- it\n b int -- last\n);\nDROP /* in */ x; -- y\n", "")
    assert (first.fields["note"], first.children[0].fields["note"]) == ("-- it", "-- last")
    assert (second.kind, second.fields["text"], third.fields["note"]) == ("comment", "/* in */", "-- y")


@pytest.mark.parametrize(
    ("statements", "text", "kinds"),
    [
        (GATES, "gate g a {\nh a;\ngate f b { x b; }\n", [REJECTED, UNREADABLE, "apply", "gate", "apply"]),
        (GATES, "h a;\n}\nx a;\n", [REJECTED, "apply", UNREADABLE, "apply"]),
        (GATES, "gat g {\nh a;\n}\nx a;\n", [UNREADABLE, "apply", UNREADABLE, "apply"]),
        (GATES, "h a;\nx a", ["apply", UNREADABLE]),
        (GATES, "h a[0;\nx a;\n", [UNREADABLE, "apply"]),
        (TABLES, "CREATE TABLE a (\n b int,\n c int;\nDROP x;\n", [REJECTED, "table", "column", "column", "statement"]),
        (TABLES, "CREATE TABLE a (\n b,\n c int);\nDROP 'x;\n", ["table", UNREADABLE, "column", UNREADABLE]),
        (LISTS, "a = [\n1, 2\nb = 3\n", [UNREADABLE, UNREADABLE, "pair"]),
        (GATES, "gate g a {\nh a;\npragma x\nx a; }\n", ["gate", "apply", "pragma", "apply"]),
        (
            RULES,
            "rule a {\n meta:\n x = 1\n\nrule b {\n test:\n c\n}\n",
            [REJECTED, UNREADABLE, "section", "pair", "rule", "condition", "test"],
        ),
    ],
)  # fmt: skip
def test_damage_costs_what_it_damages(statements, text, kinds):
    assert [element.kind for element in walked(statements.read(text, ""))] == kinds


def test_what_is_damaged_is_written_so_that_it_is_read_as_that_again():
    assert GATES.write(GATES.read("h a;\ngat g {\nx a;\n}\n", "")) == "h a;\ngat g {\nx a;\n}\n"
    assert GATES.write(GATES.read("h a[0;\nx a;\nx b", "")) == "h a[0;\nx a;\nx b\n"
    unclosed = "CREATE TABLE a (\n  b int;\nDROP x;\n"
    written = TABLES.write(TABLES.read(unclosed, ""))
    assert written == "@rejected: a ( that is never closed\nCREATE TABLE a (\n  b int\n);\nDROP x;\n"
    assert TABLES.read(written, "") == TABLES.read(unclosed, "")


def test_a_bracket_never_closed_is_told_of_where_it_should_have_been():
    (mark, *_) = GATES.read("gate g a {\n  h a;\n  x a;\nh b;\n", "")
    assert (mark.fields["reason"], mark.line) == ("a { that is never closed", 4)


def test_white_space_in_code_says_nothing_but_between_words_and_in_quotes():
    assert tight("f( a,  b )\n  and not 'x , y'") == "f(a,b)and not'x , y'"


HOSTILE = {
    "equal lines": "x q[0];\n" * 10_000,
    "one line": "x " * 100_000,
    "one word": "x" * 200_000,
    "quotes": "'\"" * 50_000,
    "opened": "gate g a {" * 10_000,
    "nested": "a = [" * 1_000 + "]" * 1_000,
    "maps": "a = {\n" * 1_000 + "}\n" * 1_000,
    "brackets": "[" * 20_000,
    "calls": "f(a)" * 10_000,
    "held": "x = y {}" + "{}" * 10_000,
    "comments": "/*" * 20_000,
    "notes": "x a; // y\n" * 5_000,
    "sections": "meta:\n" * 5_000,
    "values": "VALUES " * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("statements", [pair[0] for pair in TEXTS.values()], ids=TEXTS)
def test_every_text_is_read_in_time(statements, text):
    start = time.process_time()
    elements = statements.read(text, "")
    assert time.process_time() - start < 3
    assert all(depth(element) <= MAX_DEPTH for element in elements)
    assert statements.read(statements.write(elements), "") == elements
