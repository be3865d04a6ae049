"""Recipes as cooks write them, in Markdown, plain text and YAML, and the laws for them."""

import textwrap
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.finding import Severity
from delegate_audit.domains.everyday.recipe import DOMAIN, read, write
from delegate_audit.domains.readers.ingredients import amount, ingredient_fields
from delegate_audit.domains.reading import compare

SOUP = """# Chestnut soup

**Yield:** 12 portions
Source: Aunt Ilse, by phone. She is 91.

Heavy, and worth it.

## Ingredients

- 600 g chestnuts, cooked and peeled
- 1 1/2 l vegetable stock
- 2–3 bay leaves
- salt, to taste

For the croutons:

* 4 slices of rye bread (a day old, better two), cubed

## Method

1. Sweat the onions
   for 10 minutes.
2) Add the chestnuts.
- Rest.

Tip: Freeze half of it.

> A spoon of cream
> does no harm.

## Notes

- Goes with the 2019 Riesling.

| Size | Pots |
| --- | --- |

---
"""

TEXT = """Rye rolls
=========

Makes: 40

Ingredients:
- 500g rye flour
- 12 g salt

Method:
1. Mix.
"""

YAML = """title: Rye rolls
yield: 40
ingredients:
  - quantity: 500
    unit: g
    name: rye flour
steps:
  - Mix.
# baked on Fridays
"""

PIECES = st.sampled_from(
    [
        *("# A", "## Method", "## Tips", "### x", "Ingredients:", "For it:", "Yield: 3", "**Yield:** 3", "Tip: a", "> q", "---", "==="),
        *("- 2 g salt, fine", "- ", "* 1 1/2 l x", "- ½ cup a", "- 2-3 eggs", "- 1, 2 eggs", "- 00 flour", "| a | b |", "|"),
        *("1. Mix", "7) Mix", "  2. Mix", "   more", "1887. ", "key: v", "- key: 2.50", "A b. ", "x" * 55),
        *("\n", "\n\n", "\n", " ", "\t", "\ufeff", "\r", "  "),
    ]
)
MESSES = st.text() | st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map("\n".join)
NAMES = st.sampled_from(["recipe.md", "recipe.txt", "recipe.yaml"])


def _flat(text, name="recipe.md"):
    return [e for top in read(text, name) for e in top.walk()]


def _kinds(text, name="recipe.md"):
    return " ".join(e.kind for e in _flat(text, name))


def test_a_recipe_is_read_as_its_parts():
    assert _kinds(SOUP) == (
        "recipe property property paragraph sentence section ingredient ingredient ingredient ingredient group ingredient "
        "section step step step tip tip section tip row row rule"
    )
    assert [e.line for e in _flat(SOUP) if e.kind in {"property", "ingredient", "step", "tip"}] == [
        3,
        4,
        10,
        11,
        12,
        13,
        17,
        21,
        23,
        24,
        26,
        28,
        33,
    ]
    assert [e.fields["text"] for e in _flat(SOUP) if e.kind == "step"] == [
        "Sweat the onions for 10 minutes.",
        "Add the chestnuts.",
        "Rest.",
    ]


def test_plain_text_and_yaml():
    assert _kinds(TEXT, "recipe.txt") == "recipe property section ingredient ingredient section step"
    assert [(e.fields["deeper"], e.fields["dash"], e.fields["key"], e.fields["value"]) for e in read(YAML, "recipe.yaml")] == [
        (0, False, "title", "Rye rolls"),
        (0, False, "yield", Decimal(40)),
        (0, False, "ingredients", None),
        (1, True, "quantity", Decimal(500)),
        (1, False, "unit", "g"),
        (0, False, "name", "rye flour"),
        (-2, False, "steps", None),
        (1, True, None, "Mix."),
        (-1, False, None, "# baked on Fridays"),
    ]
    assert write(read(YAML, "recipe.yaml")) == YAML


@pytest.mark.parametrize(
    ("line", "quantity", "unit", "name", "preparation"),
    [
        ("600 g chestnuts, cooked and peeled", Decimal(600), "g", "chestnuts", "cooked and peeled"),
        ("0.50 kg leeks", Decimal("0.50"), "kg", "leeks", None),
        ("1 1/2 l stock", "1 1/2", "l", "stock", None),
        ("2–3 bay leaves", "2–3", None, "bay leaves", None),
        ("3 to 4 tbsp oil", "3 to 4", "tbsp", "oil", None),
        ("4 slices of bread (white, old), cubed", Decimal(4), "slices of", "bread (white, old)", "cubed"),
        ("salt, to taste", None, None, "salt", "to taste"),
        ("00 flour", None, None, "00 flour", None),
        ("2 cloves", Decimal(2), None, "cloves", None),
        ("1, 2 eggs", None, None, "1", "2 eggs"),
        ("5", None, None, "5", None),
    ],
)
def test_amounts(line, quantity, unit, name, preparation):
    assert ingredient_fields(line) == {"quantity": quantity, "unit": unit, "name": name, "preparation": preparation}


def test_spellings_of_one_amount():
    assert amount("1 1/2") == amount("1½") == amount("1,5")
    assert amount("1/3") == amount("⅓") != amount("2/3")
    assert amount("2–3") == amount("2 to 3") != amount("2–4")


@given(MESSES, NAMES)
def test_what_was_read_is_read_again_from_what_is_written(text, name):
    elements = read(text, name)
    assert read(write(elements), name) == elements


@given(MESSES, NAMES)
def test_no_letter_or_digit_is_lost(text, name):
    kept = "".join(str(v) for e in _flat(text, name) for v in e.fields.values())
    assert {c for c in text if c.isalpha()} <= set(kept)


@pytest.mark.parametrize(
    "text",
    [
        *("- " * 50_000, "-\n" * 30_000, "1 " * 50_000, "- 1" + " " * 100_000 + "x", "- " + "1" * 100_000),
        *("x\n===\n" * 20_000, "|" * 100_000, "(" * 100_000, "> x\n" * 30_000, "Tip: x\n" * 30_000),
    ],
    ids=range(10),
)
def test_no_text_makes_it_hang(text):
    start = time.process_time()
    read(text, "recipe.md")
    read(text, "recipe.yaml")
    assert time.process_time() - start < 4


def test_another_spelling_is_layout_and_a_bullet_is_not():
    other = (
        SOUP.replace("**Yield:**", "Yield:")
        .replace("1 1/2 l", "1½ litres of")
        .replace("* 4 slices", "- 4 slices")
        .replace("2) Add", "2. Add")
    )
    result = compare({"recipe.md": SOUP}, {"recipe.md": other}, DOMAIN)
    assert result.score == 1
    assert {f.severity for f in result.findings} == {Severity.LAYOUT}
    assert compare({"recipe.md": SOUP}, {"recipe.md": SOUP.replace("2) Add", "- Add")}, DOMAIN).score < 1


def test_losing_and_doubling_cost_their_share():
    lines = "".join(f"- {n} g thing number {n}\n" for n in range(1, 21))
    less = "".join(line + "\n" for line in lines.splitlines() if not line.startswith("- 7 "))
    assert compare({"recipe.md": lines}, {"recipe.md": less}, DOMAIN).score == pytest.approx(19 / 20)
    assert compare({"recipe.md": lines}, {"recipe.md": lines + lines}, DOMAIN).score == pytest.approx(0.5)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_wrapping_a_paragraph_otherwise_costs_nothing(width):
    words = (
        "We cook this on the first Monday of the month, because the butcher delivers late. Nobody has complained in eleven years! Ask Ruth."
    )
    result = compare({"recipe.md": f"# A\n\n{words}\n"}, {"recipe.md": f"# A\n\n{textwrap.fill(words, width)}\n"}, DOMAIN)
    assert result.score == 1
    assert result.clean


CAPONATA = """---
name: "Caponata"
source_url: "https://kitchen.example/caponata"
oven_temp: "180 C"
---

## A dish made with aubergines, olives and much patience, for days on which nobody is in a hurry

### INGREDIENTS

* 2 aubergines
* 40 g olives, pitted
* 1 tin of tomatoes
* basil

## Method

* Cut the aubergines into cubes and fry them.
* Add the tomatoes and the olives, and wait for half an hour.
* Serve with basil.
"""


def test_front_matter_is_properties():
    kinds = _kinds(CAPONATA)
    assert kinds.startswith("rule property property property rule section")
    assert kinds.count("ingredient") == 4
    assert kinds.count("step") == 3
    for fence in ("---\nname", 'C"\n---'):
        broken = CAPONATA.replace(fence, fence.replace("---", "").strip("\n"))
        assert _kinds(broken).count("property") == 3
        assert read(write(read(broken, "recipe.md")), "recipe.md") == read(broken, "recipe.md")
    broken = CAPONATA.replace("source_url: ", "source_url ")
    assert compare({"recipe.md": CAPONATA}, {"recipe.md": broken}, DOMAIN).score > 0.85


@pytest.mark.parametrize(
    ("before", "after"), [("### INGREDIENTS\n\n", ""), ("INGREDIENTS", "Fun"), ("## Method\n\n", ""), ("Method", "Fun")]
)
def test_a_heading_lost_is_one_element(before, after):
    result = compare({"recipe.md": CAPONATA}, {"recipe.md": CAPONATA.replace(before, after)}, DOMAIN)
    assert result.score > (0.9 if before != "## Method\n\n" else 0.6)


def test_a_line_of_yaml_lost_is_two_elements_at_most():
    text = "ingredients:\n  For the dish:\n" + "".join(f"    - {n} g thing {n}\n" for n in range(8)) + "  For the sauce:\n    - salt\n"
    result = compare({"recipe.yaml": text}, {"recipe.yaml": text.replace("  For the dish:\n", "")}, DOMAIN)
    assert result.score >= 1 - 2 / 12


def test_the_domain_claims_recipes():
    assert DOMAIN.claims("x/Soup_recipe.md")
    assert not DOMAIN.claims("order.txt")
