"""Profiles of the simulated delegate: how often each fault of the catalogue happens.

`per_element` are chances for each element of an answer, `per_hop` chances for the hop as a whole. The figures are
chosen to give the shapes of decay that studies report; they describe no model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from delegate_audit.errors import UsageError


@dataclass(frozen=True)
class Profile:
    """Rates by name of fault; a fault that is not named never happens."""

    name: str
    title: str
    per_element: Mapping[str, float] = field(default_factory=dict)
    per_hop: Mapping[str, float] = field(default_factory=dict)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("perfect", "does exactly what it is asked"),
        Profile("reformatting", "exact, but changes line ends and blank lines at will", {}, {"reformat": 0.8}),
        Profile(
            "careful",
            "few, sparse mistakes; now and then one severe failure",
            {"drop": 0.0008, "alter_number": 0.0008, "alter_name": 0.0003, "alter_date": 0.0003, "paraphrase": 0.001},
            {"drop_tail": 0.012, "reformat": 0.2, "misquote": 0.05},
        ),
        Profile(
            "hasty",
            "loses, alters and invents; severe failures are common",
            {
                "drop": 0.004, "alter_number": 0.004, "alter_name": 0.002, "alter_date": 0.002, "swap": 0.001,
                "duplicate": 0.001, "paraphrase": 0.006, "hallucinate": 0.001,
            },
            {"drop_tail": 0.06, "forget_file": 0.02, "break_syntax": 0.02, "idle": 0.03, "stop": 0.02, "refuse": 0.01, "reformat": 0.3,
             "misquote": 0.2, "wander": 0.01},
        ),
        Profile(
            "forgetful",
            "loses elements, tails and whole files, alters nothing",
            {"drop": 0.008},
            {"drop_tail": 0.08, "forget_file": 0.04},
        ),
        Profile("lazy", "leaves one edit in three undone, and is exact otherwise", {}, {"idle": 0.33}),
        Profile(
            "clumsy",
            "every fault of the catalogue, often: for testing what a scorer sees",
            {
                "drop": 0.01, "alter_number": 0.01, "alter_name": 0.01, "alter_date": 0.01, "swap": 0.01,
                "duplicate": 0.01, "paraphrase": 0.01, "hallucinate": 0.01,
            },
            {"drop_tail": 0.1, "forget_file": 0.05, "break_syntax": 0.1, "idle": 0.05, "stop": 0.05, "refuse": 0.03, "reformat": 0.3,
             "misquote": 0.5, "wander": 0.03},
        ),
    )
}  # fmt: skip


def get(name: str) -> Profile:
    """The profile of that name. Raises `UsageError` for an unknown one."""
    if name not in PROFILES:
        raise UsageError(f"there is no simulated delegate 'sim:{name}'", f"choose one of: {', '.join(f'sim:{p}' for p in PROFILES)}")
    return PROFILES[name]
