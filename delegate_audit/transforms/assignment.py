"""An authored assignment: which element belongs to which group. It is one reasonable answer where several are right."""

from __future__ import annotations

import re
import tomllib

from pydantic import BaseModel, ConfigDict, Field

from delegate_audit.domains.readers.values import whole
from delegate_audit.errors import UsageError

MAX_GROUP_CHARS = 60
_RANGE = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")


class Assignment(BaseModel):
    """Groups in their order, each with the values or ranges of numbers (`"12-31"`) that belong to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: dict[str, tuple[str | int, ...]] = Field(min_length=1)
    default: str | None = None

    def group_of(self, *values: str) -> str | None:
        """The group that lists one of the spellings of a value, else the one whose range holds it, else the default."""
        for group, members in self.groups.items():
            if any(str(member) in values for member in members):
                return group
        for group, members in self.groups.items():
            if any(_within(str(member), value) for member in members for value in values):
                return group
        return self.default

    def names(self) -> list[str]:
        """All groups in their order, the default last unless it is one of them."""
        return list(dict.fromkeys([*self.groups, *([self.default] if self.default else [])]))


def _within(member: str, value: str) -> bool:
    found, number = _RANGE.fullmatch(member.strip()), whole(value)
    return found is not None and number is not None and int(found[1]) <= number <= int(found[2])


def parse(text: str, name: str) -> dict[str, object]:
    """The tables of an assignment file. Raises `UsageError` naming the file."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise UsageError(f"{name} is no TOML: {fault}") from fault


def file_part(group: str) -> str:
    """A group's name made safe for file names."""
    safe = "".join(char if char.isalnum() else "_" for char in group.lower())
    return re.sub("_+", "_", safe).strip("_")[:MAX_GROUP_CHARS].strip("_") or "other"
