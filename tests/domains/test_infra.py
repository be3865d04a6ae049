"""What HCL means, whoever wrote it, with python-hcl2 as the oracle."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.infra import check
from delegate_audit.domains.code.infra import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/code/infra").glob("*/seed/*.tf"))
TEXT = """resource "aws_instance" "web" {
  ami   = "ami-1" # pinned
  zones = ["a", "b"]
  tags  = { Name = "web", Team = "film" }

  ingress {
    from_port = 22
  }
}

output "id" {
  value = jsonencode({ ids = [aws_instance.web.id] })
}
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.tf") for element in top.walk()]


def compared(before, after):
    return compare({"x.tf": before}, {"x.tf": after}, DOMAIN)


def test_lists_maps_and_arguments_are_seen_item_by_item():
    kinds = [element.kind for element in elements(TEXT)]
    assert " ".join(kinds) == ("block attribute list item item object attribute attribute nested attribute block call entry list item")
    assert elements(TEXT)[1].fields["note"] == "# pinned"


SAME = {
    "a list over lines": ('["a", "b"]', '[\n    "a",\n    "b",\n  ]'),
    "a map over lines": ('{ Name = "web", Team = "film" }', '{\n Team="film"\n Name = "web"\n}'),
    "attributes in another order": ('  ami   = "ami-1" # pinned\n  zones = ["a", "b"]', '  zones = ["a", "b"]\n  ami = "ami-1" # pinned'),
    "another spelling of a number": ("22", "22.0"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    comparison = compared(TEXT, TEXT.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("ami-1", "ami-2", "value"),
        ('"web" {', '"www" {', "labels"),
        ('"b"]', '"c"]', "value"),
        ("22", "23", "value"),
        ("pinned", "loose", "note"),
    ],
)  # fmt: skip
def test_a_change_costs_what_it_changes(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert 1 > comparison.score >= 1 - 1 / 14.1 - 1e-9
    assert {f.field for f in comparison.findings if f.severity is not Severity.LAYOUT} == {field}


@pytest.mark.parametrize("k", range(len(TEXT.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = TEXT.splitlines()
    if lines[k]:
        text = "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]])
        rejected = any(element.kind == REJECTED for element in elements(text))
        assert rejected == (lines[k].strip() == "}" or lines[k].endswith("{"))
        assert compared(TEXT, text).score >= (0.2 if rejected else 0.7)


def test_what_no_block_may_hold_is_unreadable():
    assert [e.fields["text"] for e in elements('variable "x" {\n  type string\n}\n') if e.kind == UNREADABLE] == ["type string"]


def plain(value):
    """What hcl2 says without its notion of where comments are."""
    if isinstance(value, dict):
        return {name: plain(held) for name, held in value.items() if not name.endswith("comments__")}
    return [plain(held) for held in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", [*SEEDS, ROOT / "tests/laws/samples/every_syntax.tf"], ids=lambda p: p.name)
def test_hcl2_reads_the_same_before_and_after(path):
    hcl2 = pytest.importorskip("hcl2")
    text = path.read_text(encoding="utf-8")
    assert plain(hcl2.loads(DOMAIN.write(DOMAIN.read(text, path.name)))) == plain(hcl2.loads(text))


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.tf": text}) == []
    for before, after in (
        ('"viewing" {', '"masters" {'),
        ("var.region", "var.regions"),
        ('"failed" {', '"lost" {'),
        ("  reel_gib = {", "  reel = {"),
    ):
        assert before in text
        assert check({"x.tf": text.replace(before, after, 1)}), before
