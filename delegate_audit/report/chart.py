"""Curves as text: braille dots on a canvas with axes, so that drift can be seen in a terminal and in a log file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from delegate_audit.report.wording import scale_floor

BLANK = 0x2800
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
AXIS = 5
"""Columns for the labels of the vertical axis."""


@dataclass(frozen=True)
class Curve:
    """A line: y by place on the horizontal axis, 0..1, None where there is none; `style` is a rich style."""

    name: str
    values: tuple[float | None, ...]
    style: str


@dataclass(frozen=True)
class Cell:
    """One character and its rich style."""

    char: str
    style: str = ""


Row = list[Cell]


def draw(curves: Sequence[Curve], marks: Sequence[str], width: int, height: int) -> list[Row]:
    """The chart, row by row; `marks` name the places of the horizontal axis. Names stand beside the ends of lines."""
    longest = max(len(curve.name) for curve in curves)
    canvas = _Canvas(max(10, width - AXIS - longest - 2), height, scale_floor(v for curve in curves for v in curve.values))
    for curve in curves:
        canvas.line(curve)
    names = _name_rows(curves, canvas)
    rows = [[*_label(canvas, row), *canvas.cells[row], *names.get(row, [])] for row in range(height)]
    return [*rows, [Cell(char, "dim") for char in " " * AXIS + _axis(marks, canvas.width)]]


class _Canvas:
    """Cells of two by four dots."""

    def __init__(self, width: int, height: int, low: float) -> None:
        self.width, self.height, self.low = width, height, low
        self.cells = [[Cell(" ") for _ in range(width)] for _ in range(height)]

    def row_of(self, value: float) -> int:
        """The row in which a value lies."""
        return self._dot(value) // 4

    def _dot(self, value: float) -> int:
        return round((1 - (value - self.low) / (1 - self.low)) * (4 * self.height - 1))

    def line(self, curve: Curve) -> None:
        """Draw the curve, straight from point to point."""
        last = max(1, len(curve.values) - 1)
        known = [(i * (2 * self.width - 1) / last, v) for i, v in enumerate(curve.values) if v is not None]
        for x, y in known[:1]:
            self._set(round(x), self._dot(y), curve.style)
        for (x0, y0), (x1, y1) in pairwise(known):
            steps = max(1, round(x1 - x0), abs(self._dot(y1) - self._dot(y0)))
            for n in range(steps + 1):
                self._set(round(x0 + (x1 - x0) * n / steps), self._dot(y0 + (y1 - y0) * n / steps), curve.style)

    def _set(self, x: int, y: int, style: str) -> None:
        row, column = y // 4, x // 2
        old = self.cells[row][column]
        bits = ord(old.char) if old.char != " " else BLANK
        self.cells[row][column] = Cell(chr(bits | DOTS[x % 2][y % 4]), style)


def _label(canvas: _Canvas, row: int) -> Row:
    middle = canvas.height // 2
    value = {0: 1.0, canvas.height - 1: canvas.low, middle: 1 - (1 - canvas.low) * (4 * middle + 1.5) / (4 * canvas.height - 1)}.get(row)
    text = f"{100 * value:>3.0f} ┤" if value is not None else "    │"
    return [Cell(char, "dim") for char in text]


def _name_rows(curves: Sequence[Curve], canvas: _Canvas) -> dict[int, Row]:
    """Row to name, each beside the end of its line, or as near as there is room."""
    taken: dict[int, Row] = {}
    for curve in sorted(curves, key=lambda c: -(_end(c) or 0)):
        end = _end(curve)
        if end is None:
            continue
        wish = canvas.row_of(end)
        row = min((r for r in range(canvas.height) if r not in taken), key=lambda r: (abs(r - wish), -r), default=None)
        if row is not None:
            taken[row] = [Cell(" "), *(Cell(char, curve.style) for char in curve.name)]
    return taken


def _end(curve: Curve) -> float | None:
    return next((value for value in reversed(curve.values) if value is not None), None)


def _axis(marks: Sequence[str], width: int) -> str:
    """The marks under their places, as many as fit."""
    line = [" "] * (width + max(map(len, marks), default=0))
    free = 0
    for i, mark in enumerate(marks):
        at = round(i * (width - 1) / max(1, len(marks) - 1))
        if at >= free or i == 0:
            line[at : at + len(mark)] = mark
            free = at + len(mark) + 2
    return "".join(line).rstrip()
