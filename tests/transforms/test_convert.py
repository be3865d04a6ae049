import json
from decimal import Decimal

import pytest

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Number, Text, Unordered
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import cut, grown
from delegate_audit.transforms.formats import decoded, encoded

FORMS = ("csv", "json", "yaml", "markdown")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_lost_in_any_format(build, guide, subtitles, form):
    convert = build("convert", to=form, into=f"guide.{form}")
    there = convert.forward(guide, subtitles)
    assert sorted(there) == ["about.txt", f"guide.{form}"]
    assert dict(convert.backward(there, subtitles)) == guide


def test_json_is_what_a_person_would_expect(build, guide, subtitles):
    there = build("convert", to="json", into="guide.json").forward(guide, subtitles)
    first, *_, last = json.loads(there["guide.json"])
    assert first == {
        "kind": "cue", "index": 1, "start_ms": 1000, "end_ms": 3500, "position": None,
        "text": "Welcome, see https://harbour.example/map first.",
    }  # fmt: skip
    assert last["index"] == 4


def test_a_table_of_one_kind_needs_no_kind_column(build, subtitles):
    files = {"guide.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n"}
    there = build("convert", to="csv", into="g.csv", name="guide.srt").forward(files, subtitles)
    assert there["g.csv"] == "index,start_ms,end_ms,position,text\n1,1000,2000,,Hello\n"


AWKWARD = [
    "12",
    "007",
    "true",
    "null",
    "~",
    "2026-01-01",
    "a: b",
    "- x",
    "#",
    "'",
    '"',
    "|",
    "\\",
    "<br>",
    " lead",
    "trail ",
    "a\nb",
    "[1]x",
    "é\u2028",
    "{",
    "1e5",
    "0x1F",
    ".5",
    "yes",
]


def echo(values: tuple[object, ...]) -> Domain:
    """A domain that gives back what it was given; only the elements matter here."""
    kinds = (
        Kind("item", {"amount": Number(), "kind": Exact(), "parent": Text(), "words": Text(), "flags": Unordered(), "on": Exact()}),
        Kind("part", {"words": Text()}),
    )
    elements: list[tuple[Element, ...]] = []
    return Domain(
        "echo", "Echo", "records", ("*.e",), kinds, lambda *_: elements[-1] if elements else (), lambda e: elements.append(e) or ""
    )  # type: ignore[func-returns-value]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_stay_texts(form, text):
    domain = echo(())
    part = Element("part", {"words": text})
    item = Element(
        "item", {"amount": Decimal("0.20"), "kind": None, "parent": text, "words": text, "flags": ("a b", "c"), "on": None}, (part, part)
    )
    found = cut(decoded(form, encoded(form, grown([item, item]), domain), domain))
    assert found == (item, item)
    assert str(found[0].fields["amount"]) == "0.20"


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize(
    "value", [True, False, 12, Decimal("1.50"), Decimal("1E-7"), "12", "1.50", "true", (1, "1", Decimal("2.0"), (None, "x"))]
)
def test_json_and_yaml_keep_types(form, value):
    domain = echo(())
    found = cut(decoded(form, encoded(form, grown([Element("item", {"on": value})]), domain), domain))[0].fields["on"]
    assert (type(found), repr(found)) == (type(value), repr(value))


def test_a_table_leaves_types_to_the_domain(build):
    domain = registry.get("spreadsheet")
    table = "sku,price,when\n007,1.50,2026-01-05\n8,2,\nTotal,3.50,\n"
    for form in FORMS:
        convert = build("convert", to=form, into="out.x", file="t.csv")
        assert dict(convert.backward(convert.forward({"t.csv": table}, domain), domain)) == {"t.csv": table}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("json", "{"),
        ("json", '{"a": 1}'),
        ("json", "[" * 5000),
        ("yaml", "a: ["),
        ("yaml", "a: 1"),
        ("csv", ""),
        ("markdown", "no table here"),
        ("json", '[{"start_ms": ' + "[" * 50 + "]" * 50 + "}]"),
    ],
)
def test_what_cannot_be_read_is_said(build, subtitles, form, text):
    with pytest.raises(TransformError):
        build("convert", to=form, into="guide.x").backward({"guide.x": text}, subtitles)


def test_aliases_of_aliases_do_not_unfold_without_end(build, subtitles):
    lines = ["- &a0 {text: x, start_ms: 1, end_ms: 2, children: []}"]
    lines += [f"- &a{k} {{text: x, start_ms: 1, end_ms: 2, children: [{', '.join([f'*a{k - 1}'] * 9)}]}}" for k in range(1, 12)]
    with pytest.raises(TransformError, match="more than"):
        build("convert", to="yaml", into="guide.yaml").backward({"guide.yaml": "\n".join(lines)}, subtitles)


def test_several_files_become_several(build, guide, subtitles):
    files = {"a.srt": guide["guide.srt"], "b.srt": guide["guide.srt"]}
    convert = build("convert", to="csv", into="{stem}.csv", file="*.srt")
    there = convert.forward(files, subtitles)
    assert sorted(there) == ["a.csv", "b.csv"]
    assert dict(convert.backward(there, subtitles)) == files
    with pytest.raises(TransformError, match="several files"):
        build("convert", to="csv", into="all.csv", file="*.srt").forward(files, subtitles)
    with pytest.raises(UsageError, match="into"):
        build("convert", to="csv", into="guide.srt")


def test_one_record_that_lost_its_kind_or_what_it_needs_does_not_take_the_document_with_it(build):
    recipes = registry.get("recipe")
    files = {"recipes.md": "# Soup\n\n## Ingredients\n\n- 2 kg leeks\n- 1 l water\n\n## Method\n\n1. Boil the leeks in the water.\n"}
    convert = build("convert", to="yaml", into="k.yaml", name="recipes.md", file="recipes.md")
    there = convert.forward(files, recipes)
    text = there["k.yaml"]
    assert "kind: ingredient" in text
    for broken in (
        text.replace("kind: ingredient\n      ", "", 1),
        text.replace("title: Ingredients", "other: Ingredients"),
    ):
        assert broken != text
        back = convert.backward({"k.yaml": broken}, recipes)["recipes.md"]
        assert "# Soup" in back
        assert "Boil the leeks" in back


def test_a_key_that_stands_there_twice_is_read(build, guide, subtitles):
    convert = build("convert", to="yaml", into="g.yaml", name="guide.srt")
    there = dict(convert.forward(guide, subtitles))
    there["g.yaml"] = there["g.yaml"].replace("  index: 2\n", "  index: 2\n  index: 2\n")
    assert there["g.yaml"].count("index: 2\n") == 2
    assert "00:00:01,000" in convert.backward(there, subtitles)["guide.srt"]
