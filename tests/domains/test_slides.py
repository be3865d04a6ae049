"""Decks: slides between separators whatever the program, front matter only at the front, notes and levels kept."""

import pytest

from delegate_audit.domains.creative.slides import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "a_slides.md"
DECK = """---
marp: true
---

# Bees

- one
  - below one
- two

---

## Costs

We need £640.

<!-- Say it slowly. -->
"""


def read(text):
    return DOMAIN.read(text, NAME)


def parts(text):
    return [[child.kind for child in slide.children] for slide in read(text)]


def changes(other):
    found = compare({NAME: DECK}, {NAME: other}, DOMAIN).findings
    return [(finding.kind, finding.field, finding.before, finding.after) for finding in found if finding.cost]


def test_a_marp_deck():
    assert [slide.kind for slide in read(DECK)] == ["front", "slide", "slide"]
    assert parts(DECK) == [["property"], ["heading", "bullet", "bullet", "bullet"], ["heading", "paragraph", "note"]]
    assert [bullet.fields["level"] for bullet in read(DECK)[1].children[1:]] == [0, 1, 0]
    assert DOMAIN.write(read(DECK)) == DECK


def test_a_remark_deck():
    text = "class: center\n\n# A\n\n???\n\nSay hello.\n\n---\n\n# B\n\n--\n\nMore.\n"
    assert [(slide.kind, slide.fields.get("separator")) for slide in read(text)] == [("slide", None), ("slide", None), ("slide", "--")]
    assert parts(text)[0] == ["property", "heading", "notes"]
    assert DOMAIN.write(read(text)) == text


def test_a_reveal_deck():
    text = "# A\n\nNote: say hello\n\n---\n\n# B\n\n----\n\n# C\n"
    assert parts(text) == [["heading", "notes"], ["heading"], ["heading"]]
    assert DOMAIN.write(read(text)) == text


def test_a_pandoc_deck_is_cut_at_its_headings():
    text = "% Title\n\n# A\n\n## B\n\n- x\n\n### not here\n"
    assert parts(text) == [["paragraph"], ["heading"], ["heading", "bullet", "heading"]]
    assert DOMAIN.write(read(text)) == text


@pytest.mark.parametrize(
    "text", ["---\n# A\n", "---\n---\n# A\n", "---\nmarp: true\n", "---\n", "--\n\nx\n", "# A\n# B\n", "a: b\n---\n# A\n## B\n"]
)
def test_odd_beginnings_come_back(text):
    assert read(DOMAIN.write(read(text))) == read(text)


def test_a_level_is_a_fact_and_a_mark_is_not():
    assert changes(DECK.replace("  - below", "- below")) == [("bullet", "level", "1", "0")]
    assert changes(DECK.replace("- one", "* one").replace("- two", "+ two")) == []
    assert changes(DECK.replace("  - below", "    - below")) == []


def test_a_lost_note_is_one_finding():
    assert changes(DECK.replace("<!-- Say it slowly. -->\n", "")) == [("note", "", "Say it slowly.", "")]


def test_code_is_kept_to_the_letter():
    text = "# A\n\n```python\nif x:\n\n    y\n---\n```\n"
    (slide,) = read(text)
    assert slide.children[1].fields["language"] == "python"
    assert DOMAIN.write(read(text)) == text


def test_a_fence_never_closed_ends_with_its_block():
    assert parts("# A\n\n```python\nx\n\nText.\n\n---\n\n# B\n") == [["heading", "code", "paragraph"], ["heading"]]
