"""What a menu means: what is a dish and what belongs to it, what a changed price costs, what is only layout."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.foodmenu import check
from delegate_audit.domains.everyday.foodmenu import DOMAIN
from delegate_audit.domains.reading import compare

SEED = {p.name: p.read_text() for p in (Path(__file__).parents[2] / "corpora/everyday/foodmenu/ferry_house/seed").iterdir()}
MENU = """# Two Lanterns

Address: Mill Lane 2

## Soups

Lentil soup ................................... 4.50
    Thick, with cumin and a lot of lemon.
    Allergens: celery, milk
    + bread 1.00
Broth ......................................... 3.80

## Sweets

Tart .......................................... 5.20
    Suitable: vegetarians

Nothing is fried.
"""


def compared(before, after):
    return compare({"menu.txt": before}, {"menu.txt": after}, DOMAIN)


def test_a_section_holds_dishes_and_a_dish_what_is_indented_below_it():
    house, address, soups, sweets = DOMAIN.read(MENU, "menu.txt")
    assert (house.fields["name"], address.fields["value"]) == ("Two Lanterns", "Mill Lane 2")
    lentil, broth = soups.children
    assert (lentil.fields["name"], lentil.fields["price"], broth.fields["price"]) == ("Lentil soup", Decimal("4.50"), Decimal("3.80"))
    assert [child.kind for child in lentil.children] == ["description", "allergens", "option"]
    assert lentil.children[1].fields["items"] == ("celery", "milk")
    assert [child.kind for child in sweets.children] == ["dish", "note"]


@pytest.mark.parametrize(
    ("line", "name", "price"),
    [
        ("Soup  4.50", "Soup", Decimal("4.50")),
        ("Soup - £4.50", "Soup", "£4.50"),
        ("Soup\t4,50 €", "Soup", "4,50 €"),
        ("Steak, 200 g ... 18 / 24", "Steak, 200 g", "18 / 24"),
        ("Oysters …… market price", "Oysters", "market price"),
    ],
)
def test_a_line_that_ends_with_a_price_is_a_dish(line, name, price):
    (section,) = DOMAIN.read(f"## Card\n{line}\n", "menu.txt")
    assert dict(section.children[0].fields) == {"name": name, "price": price}


@pytest.mark.parametrize("line", ["Open since 1974", "Ring 555 0134", "Table for 4"])
def test_a_number_is_no_price(line):
    (section,) = DOMAIN.read(f"## Card\n{line}\n", "menu.txt")
    assert [child.kind for child in section.children] == ["note"]


LAYOUT = {
    "another column": MENU.replace("...........", "...").replace("Broth ...", "Broth .."),
    "blanks for dots": MENU.replace(".......................................... 5.20", "     5.20"),
    "allergens in another order": MENU.replace("celery, milk", "milk, celery"),
    "wrapped": MENU.replace("and a lot", "and a\n    lot"),
    "underlined": MENU.replace("## Sweets", "Sweets\n------"),
    "the same price": MENU.replace("4.50", "4.5"),
}


@pytest.mark.parametrize("after", LAYOUT.values(), ids=LAYOUT)
def test_what_means_the_same_is_layout(after):
    comparison = compared(MENU, after)
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("4.50", "4.60", "dish"),
        ("celery, milk", "celery", "allergens"),
        ("bread 1.00", "bread 2.00", "option"),
        ("Mill Lane 2", "Mill Lane 3", "field"),
    ],
)
def test_a_changed_fact_costs_its_line(before, after, kind):
    comparison = compared(MENU, MENU.replace(before, after))
    assert comparison.score == pytest.approx(1 - 1 / 12)
    assert [finding.kind for finding in comparison.findings] == [kind]


def test_yaml_is_read_line_by_line():
    text = SEED["drinks_menu.yaml"]
    assert {element.kind for element in DOMAIN.read(text, "drinks_menu.yaml")} == {"entry"}
    assert compare({"m_menu.yaml": text}, {"m_menu.yaml": text.replace("28.00", "29.00")}, DOMAIN).score == pytest.approx(1 - 1 / 40)


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for before, after in (
        ("Samphire ...", "Green salad ..."),
        ("Allergens: fish, gluten, mustard", "Allergens: fish, gluten, mustrad"),
        ("Allergens: crustaceans, egg, mustard", "Allergens: egg, mustard"),
        ("+ whole 51.00", "+ whole 15.00"),
    ):
        assert before in SEED["summer_menu.txt"]
        assert check({"summer_menu.txt": SEED["summer_menu.txt"].replace(before, after, 1)}), before
