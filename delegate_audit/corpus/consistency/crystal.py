"""What must be true in crystal structures: volume, weight and density follow from the cell, bonds and spacings from cell and sites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import cos, dist, pi, radians, sin, sqrt

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.science.crystal import DOMAIN

MASSES = {"H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Si": 28.086}
PER_CUBIC_CM = 0.602214
_TERM = re.compile(r"([+-]?)(?:(\d+)/(\d+)|([xyz]))")
Point = tuple[float, ...]


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the blocks that does not agree, with file and line."""
    return in_documents(files, DOMAIN, lambda tops: [problem for top in tops if top.kind == "block" for problem in _problems(top)])


def _problems(block: Element) -> Problems:
    items = {str(item.fields["tag"])[1:]: item for item in block.children if item.kind == "item"}
    rows = [row for loop in block.children if loop.kind == "loop" for row in loop.children if row.kind == "row"]
    edges = tuple(_number(items[f"cell_length_{axis}"].fields["value"]) for axis in "abc")
    angles = tuple(radians(_number(items[f"cell_angle_{name}"].fields["value"])) for name in ("alpha", "beta", "gamma"))
    axes = _axes(edges, angles)
    volume = axes[0][0] * axes[1][1] * axes[2][2]
    counts = re.findall(r"([A-Z][a-z]?)(\d*)", str(items["chemical_formula_sum"].fields["value"]))
    weight = sum(MASSES[symbol] * int(count or 1) for symbol, count in counts)
    density = weight * _number(items["cell_formula_units_Z"].fields["value"]) / volume / PER_CUBIC_CM
    for name, value in (("cell_volume", volume), ("chemical_formula_weight", weight), ("exptl_crystal_density_diffrn", density)):
        if not _says(items[name].fields["value"], value):
            yield items[name].line, f"{name} comes to {value:.4f}"
    yield from _geometry(rows, axes)


def _geometry(rows: list[Element], axes: list[Point]) -> Iterator[tuple[int, str]]:
    sites = {row.fields["_atom_site_label"]: row for row in rows if "_atom_site_label" in row.fields}
    moves = [str(row.fields["_space_group_symop_operation_xyz"]) for row in rows if "_space_group_symop_operation_xyz" in row.fields]
    for row in rows:
        labels = [value for name, value in row.fields.items() if "_site_label_" in name]
        if missing := [label for label in labels if label not in sites]:
            yield row.line, f"there is no site {missing[0]}"
        elif "_geom_bond_distance" in row.fields:
            ends = [tuple(_number(sites[label].fields[f"_atom_site_fract_{axis}"]) for axis in "xyz") for label in labels]
            ends[1] = _moved(ends[1], str(row.fields["_geom_bond_site_symmetry_2"]), moves)
            length = dist(*(_placed(end, axes) for end in ends))
            if not _says(row.fields["_geom_bond_distance"], length):
                yield row.line, f"the bond is {length:.4f} long"
        elif "_refln_d_spacing" in row.fields:
            spacing = _spacing(tuple(_number(row.fields[f"_refln_index_{name}"]) for name in "hkl"), axes)
            if not _says(row.fields["_refln_d_spacing"], spacing):
                yield row.line, f"the spacing is {spacing:.4f}"


def _number(value: object) -> float:
    return float(str(value).partition("(")[0])


def _says(value: object, number: float) -> bool:
    text = str(value).partition("(")[0]
    return bool(abs(float(text) - number) <= 0.51 * 10 ** -len(text.partition(".")[2]))


def _axes(edges: Point, angles: Point) -> list[Point]:
    """The axes in rectangular coordinates, in Å; the product of the diagonal is the volume."""
    (a, b, c), (alpha, beta, gamma) = edges, angles
    across = (cos(alpha) - cos(beta) * cos(gamma)) / sin(gamma)
    return [(a, 0.0, 0.0), (b * cos(gamma), b * sin(gamma), 0.0), (c * cos(beta), c * across, c * sqrt(1 - cos(beta) ** 2 - across**2))]


def _placed(point: Point, axes: list[Point]) -> Point:
    return tuple(sum(part * axis[k] for part, axis in zip(point, axes, strict=True)) for k in range(3))


def _moved(point: Point, code: str, moves: list[str]) -> Point:
    """The point where a symmetry code puts it: `3_566` is the third operation, then one step along b and c."""
    if code == ".":
        return point
    number, _, steps = code.partition("_")
    at = dict(zip("xyz", point, strict=True))
    parts = [
        sum((-1 if sign == "-" else 1) * (at[axis] if axis else int(top) / int(below)) for sign, top, below, axis in _TERM.findall(part))
        for part in moves[int(number) - 1].split(",")
    ]
    return tuple(part + int(step) - 5 for part, step in zip(parts, steps, strict=True))


def _spacing(indices: Point, axes: list[Point]) -> float:
    """How far apart the planes with these indices are: the wave that has their phases along the axes, solved from a to c."""
    wave: list[float] = []
    for axis, index in zip(axes, indices, strict=True):
        wave.append((2 * pi * index - sum(part * known for part, known in zip(axis, wave, strict=False))) / axis[len(wave)])
    return 2 * pi / sqrt(sum(part**2 for part in wave))
