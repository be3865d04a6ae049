"""What a treebank says, with conllu as the oracle for its rows."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.treebank import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.treebank import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/records/treebank").glob("*/seed/*.conllu"))
ROWS = (
    "1|It|it|PRON|PRP|Number=Sing;Person=3|3|nsubj|3:nsubj|_",
    "2-3|isn't|_|_|_|_|_|_|_|_",
    "2|is|be|AUX|VBZ|_|3|cop|3:cop|_",
    "3|n't|not|PART|RB|_|0|root|0:root|_",
    "3.1|_|_|VERB|_|_|_|_|3:dep|CopyOf=1",
    "4|.|.|PUNCT|.|_|3|punct|3:punct;1:punct|_",
)
HEAD = ("# newpar", "# sent_id = a", "# text = It isn't.", "# note = short")
BANK = "\n".join([*HEAD, *(row.replace("|", "\t").replace(";", "|") for row in ROWS)]) + "\n\n"


def read(text):
    return DOMAIN.read(text, "x.conllu")


def compared(after, before=BANK):
    return compare({"x.conllu": before}, {"x.conllu": after}, DOMAIN)


def test_a_sentence_has_comments_tokens_split_words_and_empty_nodes():
    (sentence,) = read(BANK)
    assert dict(sentence.fields) == {"sent_id": "a", "text": "It isn't.", "comments": ("newpar", "note = short")}
    assert [child.kind for child in sentence.children] == ["token", "multiword", "token", "token", "empty", "token"]
    assert dict(sentence.children[0].fields) == {
        "id": 1, "form": "It", "lemma": "it", "upos": "PRON", "xpos": "PRP", "feats": ("Number=Sing", "Person=3"), "head": "3",
        "deprel": "nsubj", "deps": ("3:nsubj",),
    }  # fmt: skip
    assert (sentence.children[4].fields["id"], sentence.children[4].fields["form"]) == ("3.1", "_")
    assert DOMAIN.write((sentence,)) == BANK


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Number=Sing|Person=3", "Person=3|Number=Sing"),
        ("3:punct|1:punct", "1:punct|3:punct"),
        ("# newpar\n# sent_id = a\n# text = It isn't.\n# note = short\n", "# text = It isn't.\n# sent_id=a\n#note = short\n# newpar\n"),
        ("\n\n", "\n\n\n"),
    ],
)
def test_another_order_is_layout(before, after):
    assert before in BANK
    comparison = compared(BANK.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}
    again = BANK.replace(before, after, 1)
    assert read(DOMAIN.write(read(again))) == read(again)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("\t3\tcop", "\t1\tcop", "head"),
        ("\tcop\t", "\taux\t", "deprel"),
        ("Person=3", "Person=2", "feats"),
        ("2-3\tisn't", "1-3\tisn't", "id"),
        ("3:dep", "2:dep", "deps"),
        ("short", "long", "comments"),
        ("It isn't", "It is", "text"),
        ("sent_id = a", "sent_id = b", "sent_id"),
    ],
)
def test_a_changed_column_costs_its_row(before, after, field):
    comparison = compared(BANK.replace(before, after, 1))
    assert [finding.field for finding in comparison.findings] == [field]
    assert 6 / 7 <= comparison.score < 1


def test_a_lost_token_costs_itself_even_where_the_rest_is_renumbered():
    rows = BANK.splitlines(keepends=True)
    assert compared("".join(rows[:6] + rows[7:])).score == pytest.approx(6 / 7)
    shorter = "".join(rows[:6] + rows[7:]).replace("\n3\tn't", "\n2\tn't")
    assert compared(shorter.replace("\n4\t.", "\n3\t.")).score == pytest.approx(6 / 7)


def test_a_row_that_has_not_ten_columns_is_unreadable_by_itself():
    for broken in (BANK.replace("1\tIt\t", "1 It "), BANK.replace("\t3:nsubj\t_", "\t3:nsubj"), BANK.replace("\tPRP\t", "\t\t")):
        assert [child.kind for child in read(broken)[0].children].count(UNREADABLE) == 1
        assert compared(broken).score == pytest.approx(6 / 7)


@pytest.mark.parametrize("k", range(len(BANK.splitlines()) - 1))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = BANK.splitlines(keepends=True)
    assert compared("".join([*lines[:k], "~~~~\n", *lines[k + 1 :]])).score >= (6 / 7 if k > 3 else 6 / 8)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_conllu_reads_the_same(path):
    conllu = pytest.importorskip("conllu")
    text = path.read_text(encoding="utf-8")
    theirs, ours = conllu.parse(text), read(text)
    assert len(theirs) == len(ours)
    for sentence, other in zip(ours, theirs, strict=True):
        rows = sentence.children
        assert (sentence.fields["sent_id"], sentence.fields["text"]) == (other.metadata["sent_id"], other.metadata["text"])
        assert [row.fields["form"] for row in rows] == [token["form"] for token in other]
        assert [row.fields.get("head") for row in rows] == [None if token["head"] is None else str(token["head"]) for token in other]
        assert [len(row.fields.get("feats", ())) for row in rows] == [len(token["feats"] or {}) for token in other]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not(path):
    text = path.read_text(encoding="utf-8")
    assert check({"x.conllu": text}) == []
    for before, after in (
        ("\t2\tdet\t2:det", "\t1\tdet\t2:det"),
        ("sent_id = spring-02", "sent_id = spring-01"),
        ("\t0\troot\t", "\t2\troot\t"),
        ("7.1:obl", "8.1:obl"),
        ("SpaceAfter=No", "_"),
        ("\n4\ton", "\n5\ton"),
    ):
        assert before in text
        assert check({"x.conllu": text.replace(before, after, 1)}), before
