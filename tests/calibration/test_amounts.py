"""How amounts are read, and how many places they are."""

from __future__ import annotations

import pytest

from delegate_audit.calibration.amounts import amount
from delegate_audit.errors import UsageError


@pytest.mark.parametrize(
    ("text", "places", "struck"), [("1", 50, 1), ("7", 5, 5), ("2%", 50, 1), ("10%", 50, 5), ("0.5 %", 10, 1), ("100%", 3, 3)]
)
def test_of(text, places, struck):
    assert amount(text).of(places) == struck


def test_only_one_fault_alone_is_single():
    assert [amount(text).single for text in ("1", "2", "1%")] == [True, False, False]


@pytest.mark.parametrize("text", ["", "0", "0%", "101%", "-1", "1.5", "many", "10%%"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(UsageError, match="no amount"):
        amount(text)
