"""What listings of files say, drawn, indented or by `ls`."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.filesystem import check
from delegate_audit.domains.code.filesystem import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/code/filesystem").glob("*/seed/*.txt"))
TREE = """music/
|-- parts/
|   |-- alto.pdf  640 KB  2019-01-11
|   `-- bass.pdf  655 KB  2019-01-12  # page 7 upside down
|-- final.wav -> mix.wav
`-- mix.wav  94.0 MB

1 directory, 4 files
"""
LISTED = """.:
total 12
-rw-r--r-- 1 ana staff 1234 Jan  5 10:00 notes.txt
lrwxrwxrwx 1 ana staff   11 Jan  5  2019 latest -> notes.txt

./src:
-rw-r--r-- 1 ana staff   20 2024-02-01 09:15 main c.py
"""


def walked(text):
    return [element for top in DOMAIN.read(text, "x_tree.txt") for element in top.walk()]


def compared(after, before=TREE):
    return compare({"x_tree.txt": before}, {"x_tree.txt": after}, DOMAIN)


def test_what_is_drawn_is_nested():
    music, total = DOMAIN.read(TREE, "x_tree.txt")
    parts, link, _ = music.children
    assert (music.fields["style"], parts.kind, link.kind, total.fields["text"]) == ("ascii", "directory", "entry", "1 directory, 4 files")
    assert dict(parts.children[1].fields) == {
        "name": "bass.pdf", "size": "655 KB", "date": "2019-01-12", "note": "# page 7 upside down",
    }  # fmt: skip
    assert (link.fields["name"], link.fields["target"]) == ("final.wav", "mix.wav")


def test_lines_ascii_and_indentation_say_the_same():
    drawn = TREE.replace("|-- ", "├── ").replace("`-- ", "└── ").replace("|   ", "│\xa0\xa0 ")
    plain = TREE.replace("|   |-- ", "        ").replace("|   `-- ", "        ").replace("|-- ", "    ").replace("`-- ", "    ")
    for text, style in ((drawn, "lines"), (plain, "indented")):
        assert [element.having(style=None) for element in walked(text)[1:]] == [element.having(style=None) for element in walked(TREE)[1:]]
        assert walked(text)[0].fields.get("style", "lines") == style
        assert DOMAIN.read(DOMAIN.write(DOMAIN.read(text, "x_tree.txt")), "x_tree.txt") == DOMAIN.read(text, "x_tree.txt")


def test_ls_has_a_directory_for_every_heading():
    here, src = DOMAIN.read(LISTED, "x_listing.txt")
    assert [child.kind for child in here.children] == ["total", "entry", "entry"]
    assert dict(here.children[2].fields) == {
        "mode": "lrwxrwxrwx", "links": "1", "owner": "ana", "group": "staff", "size": "11", "date": "Jan  5  2019", "name": "latest",
        "target": "notes.txt",
    }  # fmt: skip
    assert (src.fields["name"], src.children[0].fields["name"]) == ("./src", "main c.py")
    assert [element.fields["text"] for element in walked(f"{LISTED}what\n") if element.kind == UNREADABLE] == ["what"]


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("640 KB", "460 KB", "size"),
        ("2019-01-12", "2019-01-21", "date"),
        ("alto.pdf", "alto.odt", "name"),
        ("page 7", "page 1", "note"),
        ("-> mix.wav", "-> mix2.wav", "target"),
        ("4 files", "5 files", "text"),
    ],
)
def test_a_changed_fact_costs_its_line(before, after, field):
    comparison = compared(TREE.replace(before, after, 1))
    assert [finding.field for finding in comparison.findings] == [field]
    assert comparison.score == pytest.approx(1 - 1 / 7)


def test_another_branch_drawn_is_layout():
    comparison = compared(TREE.replace("`-- mix", "|-- mix"))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x_tree.txt": text}) == []
    for before, after in (("-> mix_v2", "-> mix_v3"), ("87 files", "86 files"), ("2019-01-12", "2019-02-30"), ("alto.pdf", "bass.pdf")):
        assert before in text
        assert check({"x_tree.txt": text.replace(before, after, 1)}), before
