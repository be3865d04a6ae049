"""What is wrong with an environment, one sentence at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: `rule` is the requirement's name, `where` the task or file, `detail` what was seen."""

    rule: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.detail}"
