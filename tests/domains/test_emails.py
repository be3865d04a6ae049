"""What a mailbox says, whichever program filed it, with mailbox and email of the standard library as the oracle."""

import mailbox
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.emails import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.emails import DOMAIN, WIDTH

SEEDS = sorted((Path(__file__).parents[2] / "corpora/records/emails").glob("*/seed/*.mbox"))
FIRST = """From a@x.example Fri Jan  9 08:15:30 2026
From: Ann <a@x.example>
To: b@x.example
Subject: The kettle
Date: Fri, 9 Jan 2026 08:15:28 +0100
Message-ID: <1@x.example>

Is it warm? I shall not
touch it before noon.

--\x20
Ann, third floor
"""
SECOND = """From b@x.example Fri Jan  9 08:20:00 2026
From: Ben <b@x.example>
To: Ann <a@x.example>
Subject: Re: The kettle
Date: Fri, 9 Jan 2026 08:20:00 +0100
Message-ID: <2@x.example>
In-Reply-To: <1@x.example>

> Is it warm?
>> Yes

diff --git a/k b/k
--- a/k
+++ b/k
@@ -1,3 +1,3 @@ kettle
 water
\x20
-cold
+warm

"""
BOX = f"{FIRST}\n{SECOND}"


def read(text):
    return DOMAIN.read(text, "x.mbox")


def compared(after, before=BOX):
    return compare({"x.mbox": before}, {"x.mbox": after}, DOMAIN)


def test_a_mail_has_headers_and_blocks():
    first, second = read(BOX)
    assert (first.fields["envelope"], first.fields["message-id"]) == ("a@x.example Fri Jan  9 08:15:30 2026", "<1@x.example>")
    assert [(child.kind, child.fields.get("text", "")[:11]) for child in first.children] == [
        ("paragraph", "Is it warm?"),
        ("signature", "Ann, third "),
    ]
    assert [(child.kind, child.fields.get("depth")) for child in second.children] == [
        ("quote", 1),
        ("quote", 2),
        ("diff", None),
        ("hunk", None),
    ]
    assert second.children[3].fields["text"] == "@@ -1,3 +1,3 @@ kettle\n water\n\n-cold\n+warm"
    assert DOMAIN.write((first, second)) == BOX


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Subject: The kettle", "subject: The\n kettle"),
        ("To: b@x.example\nSubject: The kettle", "Subject: The kettle\nTo: b@x.example"),
        ("I shall not\ntouch", "I shall\nnot touch"),
        ("\n\nIs it", "\n\n\nIs it"),
        ("-- \nAnn", "--\nAnn"),
        (">> Yes", "> > Yes"),
        ("\n\ndiff", "\ndiff"),
    ],
)
def test_another_way_of_filing_costs_nothing(before, after):
    assert before in BOX
    comparison = compared(BOX.replace(before, after, 1))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("<1@x.example>\n\n", "<3@x.example>\n\n", "message"),
        ("To: Ann <a@", "To: Ann <b@", "message"),
        ("noon", "dawn", "paragraph"),
        ("third", "fourth", "signature"),
        (">> Yes", "> Yes", "quote"),
        ("+warm", "+hot", "hunk"),
        ("+++ b/k", "+++ b/l", "diff"),
    ],
)
def test_a_change_costs_what_it_changes(before, after, kind):
    comparison = compared(BOX.replace(before, after, 1))
    assert kind in {finding.kind for finding in comparison.findings}
    assert 6 / 8 <= comparison.score < 1


def test_what_looks_like_something_else_is_read_for_what_it_is():
    kinds = [child.kind for child in read("Subject: x\n\n>From here on\n\nFrom that day on, in 1998\n\n--\nx\nFrom y 2001\n")[0].children]
    assert kinds[0] == "paragraph"
    assert len(read(BOX.replace("\nFrom b@", "From b@"))) == 1
    assert read(BOX.replace("To: b@x.example", "to whom it may concern"))[0].children[0].kind == UNREADABLE


def test_headers_are_folded_at_blanks():
    addresses = ", ".join(f"ringer.number.{k}@tower.example" for k in range(9))
    written = DOMAIN.write(read(f"To: {addresses}\nSubject: x\n\ntext\n"))
    assert max(map(len, written.splitlines())) <= WIDTH
    assert read(written)[0].fields["to"] == addresses


def test_parts_have_headers_of_their_own():
    text = 'Content-Type: multipart/mixed; boundary="a b"\n\n--a b\nContent-Type: text/plain\n\nhello\n--a b--\n\n'
    part, paragraph, end = read(text)[0].children
    assert (part.fields["boundary"], part.fields["content-type"], paragraph.fields["text"], end.fields["boundary"]) == (
        "a b",
        "text/plain",
        "hello",
        "a b--",
    )
    assert DOMAIN.write(read(text)) == text


def test_a_part_is_known_by_its_headers_where_the_boundary_is_lost():
    text = 'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nhello\n--x--\n\n'
    kinds = [child.kind for child in read(text)[0].children]
    assert [child.kind for child in read(text.replace('boundary="x"', "charset=x"))[0].children] == kinds == ["part", "paragraph", "part"]


def test_a_hunk_goes_on_behind_a_blank_line_and_ends_with_the_next_file():
    text = "Subject: x\n\n--- a\n+++ b\n@@ -1,3 +1,2 @@\n x\n\n-y\n--- c\n+++ d\n@@ -1 +1 @@\n-z\n+w\n-- \nAnn\n\n"
    (message,) = read(text)
    assert [child.kind for child in message.children] == ["diff", "hunk", "diff", "hunk", "signature"]
    assert message.children[1].fields["text"] == "@@ -1,3 +1,2 @@\n x\n\n-y"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_standard_library_reads_the_same(path):
    theirs = list(mailbox.mbox(path, create=False))
    ours = read(path.read_text(encoding="utf-8"))
    assert len(theirs) == len(ours)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.fields["envelope"] == other.get_from()
        assert {name.lower(): " ".join(value.split()) for name, value in other.items()} == {
            name: value for name, value in mine.fields.items() if name not in {"envelope", "line_order"}
        }


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not(path):
    text = path.read_text(encoding="utf-8")
    assert check({"x.mbox": text}) == []
    for before, after in (
        ("In-Reply-To: <0302-1804@", "In-Reply-To: <0302-1805@"),
        ("Message-ID: <a77c@ropes", "Message-ID: <0302-1804@tower"),
        ("Tue, 3 Mar 2026 07:12:36", "Wed, 3 Mar 2026 07:12:36"),
        ("> They have not. I sold", "> They have none. I sold"),
        ("@@ -14,7 +14,8 @@", "@@ -14,7 +14,9 @@"),
    ):
        assert before in text
        assert check({"x.mbox": text.replace(before, after, 1)}), before
