"""Journals as ledger and hledger take them, and the laws for them."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.element import Element
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.accounting import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.accounting import DOMAIN, read, write

SEEDS = sorted((Path(__file__).parents[2] / "corpora/records/accounting").glob("*/seed/*.ledger"))

PIECES = [
    "2026-01-02 * x ; y",
    "2026/1/2=1/3 ! (a) b",
    "20x6-01-02 c",
    "    a:b  $1,000.00 @ 2 EUR",
    "    ; c",
    "",
    "    [x]  -5,0 EUR {$1} [2026-1-1] = 3",
    "comment",
    "end comment",
    "; z",
    ";; z",
    "# h",
    "P 2026-01-01 EUR $1.2",
    "P x",
    "account x",
    "    note y",
    "~ monthly  b",
    "= /x/ ; y",
    "include z",
    "    (q)  (2 * 3)",
    "```",
    "\t! <d>\t€ -1.000,5 @@ 7",
    "    a  12.3.4",
    "    b  == 0",
    "  c  1 {",
    "Y2026",
    "test x",
    '    * d  "A4 x" 3 ; e',
    "    a  -$1 (@) 3 {=4}",
    "%",
    "  ;",
    "\x0c",
]
LINES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(alphabet=" ;a=1.,*($€-@\t", max_size=8)), max_size=10).map("\n".join)

EVERYTHING = """; top
;; second
* Org heading

comment
 anything  here
2026-01-01 not this
end comment

account Assets:Cash  ; type: A
    note  Money in the till
P 2026/01/02 12:30:00 AAPL $179.30
Y2026
~ monthly from 2026-01
    Expenses:Rent  $1,200.00
    Assets:Cash

= expr account =~ /Food/
    [Envelope]   (amount * 2)

2026/01/03=2026/01/05 * (INV 7) Shop & Co  ; note :tag:
\t; more: value
  Assets:Brokerage       10 AAPL {$50.00} [2026/01/05] (lot) @ $60.00 ; x
      ; second
 ! Assets:Cash  $-600.00 = $1,234.50
\t(Virtual:A)\t1.000,50 EUR @@ €12
    Assets:X   == 0
    B  5 "A4 paper"
"""


def _posting(line):
    (transaction,) = read(f"2026-01-01 x\n    {line}\n", "x.ledger")
    return {name: value for name, value in transaction.children[0].fields.items() if value is not None}


def test_all_kinds_of_entries_are_read():
    entries = read(EVERYTHING, "x.ledger")
    assert [entry.kind for entry in entries] == [
        "comment",
        "comment",
        "comment",
        "account",
        "price",
        "directive",
        "periodic",
        "automated",
        "transaction",
    ]
    last = entries[-1]
    assert dict(last.fields) == {
        "date": "2026/01/03",
        "aux_date": "2026/01/05",
        "status": "*",
        "code": "INV 7",
        "payee": "Shop & Co",
        "comment": "note :tag:\nmore: value",
    }
    assert last.children[0].fields["comment"] == "x\nsecond"
    assert [posting.line for posting in last.children] == [23, 25, 26, 27, 28]
    assert [entry.fields["text"] for entry in entries[:3]] == ["top\n; second", "Org heading", " anything  here\n2026-01-01 not this"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("A:B C  -$5", {"account": "A:B C", "amount": Decimal(-5), "commodity": "$"}),
        ("A\t5.20 EUR", {"account": "A", "amount": Decimal("5.20"), "commodity": "EUR"}),
        ("A  €1,250.00", {"account": "A", "amount": Decimal(1250), "commodity": "€", "style": "¤1,000.00"}),
        ("A  1.000,50 EUR", {"account": "A", "amount": Decimal("1000.50"), "commodity": "EUR", "style": "1.000,00 ¤"}),
        ("A  1 000 000", {"account": "A", "amount": Decimal(1000000), "style": "1 000.00"}),
        ("A  0,125 BTC", {"account": "A", "amount": Decimal("0.125"), "commodity": "BTC", "style": "1000,00 ¤"}),
        ("A  $-5 ; no", {"account": "A", "amount": Decimal(-5), "commodity": "$", "style": "¤-1000.00", "comment": "no"}),
        ("[A]  = $5", {"virtual": "[]", "account": "A", "check": "=", "balance": Decimal(5), "balance_commodity": "$"}),
        (
            "* A  3 X @@ $6",
            {"status": "*", "account": "A", "amount": Decimal(3), "commodity": "X", "at": "@@", "cost": Decimal(6), "cost_commodity": "$"},
        ),
        ("A  3 X {$2} [2026-01-01]", {"account": "A", "amount": Decimal(3), "commodity": "X", "lot": "{$2} [2026-01-01]"}),
        ("A $5", {"account": "A $5"}),
        ("A ; five", {"account": "A ; five"}),
    ],
)
def test_a_posting_is_read_as_ledger_reads_it(line, wanted):
    fields = _posting(line)
    assert fields == wanted
    assert str(fields.get("amount")) == str(wanted.get("amount")) or fields["amount"] == wanted["amount"]


@pytest.mark.parametrize(
    "line",
    [
        "$-5.00",
        "-5.00 EUR",
        "1,234,567 X",
        "1.234,5 X",
        "$ 5.",
        "+5 X",
        '3 "A4 paper"',
        "X 7",
        "10.00",
        "1'000.00 CHF",
        "£-1,000.05 @ 2.5 EUR = £3",
    ],
)
def test_an_amount_is_written_as_it_was(line):
    assert f"  {line}\n" in write(read(f"2026-01-01 x\n    A  {line}\n", "x.ledger"))


def test_a_changed_amount_is_written_in_the_style_it_had():
    (transaction,) = read("2026-01-01 x\n    A  1.250,00 EUR\n", "x.ledger")
    posting = transaction.children[0].having(amount=Decimal("-2500.50"))
    assert "-2.500,50 EUR" in write((transaction.containing([posting]),))


def test_a_writer_never_makes_a_number_that_reads_otherwise():
    for style in (None, "1,000.00", "1.000,00", "1000,00", "1000.", "¤1 000.00"):
        for number in ("1.000", "1000", "-0.125", "1234567.891", "12", "1.5E+5"):
            posting = Element(
                "posting", {"account": "A", "amount": Decimal(number), "commodity": "$" if style and "¤" in style else None, "style": style}
            )
            (again,) = read(write((Element("transaction", {"date": "2026-01-01"}, (posting,)),)), "x.ledger")
            assert again.children[0].fields["amount"] == Decimal(number), (style, number)


@pytest.mark.parametrize(
    ("text", "reason", "kept"),
    [
        ("garbage here\n\n2026-01-01 x\n    A  1\n", "no entry", 2),
        ("    A  1\n", "no transaction", 1),
        ("2026-13-01 x\n    A  1\n", "calendar", 2),
        ("2026-01-01 x\n    A  1.2.3\n", "amount", 2),
        ("P 2026-01-01 EUR what\n", "amount", 1),
    ],
)
def test_what_the_format_refuses_is_marked_and_read_all_the_same(text, reason, kept):
    mark, *entries = read(text, "x.ledger")
    assert mark.kind == "rejected"
    assert any(word in str(mark.fields["reason"]) for word in reason.split())
    assert sum(1 for entry in entries for e in entry.walk() if e.kind != "unreadable") == kept


def test_a_refused_line_leaves_the_others_what_they_were():
    good = read(SEEDS[0].read_text(), "x.ledger")
    broken = read(SEEDS[0].read_text() + "\n```\n", "x.ledger")
    assert broken[1:-1] == good
    assert compare({"a.ledger": SEEDS[0].read_text()}, {"a.ledger": SEEDS[0].read_text() + "\n```\n"}).score <= 0.5


def test_consistency_is_found_wanting():
    text = "account A\naccount B\n\n2026-01-02 (1) x\n    A  5\n    B  -4\n\n2026-01-01 (1) y\n    A  1 = 7\n    C\n"
    problems = check({"x.ledger": text})
    assert len(problems) == 5
    assert [word for word in ("balance", "declared", "after", "twice", "holds") if not any(word in p for p in problems)] == []


def test_meaningless_variants_cost_nothing_and_are_seen():
    text = "2026-01-02 * x  ; note\n    A                    $1,000.00\n    B\n"
    variants = [
        "2026/1/2 * x ;note\n\tA  $1000.00\n    B\n",
        "2026-01-02 * x\n    ; note\n    A  $1,000.00\n    B\n",
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        text.rstrip("\n"),
        text.replace("\n", "  \n"),
        "\n" + text + "\n\n",
    ]
    for variant in variants:
        comparison = compare({"a.ledger": text}, {"a.ledger": variant})
        assert comparison.score == 1, variant
        assert {f.severity for f in comparison.findings} == {Severity.LAYOUT}, variant


def test_losing_k_of_n_costs_k_of_n():
    text = "".join(f"2026-01-{day:02} x {day}\n    A{day}  {day}.50 EUR\n    B{day}\n\n" for day in range(1, 11))
    entries = read(text, "x.ledger")
    assert compare({"a.ledger": text}, {"a.ledger": write(entries[:3] + entries[5:])}).score == pytest.approx(0.8)
    assert compare({"a.ledger": text}, {"a.ledger": text.replace("7.50 EUR", "7.60 EUR")}).score == pytest.approx(29 / 30)
    assert compare({"a.ledger": text}, {"a.ledger": text + text}).score == pytest.approx(0.5)


@given(st.one_of(st.text(), LINES))
def test_any_text_is_read_and_comes_back_the_same(text):
    entries = read(text, "x.ledger")
    assert read(write(entries), "x.ledger") == entries


@pytest.mark.parametrize(
    "text",
    ["(" * 50_000, "2026-01-01 " + "(" * 50_000, "2026-01-01 x\n    A  " + "{[(=@" * 20_000, "    A  1" + ",000" * 20_000, ";\n" * 20_000],
)
def test_junk_is_read_in_time(text):
    start = time.process_time()
    read(text, "x.ledger")
    assert time.process_time() - start < 3


def test_the_domain_claims_journals():
    assert all(DOMAIN.claims(name) for name in ("a.ledger", "x/b.journal", "c.HLEDGER"))


def test_a_comment_block_without_its_first_line_costs_itself_and_the_rejection():
    """The text in it is one unreadable element; what has an amount or begins an entry is none of it."""
    report = "$ hledger bal\nBalances:\n\n        || Apr  May\n=======++=====\n budget || $-1    0\n-------++-----\n        || $15    0\n"
    text = "".join(f"2026-01-{day:02} x {day}\n    A{day}  {day}.50 EUR\n    B{day}\n\n" for day in range(1, 5)) + f"comment\n{report}"
    assert [e.kind for e in read(text, "x.ledger")][4:] == ["comment"]
    for rest in ("", "2026-02-01 y\n    A  1\n    B\n", "account A\n", "    C  5 EUR\n", "; end\n", "2o26 z\n"):
        damaged = text.replace("comment\n", "") + rest
        mark, *entries = read(damaged, "x.ledger")
        assert (mark.kind, entries[4].kind, len(entries)) == ("rejected", "unreadable", 5 + bool(rest))
        assert read(write((mark, *entries)), "x.ledger") == (mark, *entries)
    assert compare({"a.ledger": text}, {"a.ledger": text.replace("comment\n", "")}).score == pytest.approx(12 / 13 / 2)


def test_a_header_with_a_false_date_leaves_its_postings():
    _, header, first, second = read("2o26-01-02 x\n    A  1 EUR\n    B\n", "x.ledger")
    assert (header.kind, first.kind, second.kind) == ("unreadable", "posting", "posting")


@pytest.mark.parametrize("remark", [":tag:", "5 EUR", "(7) x", "* done", "= $5", "[2026-01-02]", "@ 3 X", "{$4}"])
def test_a_comment_below_a_line_is_no_part_of_it(remark):
    text = f"2026-01-01\n    ; {remark}\n    A  1 X\n    ; {remark}\n    B\n    ; {remark}\n"
    (transaction,) = read(text, "x.ledger")
    said = [{name for name, value in e.fields.items() if value is not None} for e in transaction.walk()]
    assert said == [{"date", "comment"}, {"account", "amount", "commodity", "comment"}, {"account", "comment"}]
    assert {e.fields["comment"] for e in transaction.walk()} == {f"\n{remark}"}
    assert read(write((transaction,)), "x.ledger") == (transaction,)
