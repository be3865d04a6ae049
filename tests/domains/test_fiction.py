"""Fiction: chapters by their marks or by their words, sentences whatever the wrapping, quoted lines line by line."""

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.domains.creative.fiction import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "a_story.md"
STORY = """# The Ferry

## One

He came at noon. It rained, as it does. “Is it you?” she said.

* * *

> Cold is the water,
> colder the hand.

## Two

Nobody came for 3 days.
"""


def walked(text):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk()]


def kinds(text):
    return [element.kind for element in walked(text)]


def score(other, text=STORY):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_chapters_hold_what_follows():
    (title,) = DOMAIN.read(STORY, NAME)
    assert [chapter.fields["title"] for chapter in title.children] == ["One", "Two"]
    assert [child.kind for child in title.children[0].children] == ["paragraph", "break", "quote", "quote"]


@pytest.mark.parametrize("heading", ["Chapter 1", "CHAPTER XIV. The Well", "Chapter Seven: Rain", "Prologue"])
def test_a_line_that_calls_itself_a_chapter_is_one(heading):
    (chapter,) = DOMAIN.read(f"{heading}\n\nHe came.\n", NAME)
    assert (chapter.kind, chapter.fields["title"]) == ("chapter", heading)


def test_a_sentence_about_a_chapter_is_none():
    assert "chapter" not in kinds("Chapter two was lost on the way to the printer.\n\nPrologue and end were not.\n")


@pytest.mark.parametrize("mark", ["***", "* * *", "---", "_ _ _", "⁂", "#", "~"])
def test_scene_breaks(mark):
    assert kinds(f"He came.\n\n{mark}\n\nHe went.\n") == ["paragraph", "sentence", "break", "paragraph", "sentence"]
    assert score(STORY.replace("* * *", "---")).score == 1


def test_front_matter_is_at_the_front():
    assert kinds("---\ntitle: X\n---\n\nHe came.\n\nIt rained.\n\nNote: he came.\n")[:4] == ["break", "property", "break", "paragraph"]
    assert kinds("---\ntitle: X\n---\n\nHe came.\n\nIt rained.\n\nNote: he came.\n").count("property") == 1


def test_a_title_may_be_underlined():
    text = "The Ferry\n=========\n\nHe came.\n"
    assert kinds(text)[0] == "title"
    assert DOMAIN.write(DOMAIN.read(text, NAME)) == text


def test_wrapping_is_layout():
    result = score(STORY.replace("as it does. “Is", "as it\ndoes. “Is"), STORY.replace("He came", "He came on foot, and wet to the skin,"))
    assert len(result.findings) < 3
    wrapped = STORY.replace(
        "He came at noon. It rained, as it does. “Is it", "He came at noon. It rained, as it does, all day long. “Is\nit"
    )
    result = score(wrapped, wrapped.replace("“Is\nit", "“Is it"))
    assert result.score == 1
    assert {finding.severity for finding in result.findings} == {Severity.LAYOUT}


def test_a_lost_reply_is_one_sentence():
    result = score(STORY.replace(" “Is it you?” she said.", ""))
    assert [(found.kind, found.change) for found in result.findings if found.cost] == [("sentence", "deleted")]


def test_one_damaged_heading_leaves_its_sentences_alone():
    result = score(STORY.replace("## Two", "Two"))
    assert [finding.kind for finding in result.findings if finding.change == "deleted"] == ["chapter"]
    assert result.score > 1 - 3 / 8


def test_markdown_it_sees_the_same_headings():
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(STORY)
    seen = [tokens[k + 1].content for k, token in enumerate(tokens) if token.type == "heading_open"]
    assert seen == [element.fields["title"] for element in walked(STORY) if "title" in element.fields]
