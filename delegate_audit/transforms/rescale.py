"""Rescale: numbers multiplied, shifted and rounded, with the originals kept beside the document."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from delegate_audit.core.element import Value
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.cells import cell, retyped, value_of
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import written
from delegate_audit.transforms.selection import drafts, identities, labels, look_up, spoken_targets
from delegate_audit.transforms.sidecar import Row, need, replaced, table_rows, table_text

MAX_MAGNITUDE = 60
"""Numbers with more digits than this, before or behind the point, are left alone: no document means them."""
_AMOUNT = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?|-?\d{1,30}/0*[1-9]\d{0,29}", re.ASCII)


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Amount = Annotated[str, BeforeValidator(_text)]


class Rescale(Transform):
    """Multiply `fields` of `kind` by `factor` ("24/25"), add `offset`, and round, halves away from zero.

    They are rounded to a multiple of `step`, where it is given, and to `round` decimal places. `keep` gets the names of the
    elements (column id) and the numbers as they were, a column each.
    """

    kind: str
    fields: Names = Field(min_length=1)
    factor: Amount = "1"
    offset: Amount = "0"
    step: Amount | None = None
    round: int = Field(default=0, ge=-12, le=12)
    keep: str = Field(pattern=r"\.csv$")
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @field_validator("factor", "offset", "step")
    @classmethod
    def _is_number(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not _AMOUNT.fullmatch(value):
            raise ValueError(f"{value!r} is no number, such as 2.5, or fraction, such as 24/25")
        least = {"factor": abs(Fraction(value or 1)), "step": Fraction(value or 1)}.get(info.field_name or "", 1)
        if least <= 0:
            raise ValueError(f"{value} would make all numbers the same")
        return value

    def makes(self) -> Names:
        """The table of the original numbers."""
        return (self.keep,)

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Rescale every file that is meant."""
        opened = drafts(self, files, domain)
        changes: dict[str, str | None] = {}
        rows: list[list[str]] = []
        for draft in opened:
            kind = draft.kind(self.kind)
            names = labels(draft, kind, len(opened) > 1, self.fields)
            for branch in draft.find(self.kind, self.under):
                old = {name: branch.fields.get(name) for name in self.fields}
                if any(_numeric(value) for value in old.values()):
                    rows.append([names[branch], *(cell(v if _numeric(v) else None, kind.type_of(n)) for n, v in old.items())])
                    branch.fields.update({name: self._scaled(value) for name, value in old.items() if _numeric(value)})
            changes[draft.name] = draft.result()
        return replaced(files, {**changes, self.keep: table_text(["id", *self.fields], rows)})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Give every element the numbers that were kept."""
        rows: dict[str, Row] = {}
        for row in table_rows(need(files, self.keep), ["id", *self.fields]):
            rows.setdefault(row["id"].strip(), row)
        changes: dict[str, str | None] = {self.keep: None}
        for draft in drafts(self, files, domain):
            kind = draft.kind(self.kind)
            names = identities(draft, kind, self.fields)
            for branch in draft.find(self.kind, self.under):
                row = look_up(rows, draft, names[branch]) or {}
                old = {name: value_of(row.get(name, "").strip(), kind.type_of(name)) for name in self.fields}
                branch.fields.update({n: v for n, v in old.items() if v is not None and n in branch.fields})
            if draft.result() != draft.text:
                changes[draft.name] = written(retyped(draft.root, domain, draft.name), domain, draft.name)
        return replaced(files, changes)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Multiply, add, round, and keep the numbers as they were; and back."""
        where = spoken_targets(self, files, domain)
        what = " and ".join(self.fields)
        steps = [f"multiply it by {self.factor}"] if Fraction(self.factor) != 1 else []
        steps += [f"add {self.offset} to it"] if Fraction(self.offset) else []
        steps += [f"round it to a multiple of {self.step}"] if self.step else []
        steps += [f"round it to {self.round} decimal places, halves away from zero"]
        return Instructions(
            f"In {where}, for the {what} of every {self.kind}: {', '.join(steps)}. Keep the numbers as they were in {self.keep}, with "
            f"the columns id, {', '.join(self.fields)}; the id is what identifies the {self.kind}, or its number in the file.",
            f"In {where}, give every {self.kind} the {what} that {self.keep} holds for it, and delete {self.keep}.",
        )

    def _scaled(self, value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(self._scaled(item) for item in value)
        if not isinstance(value, int | Decimal) or not _numeric(value):
            return value
        exact = Fraction(value) * Fraction(self.factor) + Fraction(self.offset)
        if self.step:
            exact = half_away(exact / Fraction(self.step)) * Fraction(self.step)
        units = half_away(exact * Fraction(10) ** self.round)
        if self.round <= 0:
            number = units * 10**-self.round
            return number if isinstance(value, int) else Decimal(number)
        return _trimmed(Decimal(f"{units}E-{self.round}"), min(_places(value), self.round), keep_whole=isinstance(value, int))


def half_away(number: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(abs(number) + Fraction(1, 2)) * (1 if number >= 0 else -1)


def _numeric(value: Value) -> bool:
    if isinstance(value, tuple):
        return any(_numeric(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    number = Decimal(value)
    return number.is_finite() and abs(number.adjusted()) <= MAX_MAGNITUDE and len(number.as_tuple().digits) <= MAX_MAGNITUDE


def _places(value: int | Decimal) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _trimmed(number: Decimal, least: int, *, keep_whole: bool) -> Value:
    """Without zeros at the end, down to `least` decimal places; whole numbers stay whole where they were."""
    text = f"{number:f}"
    head, _, tail = text.partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    return int(head) if keep_whole and not tail else Decimal(f"{head}.{tail}" if tail else head)


TRANSFORM = Rescale
