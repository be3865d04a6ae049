"""Patterns of lines: what their blanks, columns, groups and hints mean, read and written."""

from decimal import Decimal

import pytest

from delegate_audit.core.kind import Exact, Kind
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.values import NUMBER

LINE = Kind("line", {"x": NUMBER, "name": Exact()})


def grammar(spec, **options):
    return Grammar((LINE,), (Rule("line", spec, **options),))


def through(spec, text, **options):
    """The text as it is written after being read; None where it does not fit."""
    parsed = grammar(spec, **options).parse(text)
    return parsed and grammar(spec, **options).text("line", parsed[1])


@pytest.mark.parametrize(
    ("spec", "text", "again"),
    [
        ("v {x} {name}", "v  1.50\tend", "v 1.50 end"),
        ("M  V30 {x}", "M V30   7", "M  V30 7"),
        ("a\t{x}", "a  7", "a\t7"),
        (r"{name}\z=\z{x}", "k = 3", "k=3"),
        (r"#\s{name:.*}", "#text", "# text"),
        ("v {x}[ {name}]", "v 1", "v 1"),
        (r"\[{name:[^\]]+}\]", "[a b]", "[a b]"),
        ('say {name:"}', r'say "a \" b"', r'say "a \" b"'),
    ],
)
def test_blanks_stand_for_white_space_and_are_written_as_in_the_pattern(spec, text, again):
    assert through(spec, text) == again


@pytest.mark.parametrize(
    ("spec", "text", "again"),
    [
        ("A {x:>6}{name:<4}|", "A   1.50ab  |", "A   1.50ab  |"),
        ("A {x:>6}{name:4}", "A   1.50 b", "A   1.50 b"),
        ("A {x:>6} {name:<4}", "A   1.50", "A   1.50"),
        ("A {x:>6}[{name:.*\\S}]", "A   1.50  rest of it", "A   1.50  rest of it"),
        ("A {x:>6}", "A1.50", None),
        ("A {x:>6}", "A   1.50 ", None),
    ],
)
def test_columns_count_one_by_one(spec, text, again):
    assert through(spec, text, columns=True) == again


def test_numbers_keep_how_they_were_written_and_are_equal_by_value():
    for written in ("1.50", ".5", "1e-3", "+7", "007"):
        parsed = grammar("v {x}").parse(f"v {written}")
        assert str(parsed[1]["x"]) == written
    assert NUMBER.same(".50", Decimal("0.5"))
    assert NUMBER.same("007", Decimal(7))


def test_a_rule_may_decline_and_turn_fields():
    rules = (
        Rule("line", "{name} {x}", lambda f: f if f["name"] == "a" else None),
        Rule("line", "{name}:{x}", lambda f: {"x": f["x"]} if f["name"] == "k" else None, lambda f: {"name": "k", **f}),
    )
    both = Grammar((LINE,), rules)
    assert both.parse("b 1") is None
    assert both.text("line", both.parse("k:7")[1]) == "k:7"


@pytest.mark.parametrize("name", ["end", "e" * 600])
def test_a_line_read_again_says_the_same_whatever_became_of_its_fields(name):
    lines = grammar("v {x} {name}")
    _, fields = lines.parse(f"v 1.50 {name}")
    fields.clear()
    assert lines.parse(f"v 1.50 {name}")[1] == {"x": Decimal("1.50"), "name": name}
