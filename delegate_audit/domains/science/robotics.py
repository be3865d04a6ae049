"""URDF robots: links with their masses and shapes, joints with what they join and their limits; xacro's tags are plain elements.

Fragile: a sign in an axis, one of three numbers of an origin, a limit in degrees, a joint that hangs on another link.
"""

from __future__ import annotations

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import NUMBER, by_value
from delegate_audit.domains.readers.xml import COMMON, ELEMENT, EVERY, WORDS, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT


def _numbers(value: Value) -> Value:
    """A list of numbers by their values; anything else as it is."""
    return tuple(by_value(part) for part in value.split()) if isinstance(value, str) else value


VECTOR = Exact(_numbers)
FRAME: dict[str, FieldType] = {"origin/@xyz": VECTOR, "origin/@rpy": VECTOR}
SHAPE: dict[str, FieldType] = {
    "@name": Exact(), **FRAME, "geometry/box/@size": VECTOR, "geometry/cylinder/@radius": NUMBER, "geometry/cylinder/@length": NUMBER,
    "geometry/sphere/@radius": NUMBER, "geometry/mesh/@filename": Exact(), "geometry/mesh/@scale": VECTOR, "material/@name": Exact(),
    "material/color/@rgba": VECTOR,
}  # fmt: skip
INERTIA: dict[str, FieldType] = {
    **FRAME, "mass/@value": NUMBER, **{f"inertia/@{name}": NUMBER for name in ("ixx", "ixy", "ixz", "iyy", "iyz", "izz")}
}  # fmt: skip
JOINT: dict[str, FieldType] = {
    "@name": Exact(), "@type": Exact(), **FRAME, "parent/@link": Exact(), "child/@link": Exact(), "axis/@xyz": VECTOR,
    **{f"limit/@{name}": NUMBER for name in ("lower", "upper", "effort", "velocity")},
    **{f"{name}": NUMBER for name in ("dynamics/@damping", "dynamics/@friction", "mimic/@multiplier", "mimic/@offset")},
    **{f"safety_controller/@{name}": NUMBER for name in ("soft_lower_limit", "soft_upper_limit", "k_position", "k_velocity")},
    "calibration/@rising": NUMBER, "calibration/@falling": NUMBER, "mimic/@joint": Exact(),
}  # fmt: skip
PART: dict[str, FieldType] = {
    **ELEMENT.fields, **dict.fromkeys(("@xyz", "@rpy", "color/@rgba"), VECTOR),
    **dict.fromkeys(("@radius", "@length", "@lower", "@upper", "@soft_lower_limit", "@soft_upper_limit"), NUMBER),
}  # fmt: skip
KINDS = (
    Kind("robot", {"@name": Exact()}, other=WORDS),
    Kind("link", {"@name": Exact()}, ("@name",), other=WORDS),
    Kind("joint", JOINT, ("@name",), other=WORDS),
    Kind("inertial", INERTIA, other=WORDS),
    *(Kind(name, SHAPE, ("@name",), other=WORDS) for name in ("visual", "collision")),
    Kind("element", PART, ELEMENT.key, other=WORDS),
    Kind("transmission", {"@name": Exact(), "type": WORDS}, ("@name",), other=WORDS),
    *COMMON[1:],
)
_SHAPE = ("origin", "geometry", "material", "contact_coefficients", "verbose")
FORMAT = Xml(
    KINDS,
    {name: name for name in ("robot", "link", "joint", "inertial", "visual", "collision", "transmission")},
    {
        "joint": ("origin", "parent", "child", "axis", "calibration", "dynamics", "limit", "mimic", "safety_controller", EVERY),
        "inertial": ("origin", "mass", "inertia", EVERY), "visual": _SHAPE, "collision": _SHAPE,
        "transmission": ("type",), "element": (EVERY,),
    },
)  # fmt: skip
DOMAIN = Domain("robotics", "URDF robots", "science", ("*.urdf", "*.xacro"), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
