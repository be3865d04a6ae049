"""What must be true of a robot that can be built: its joints make one tree, what is named exists, masses are spread as their shapes say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import isclose

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.science.robotics import DOMAIN

NEAR = 0.01


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the robots that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    for robot in tops:
        if robot.kind == "robot":
            yield from (*_tree(robot), *_joints(robot), *_masses(robot))


def _named(robot: Element, kind: str, tag: str | None = None) -> set[str]:
    return {str(e.fields.get("@name")) for e in robot.children if e.kind == kind and e.fields.get("tag") == tag}


def _tree(robot: Element) -> Iterator[tuple[int, str]]:
    links, joints = _named(robot, "link"), [element for element in robot.children if element.kind == "joint"]
    hung = Counter(str(joint.fields.get("child/@link")) for joint in joints)
    for joint in joints:
        for end in ("parent/@link", "child/@link"):
            if joint.fields.get(end) not in links:
                yield joint.line, f"{joint.fields['@name']} joins {joint.fields.get(end)}, which is no link"
    yield from ((robot.line, f"{link} hangs on {count} joints") for link, count in hung.items() if count > 1)
    if len(roots := sorted(links - set(hung))) != 1:
        yield robot.line, f"nothing carries {', '.join(roots)}"


def _joints(robot: Element) -> Iterator[tuple[int, str]]:
    joints, paints = _named(robot, "joint"), _named(robot, "element", "material")
    for element in robot.walk():
        fields, name = element.fields, element.fields.get("@name")
        lower, upper = fields.get("limit/@lower"), fields.get("limit/@upper")
        if element in robot.children and element.kind == "joint" and fields["@type"] in {"revolute", "prismatic"}:
            if lower is None or upper is None or float(str(lower)) >= float(str(upper)):
                yield element.line, f"{name} goes from {lower} to {upper}"
            if not isclose(sum(float(part) ** 2 for part in str(fields.get("axis/@xyz")).split()), 1):
                yield element.line, f"the axis of {name} is {fields.get('axis/@xyz')}"
        if (leader := fields.get("mimic/@joint")) is not None and leader not in joints:
            yield element.line, f"{name} follows {leader}, which is no joint"
        if (paint := fields.get("material/@name")) is not None and paint not in paints:
            yield element.line, f"there is no material {paint}"


def _masses(robot: Element) -> Iterator[tuple[int, str]]:
    """Where a link states what it weighs and a plain shape, it turns as that shape does."""
    for link in robot.children:
        parts = {part.kind: part.fields for part in reversed(link.children)}
        shape = parts.get("collision") if "geometry/mesh/@filename" in parts.get("visual", {}) else parts.get("visual")
        if link.kind == "link" and "inertial" in parts and shape:
            told = [float(str(parts["inertial"][f"inertia/@{axis}"])) for axis in ("ixx", "iyy", "izz")]
            held = moments(shape, float(str(parts["inertial"]["mass/@value"])))
            if not all(isclose(one, other, rel_tol=NEAR) for one, other in zip(told, held, strict=True)):
                yield link.line, f"{link.fields['@name']} turns as {told}, its shape as {[round(one, 5) for one in held]}"


def moments(shape: Mapping[str, object], mass: float) -> tuple[float, float, float]:
    """Moments of inertia about the axes of a box, a cylinder (along z) or a sphere of even density."""
    if "geometry/box/@size" in shape:
        a, b, c = (float(part) ** 2 * mass / 12 for part in str(shape["geometry/box/@size"]).split())
        return b + c, a + c, a + b
    if "geometry/cylinder/@radius" in shape:
        round_, long = float(str(shape["geometry/cylinder/@radius"])) ** 2, float(str(shape["geometry/cylinder/@length"])) ** 2
        return mass / 12 * (3 * round_ + long), mass / 12 * (3 * round_ + long), mass * round_ / 2
    ball = 0.4 * mass * float(str(shape["geometry/sphere/@radius"])) ** 2
    return ball, ball, ball
