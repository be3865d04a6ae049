"""Shift: dates and times moved by days and minutes, exactly and without any trace beside the document."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import Field, model_validator

from delegate_audit.core.element import Value
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.selection import drafts, spoken_targets
from delegate_audit.transforms.sidecar import replaced

DAY_MINUTES = 24 * 60
MAX_DAYS = 36_600
COMPACT_DIGITS = 8
"""A date without separators that a domain read as a number."""

_CLOCK = r"(\d{2})(:?)(\d{2})(?:(:?)(\d{2}))?([.,]\d{1,9})?"
_DATE_TIME = re.compile(rf"(\s*)(\d{{4}})([-/.]?)(\d{{2}})\3(\d{{2}})(?:([T ]){_CLOCK}(\s*(?:Z|[+-]\d{{2}}:?\d{{2}}))?)?(\s*)", re.ASCII)
_TIME = re.compile(r"(\s*)(\d{1,2}):(\d{2})((?::\d{2}(?:[.,]\d{1,9})?)?\s*)", re.ASCII)


class Shift(Transform):
    """Move the `fields` of `kind` by `days` and `minutes`.

    Dates (`2026-03-01`, also with `/`, `.` or nothing between) move by days alone, dates with a time of day by both, their zone as
    it is; times of day (`10:15`) move by minutes, around the clock where `wrap`, else into hours beyond 24. What is none of
    these, or would leave the years 1 to 9999, stays.
    """

    kind: str
    fields: Names = Field(min_length=1)
    days: int = Field(default=0, ge=-MAX_DAYS, le=MAX_DAYS)
    minutes: int = Field(default=0, ge=-MAX_DAYS * DAY_MINUTES, le=MAX_DAYS * DAY_MINUTES)
    wrap: bool = True
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _moves(self) -> Shift:
        if not self.days and not self.minutes:
            raise ValueError("give `days` or `minutes`")
        return self

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Shift every file that is meant."""
        return self._shifted(files, domain, 1)

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Shift as far the other way."""
        return self._shifted(files, domain, -1)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Move later or earlier; and back."""
        where = spoken_targets(self, files, domain)
        what = f"In {where}, move the {' and '.join(self.fields)} of every {self.kind}"
        return Instructions(*(f"{what} {self._spoken(sign)}. Keep the way they are written." for sign in (1, -1)))

    def _spoken(self, sign: int) -> str:
        amounts = [(self.days * sign, "day"), (self.minutes * sign, "minute")]
        return " and ".join(
            f"{abs(amount)} {unit}{'' if abs(amount) == 1 else 's'} {'later' if amount > 0 else 'earlier'}"
            for amount, unit in amounts
            if amount
        )

    def _shifted(self, files: Workspace, domain: Domain, sign: int) -> Workspace:
        changes: dict[str, str | None] = {}
        for draft in drafts(self, files, domain):
            for branch in draft.find(self.kind, self.under):
                for name in self.fields:
                    if name in branch.fields:
                        branch.fields[name] = self._moved(branch.fields[name], sign)
            changes[draft.name] = draft.result()
        return replaced(files, changes)

    def _moved(self, value: Value, sign: int) -> Value:
        if isinstance(value, tuple):
            return tuple(self._moved(item, sign) for item in value)
        if isinstance(value, int | Decimal) and str(value).isdigit() and len(str(value)) == COMPACT_DIGITS:
            return type(value)(str(self._moved(str(value), sign)))
        if not isinstance(value, str):
            return value
        if found := _DATE_TIME.fullmatch(value):
            return self._moved_date(found, sign)
        found = _TIME.fullmatch(value)
        return self._moved_time(found, sign) if found and self.minutes else value

    def _moved_date(self, found: re.Match[str], sign: int) -> str:
        before, year, dash, month, day, mark, hour, colon, minute, colon2, second, fraction, zone, after = found.groups()
        minutes = self.minutes if hour is not None else 0
        try:
            start = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 - a reading on a calendar
            moved = start + timedelta(days=self.days, minutes=minutes) * sign
        except (ValueError, OverflowError):
            return found[0]
        text = f"{before}{moved.year:04}{dash}{moved.month:02}{dash}{moved.day:02}"
        if hour is None:
            return text + after
        seconds = f"{colon2}{moved.second:02}" if second is not None else ""
        return f"{text}{mark}{moved.hour:02}{colon}{moved.minute:02}{seconds}{fraction or ''}{zone or ''}{after}"

    def _moved_time(self, found: re.Match[str], sign: int) -> str:
        total = int(found[2]) * 60 + int(found[3]) + self.minutes * sign
        if self.wrap and int(found[2]) < DAY_MINUTES // 60:
            total %= DAY_MINUTES
        if not 0 <= total < 100 * 60:
            return found[0]
        hours = str(total // 60).zfill(len(found[2])) if len(found[2]) == 2 else str(total // 60)
        return f"{found[1]}{hours}:{total % 60:02}{found[4]}"


TRANSFORM = Shift
