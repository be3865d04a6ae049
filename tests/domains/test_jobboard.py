"""What a job board means, as text and as a table: where a listing begins, what is a field, what damage costs."""

from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.jobboard import check
from delegate_audit.domains.everyday.jobboard import DOMAIN
from delegate_audit.domains.reading import compare, domain_for

SEED = {p.name: p.read_text() for p in (Path(__file__).parents[2] / "corpora/everyday/jobboard/tarnhaven_board/seed").iterdir()}
TEXT = """Job ID: 1
Title: Piper
Pay: 12 an hour
Skills: reels, patience

You play. Nobody dances, 3 times out of 4.

- own kilt

---

Job ID: 2
Title: Drummer
Pay: 11 an hour

---

Job ID: 3
Title: Steward
Pay: 10 an hour
"""


def compared(before, after, name="summer_jobs.txt"):
    return compare({name: before}, {name: after}, DOMAIN)


def listings(text, name="summer_jobs.txt"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk() if element.kind == "listing"]


def test_a_listing_has_fields_and_prose():
    piper = listings(TEXT)[0]
    assert dict(piper.fields) == {"Job ID": "1", "Title": "Piper", "Pay": "12 an hour", "Skills": "reels, patience"}
    assert [child.kind for child in piper.children] == ["paragraph", "item"]
    assert domain_for("summer_jobs.txt") is domain_for("agency_jobs.csv") is DOMAIN


LAYOUT = {
    "no dashes": TEXT.replace("---\n\n", ""),
    "other dashes": TEXT.replace("---", "========"),
    "dashes behind the last": TEXT + "\n---\n",
    "no blank lines": TEXT.replace("\n\n---\n\n", "\n---\n"),
    "indented": TEXT.replace("Title:", "   Title: "),
    "skills in another order": TEXT.replace("reels, patience", "patience, reels"),
    "fields in another order": TEXT.replace("Title: Drummer\nPay: 11 an hour\n", "Pay: 11 an hour\nTitle: Drummer\n"),
}


@pytest.mark.parametrize("after", LAYOUT.values(), ids=LAYOUT)
def test_what_means_the_same_costs_nothing_and_is_seen(after):
    comparison = compared(TEXT, after)
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [("11 an hour", "12 an hour", 1), ("Job ID: 2\n", "", 1), ("Title: Drummer\n", "", 1), ("---\n\nJob ID: 2\n", "Job ID: 2\n", 0)],
)
def test_one_change_costs_one_listing(before, after, lost):
    assert compared(TEXT, TEXT.replace(before, after)).score == pytest.approx(1 - lost / 6.1)


def test_a_listing_lost_is_one_listing():
    comparison = compared(TEXT, TEXT.replace("Job ID: 2\nTitle: Drummer\nPay: 11 an hour\n\n---\n\n", ""))
    assert [(f.change.value, f.where) for f in comparison.findings if f.cost] == [("deleted", "listing 2")]


def test_rows_of_a_table_are_listings_too():
    rows = listings("ref,title,skills\nA1,Piper,reels; patience\nA2,Drummer,\n", "band_jobs.csv")
    assert [row.fields["title"] for row in rows] == ["Piper", "Drummer"]
    text = SEED["agency_jobs.csv"]
    assert compared(text, text.replace("scanner, lifting", "lifting, scanner"), "agency_jobs.csv").score == 1
    assert compared(text, text.replace("NB-119,", "NB-120,"), "agency_jobs.csv").score == pytest.approx(1 - 1 / 13)


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for name, before, after in (
        ("jobs_april.txt", "Closes: 2026-04-17", "Closes: 2026-03-17"),
        ("jobs_april.txt", "Job ID: TB-403", "Job ID: TB-402"),
        ("jobs_april.txt", "27,900 to 30,400", "27,900 to 20,400"),
        ("jobs_april.txt", "Location: Corn Street 8\n", ""),
        ("agency_jobs.csv", "12.85,14.20", "14.85,14.20"),
    ):
        assert before in SEED[name]
        assert check({**SEED, name: SEED[name].replace(before, after, 1)}), (name, before)
