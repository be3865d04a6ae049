"""Chess games in PGN, and the laws for them. The `chess` package is the oracle for legality and for the standard form."""

import io
import time
from decimal import Decimal
from pathlib import Path

import chess
import chess.pgn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import Element
from delegate_audit.core.finding import Severity
from delegate_audit.domains.everyday.chess import DOMAIN, read, write
from delegate_audit.domains.reading import compare

SEEDS = sorted((Path(__file__).parents[2] / "corpora/everyday/chess").glob("*/seed/*.pgn"))

EVERYTHING = """% exported
[Event "Club \\"A\\""]
[White "Smith, J"]
[Result "1-0"]

{Before.} 1. e4 {[%eval 0.30] [%clk 1:59:30] Good; fine.} c5!? $14 2. Nf3 d6 (2... Nc6 3. Bb5 (3. d4 cxd4 {x}) 3... g6) {after}
3. d4 ; half } an aside
cxd4 4. Nxd4 Nf6 {[%csl Gd4] [%eval #-3]} 5. Nc3 a6 6. 0-0 e8=Q+ 7. -- 1-0

[Event "B"]

14. Nf3 Nf6 16. g3 *
{tail}
"""
PIECES = [
    "(",
    ")",
    "{",
    "}",
    ";",
    "[",
    '"',
    "]",
    "\n",
    "%",
    "1.",
    "12...",
    "14",
    "e4",
    "Nf3!",
    "$5",
    "1-0",
    "*",
    '[Event "x"]\n',
    "[%clk 1:00]",
]
PIECES += [" ", "?", '\n[A "b', "foo", "½", "\r", "O-O-O#", "[%eval 1]", "\\", "2\n.", "--", "\ufeff", "\x00"]


def play(text: str) -> list[Element]:
    return [element for game in read(text, "a.pgn") for element in game.walk()]


def moves(text: str) -> list[tuple[object, object]]:
    return [(e.fields["ply"], e.fields["san"]) for e in play(text) if e.kind == "move"]


def compared(before: str, after: str):
    return compare({"a.pgn": before}, {"a.pgn": after}, "chess")


def mutated(seed: str, spots: list[tuple[int, int, str]]) -> str:
    for at, cut, piece in spots:
        k = at % (len(seed) + 1)
        seed = seed[:k] + piece + seed[k + cut :]
    return seed


SPOTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 30), st.sampled_from([*PIECES, ""])), min_size=1, max_size=5)


def test_a_game_in_its_parts():
    games = read(EVERYTHING, "a.pgn")
    assert [game.kind for game in games] == ["game", "game"]
    assert [part.kind for part in games[0].children][:6] == ["escape", "header", "header", "header", "comment", "move"]
    first = next(part for part in games[0].children if part.kind == "move")
    assert first.fields == {"ply": 1, "san": "e4", "eval": Decimal("0.30"), "clock_s": 7170, "comment": "Good; fine."}
    assert games[0].children[1].fields == {"name": "Event", "value": 'Club "A"'}
    assert games[0].children[-1].fields == {"value": "1-0"}
    assert first.line == 6


def test_variations_hang_on_the_move_they_replace():
    game = read(EVERYTHING, "a.pgn")[0]
    parent = next(part for part in game.children if part.fields.get("san") == "d6")
    assert [below.kind for below in parent.children] == ["variation", "comment"]
    inner = parent.children[0].children
    assert [move.fields["ply"] for move in inner] == [4, 5, 6]
    assert inner[1].children[0].children[0].fields["ply"] == 5


def test_marks_commands_and_glyphs():
    found = {e.fields["san"]: e.fields for e in play(EVERYTHING) if e.kind == "move"}
    assert found["c5"]["nags"] == ("!?", "$14")
    assert found["e8=Q"]["check"] == "+"
    assert found["Nf6"] == {"ply": 28, "san": "Nf6"}
    assert found["g3"]["ply"] == 31
    assert {"eval": "#-3", "commands": ("csl Gd4",)}.items() <= next(e.fields for e in play(EVERYTHING) if e.fields.get("commands")).items()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. O-O e8=Q", "1. 0-0 e8Q"),
        ("1. e4! e5 $6 $14", "1. e4 $1 e5 $14 ?!"),
        ("1. e4 e5 2. Nf3", "1.e4\ne5\n2.Nf3"),
        ("1. e4 {a} 1... e5", "1. e4 {a} e5"),
        ('[A "1"]\n[B "2"]\n\n1. e4', '[B "2"]\n[A "1"]\n\n1. e4'),
        ("1. e4 {[%clk 0:10:00] some words}", "1. e4 {[%clk 00:10:00] some\nwords}"),
        ("1. e4 {[%eval 0.5]}", "1. e4 {[%eval 0.50]}"),
    ],
)
def test_spellings_of_one_game_are_layout(before, after):
    comparison = compared(before, after)
    assert comparison.score == 1
    assert comparison.findings
    assert {f.severity for f in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("1. e4 e5 2. Nf3 Nc6", "1. e4 e5 2. Nf3 Nf6", "game 1 › move 2… Nc6"),
        ("1. e4 e5 2. Nf3 Nc6", "1. e4 e5 3. Nf3 Nc6", "game 1 › move 2. Nf3"),
        ("1. e4 e5 2. Nf3 Nc6 1-0", "1. e4 e5 2. Nf3 Nc6 0-1", "game 1 › result 5"),
        ("1. e4 e5 2. Qh5+ Nc6", "1. e4 e5 2. Qh5 Nc6", "game 1 › move 2. Qh5"),
        ("1. e4 e5 {[%clk 0:09:59]}", "1. e4 e5 {[%clk 0:09:58]}", "game 1 › move 1… e5"),
        ("1. e4 e5 (1... c5 2. Nf3) 2. d4", "1. e4 e5 (1... c5 2. Nc3) 2. d4", "move 1… e5 › variation 1 › move 2. Nf3"),
    ],
)
def test_changes_are_named_by_move(before, after, where):
    comparison = compared(before, after)
    assert comparison.score < 1
    assert where in {f.where for f in comparison.findings}


def test_a_wrong_move_number_costs_no_more_than_its_surroundings():
    game = " ".join(f"{n}. Nf{n % 2 + 3} Na{n % 2 + 5}" for n in range(1, 41))
    comparison = compared(game, game.replace("20. ", "21. "))
    assert 0.96 < comparison.score < 1


def test_a_bracket_that_is_never_closed_costs_itself():
    text = "1. e4 e5 (1... c5 2. Nf3 2. d4 1-0"
    assert moves(text) == [(1, "e4"), (2, "e5"), (2, "c5"), (3, "Nf3"), (3, "d4")]
    assert [e.fields["text"] for e in play(text) if e.kind == "unreadable"] == ["("]


def test_a_brace_that_is_never_closed_ends_with_its_game():
    games = read('1. e4 {left open e5\n\n[Event "x"]\n\n1. d4 {closed} 1-0\n', "a.pgn")
    assert len(games) == 2
    assert [part.kind for part in games[0].children] == ["move", "unreadable"]
    assert [part.kind for part in games[1].children] == ["header", "move", "result"]


def test_words_and_lone_numbers_are_unreadable():
    assert [e.fields["text"] for e in play("1. e4 zebra 2. 3. Nf3 ) [oops] Nc6") if e.kind == "unreadable"] == ["zebra 2.", ")", "[oops]"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_read_and_written_once(text):
    elements = read(text, "a.pgn")
    assert read(write(elements), "a.pgn") == elements


@settings(deadline=None)
@given(SPOTS)
def test_any_mutation_is_read_and_written_once(spots):
    elements = read(mutated(EVERYTHING, spots), "a.pgn")
    assert read(write(elements), "a.pgn") == elements


@settings(deadline=None)
@given(SPOTS)
def test_no_mutation_goes_unseen(spots):
    text = mutated(EVERYTHING, spots)
    comparison = compared(EVERYTHING, text)
    assert 0 <= comparison.score <= 1
    assert bool(comparison.findings) == (text != EVERYTHING)


@pytest.mark.parametrize(
    "text",
    [
        "1. e4 " + "( 1. d4 " * 1000 + ")" * 1000,
        "(" * 5000,
        "{" * 5000,
        "[" * 5000,
        "1." * 5000,
        "[%a " * 5000,
        "1. e4 {[%" * 3000,
        "a " * 10_000,
    ],
)
def test_hostile_texts_are_read_in_time(text):
    start = time.process_time()
    elements = read(text, "a.pgn")
    assert read(write(elements), "a.pgn") == elements
    assert time.process_time() - start < 5


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
class TestSeed:
    def test_moves_are_legal_and_read_as_another_reader_does(self, path):
        text = path.read_text(encoding="utf-8")
        stream = io.StringIO(text)
        for game in read(text, path.name):
            other = chess.pgn.read_game(stream)
            assert other is not None
            assert other.errors == []
            board = other.board()
            for move in (part for part in game.children if part.kind == "move"):
                other = other.next()
                assert board.san(other.move).rstrip("+#") == move.fields["san"]
                assert board.san(other.move) == f"{move.fields['san']}{move.fields.get('check') or ''}"
                assert other.ply() == move.fields["ply"]
                assert (other.clock() or None) == move.fields.get("clock_s")
                assert len(other.parent.variations) - 1 == sum(below.kind == "variation" for below in move.children)
                board.push(other.move)
            assert other.is_end()
        assert chess.pgn.read_game(stream) is None


def test_the_domain_claims_its_files():
    assert DOMAIN.claims("games/Round_3.PGN")
    assert not DOMAIN.claims("pgn.txt")


def test_a_comment_of_its_own_after_a_result_opens_the_next_game():
    assert [[part.kind for part in game.children] for game in read("1. e4 1-0 {a}\n\n{b} 1. d4 *\n", "a.pgn")] == [
        ["move", "result", "comment"],
        ["comment", "move", "result"],
    ]


PLAY = '[Event "x"]\n\n1. e4 e5 2. Nf3 $1 2... Nc6 {2.5 better} 3. N@f3+ P@e4 4. @h6 *\n'


def test_drops_are_moves():
    (game,) = read(PLAY, "x.pgn")
    assert [e.fields["san"] for e in game.children if e.kind == "move"][4:] == ["N@f3", "P@e4", "@h6"]
    assert read(write((game,)), "x.pgn") == (game,)


@pytest.mark.parametrize(
    ("before", "after"), [("2. N", "2 N"), ("2... N", "2. ... N"), ("2... N", "2.. N"), ("2... N", "N"), ("3. N", "3.N")]
)
def test_the_dots_of_move_numbers_are_layout(before, after):
    for left, right in ((PLAY, PLAY.replace(before, after)), (PLAY.replace(before, after), PLAY)):
        result = compare({"x.pgn": left}, {"x.pgn": right}, DOMAIN)
        assert (result.score, {f.severity for f in result.findings}) == (1, {"layout"})


@pytest.mark.parametrize(("before", "after"), [("2.5", "25"), ("2. N", "12. N"), ("3. N", "3... N"), ("N@f3", "B@f3")])
def test_other_numbers_are_not(before, after):
    assert compare({"x.pgn": PLAY}, {"x.pgn": PLAY.replace(before, after)}, DOMAIN).score < 1
