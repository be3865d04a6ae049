from __future__ import annotations

from delegate_audit.report.chart import Curve, draw


def text(rows):
    return ["".join(cell.char for cell in row) for row in rows]


def test_a_falling_line_begins_at_the_top_left_and_ends_at_the_bottom_right():
    rows = text(draw([Curve("x", (1.0, 0.0), "")], ["0", "2"], 40, 6))
    assert rows[0].startswith("100 ┤⠁") or rows[0].startswith("100 ┤⠉") or rows[0].startswith("100 ┤⠑") or rows[0].startswith("100 ┤⠑⢄")
    assert rows[5].endswith(" x")
    assert rows[5].startswith("  0 ┤ ")


def test_the_axis_begins_at_the_tenth_below_the_lowest_value():
    rows = text(draw([Curve("x", (1.0, 0.83), "")], ["0", "2"], 40, 5))
    assert rows[4].startswith(" 80 ┤")


def test_every_name_stands_somewhere_even_where_lines_end_together():
    curves = [Curve(name, (1.0, 0.5), "") for name in ("ann", "bob", "cyd")]
    found = "\n".join(text(draw(curves, ["0", "2"], 50, 5)))
    assert all(name in found for name in ("ann", "bob", "cyd"))


def test_gaps_are_bridged_and_an_empty_curve_is_harmless():
    rows = text(draw([Curve("x", (1.0, None, 0.5), ""), Curve("y", (None, None, None), "")], ["0", "2", "4"], 40, 5))
    assert all(any("\u2800" < char <= "\u28ff" for char in row) for row in rows[:5])


def test_rows_fit_the_width():
    curves = [Curve("a long name of a line", tuple(1 - i / 50 for i in range(11)), "")]
    for width in (60, 79, 139):
        assert max(map(len, text(draw(curves, [str(2 * k) for k in range(11)], width, 8)))) <= width
