"""Chess games in PGN: headers, moves with marks, comments, clocks and evaluations, variations. Fragile: a move, a move number, a result.

A reader of our own (libraries for chess are copyleft and drop what they cannot play). Moves are kept as written; whether
they are legal is not looked at.
"""

from __future__ import annotations

import re

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.pgn import read
from delegate_audit.domains.readers.pgn_text import GLYPHS, clock, write


def _spelled(value: Value) -> Value:
    """Castling with letters, captures with x, promotion with =."""
    san = str(value)
    if "-" in san and san[0] in "O0":
        return san.replace("0", "O")
    return "--" if san == "Z0" else re.sub(r"=?[(/]?([QRBN])\)?$", r"=\1", san[:1] + san[1:].replace(":", "x")) if len(san) > 1 else san


def _numbered(value: Value) -> Value:
    """Marks by their number, in no order."""
    return tuple(sorted(GLYPHS.get(str(nag), str(nag)) for nag in value)) if isinstance(value, tuple) else value


def move_number(ply: Value) -> str:
    """`12.` for White's twelfth move, `12…` for Black's."""
    return f"{(ply + 1) // 2}{'.' if ply % 2 else '…'}" if isinstance(ply, int) else shown(ply)


MOVE = {
    "ply": Ordinal(show=move_number), "san": Exact(_spelled), "check": Exact(), "nags": Exact(_numbered), "eval": Number(),
    "clock_s": Number(show=clock), "commands": Exact(), "comment": Text(),
}  # fmt: skip
KINDS = (
    Kind("game"),
    Kind("header", {"name": Exact(), "value": Exact()}, key=("name",), ordered=False),
    Kind("move", MOVE, key=("ply", "san")),
    Kind("variation"),
    Kind("comment", {"text": Text()}),
    Kind("escape", {"text": Exact()}),
    Kind("result", {"value": Exact()}),
)
UNSAID = (
    (r"(?<!\d)\d{1,5}\s*+(?:…|\.\s*+[.…])[.…\s]*+", "Black's move number repeats what the order says; a wrong one belongs to the move"),
    (r"(?<=\d)\s*+\.(?=\s*+[KQRBNPOa-h@])", "the dot behind White's move number"),
    (r"(?<=%clk )0(?=\d:)", "a leading zero of a clock"),
)
INSIGNIFICANT = tuple(Insignificant(re.compile(pattern), reason) for pattern, reason in UNSAID)
DOMAIN = Domain("chess", "Chess games", "everyday", ("*.pgn",), KINDS, read, write, INSIGNIFICANT)
