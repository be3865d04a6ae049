"""Plans the evening watering of the allotments at Mill Lane.

Ten beds hang on two drip lines behind one pump. Every evening the planner works out how much water each bed has lost
since it was last wet, takes off what the rain has given back, and turns the rest into minutes of an open valve. The
pump feeds one line at a time and has to be silent by half past nine.

All depths are millimetres of water, all areas square metres, all volumes litres; one millimetre on one square metre is
one litre.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from .weather import DayRecord, read_days

# The pump is the old one from the school; the new one is paid for but not delivered (Ines, 3 March).
PUMP_L_PER_MIN = 38.5
PUMP_START_S = 45  # until the pressure stands at 2.1 bar
LINE_LOSS = 0.06

# Agreed with the neighbours in the meeting of 12 April.
FIRST_START = time(19, 40)
LAST_STOP = time(21, 30)
QUIET_DAYS = {6}  # no pump on Sundays

# The gauge on the shed roof; what it says in a storm is a guess.
RAIN_THAT_COUNTS_MM = 2.0
RAIN_SHARE = 0.8  # the rest runs off the paths
MAX_DEFICIT_MM = 24.0

# Share of the reference evaporation that a crop uses, from the first leaves to the harvest.
CROP_FACTORS = {
    "beans": (0.4, 1.15, 0.55),
    "courgettes": (0.5, 1.0, 0.8),
    "lettuce": (0.7, 1.0, 0.95),
    "onions": (0.7, 1.05, 0.75),
    "potatoes": (0.5, 1.15, 0.75),  # stop two weeks before lifting, whatever the table says
    "strawberries": (0.4, 0.85, 0.75),
    "tomatoes": (0.6, 1.15, 0.8),
}


class Flow:
    """Litres per minute that one emitter gives at 1.5 bar, as measured with a bucket on 20 April."""

    DRIP = 0.067  # two turns of the cap
    DRIP_OPEN = 0.133
    SPRAY = 0.95
    SEEP_PER_M = 0.045  # a metre of the porous hose, Tomasz has the rest of the roll


class PlanError(ValueError):
    """The evening cannot be planned: a bed is unknown, or the records have a gap."""


@dataclass(frozen=True)
class Bed:
    """One bed as it stands in beds.csv: its crop, its size, and what waters it."""

    name: str
    line: str
    crop: str
    area_m2: float
    planted: date
    season_days: int
    emitters: int
    flow_l_per_min: float
    tenant: str = ""


@dataclass
class Account:
    """The water account of a bed: what it lacks, and when it was last filled up."""

    bed: Bed
    deficit_mm: float = 0.0
    last_watered: date | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """One opening of a valve."""

    bed: str
    line: str
    start: datetime
    minutes: int
    litres: float


def read_beds(path: Path) -> list[Bed]:
    """Read the beds. Raises PlanError with the number of the row that makes no sense."""
    beds = []
    with path.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), 2):
            try:
                beds.append(bed_of(row))
            except (KeyError, ValueError) as fault:
                raise PlanError(f"{path.name}, row {number}: {fault}") from fault
    # Two beds of one name would share an account.
    names = [bed.name for bed in beds]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            raise PlanError(f"there are {names.count(name)} beds called {name}")
    return beds


def bed_of(row: dict[str, str]) -> Bed:
    """Make a bed of a row of the table, decimal commas and all."""
    crop = row["crop"].strip().lower()
    if crop not in CROP_FACTORS:
        raise ValueError(f"no factors for {crop!r}")
    return Bed(
        name=row["bed"].strip(),
        line=row["line"].strip().upper(),
        crop=crop,
        area_m2=number_of(row["area_m2"]),
        planted=date.fromisoformat(row["planted"].strip()),
        season_days=int(row["season_days"]),
        emitters=int(row["emitters"]),
        flow_l_per_min=getattr(Flow, row["emitter"].strip().upper()),
        tenant=row.get("tenant", "").strip(),
    )


def number_of(text: str) -> float:
    """Read a number that may have a decimal comma."""
    return float(text.strip().replace(",", "."))


def stage(bed: Bed, day: date) -> float:
    """How far the bed has come, from 0.0 when planted to 1.0 at the end of its season."""
    age = (day - bed.planted).days
    return min(1.0, max(0.0, age / bed.season_days))


def crop_factor(bed: Bed, day: date) -> float:
    """The crop factor of the day: flat at first, rising to the middle of the season, falling towards the harvest."""
    young, full, ripe = CROP_FACTORS[bed.crop]
    passed = stage(bed, day)
    if passed < 0.15:
        return young
    if passed < 0.4:
        return young + (full - young) * (passed - 0.15) / 0.25
    if passed < 0.75:
        return full
    return full + (ripe - full) * (passed - 0.75) / 0.25


def useful_rain(mm: float) -> float:
    """What reaches the roots: nothing of a drizzle, four fifths of the rest."""
    if mm < RAIN_THAT_COUNTS_MM:
        return 0.0
    return (mm - RAIN_THAT_COUNTS_MM / 2) * RAIN_SHARE


def settle(account: Account, days: Iterable[DayRecord]) -> Account:
    """Book the days one after the other; the deficit never falls below zero and never passes MAX_DEFICIT_MM."""
    expected: date | None = None
    for record in days:
        if expected is not None and record.day != expected:
            raise PlanError(f"the weather of {expected:%d %B} is missing")
        used = record.evaporation_mm * crop_factor(account.bed, record.day)
        lack = account.deficit_mm + used - useful_rain(record.rain_mm)
        if record.frost:
            account.notes.append(f"frost on {record.day.isoformat()}, look at the leaves")
        account.deficit_mm = min(MAX_DEFICIT_MM, max(0.0, lack))
        expected = record.day + timedelta(days=1)
    return account


def litres_needed(account: Account) -> float:
    """Litres that fill the account up again, with what the line loses on the way."""
    return account.deficit_mm * account.bed.area_m2 / (1 - LINE_LOSS)


def minutes_for(bed: Bed, litres: float) -> int:
    """Minutes of an open valve for so many litres, rounded up; the pump may be the narrower end."""
    through_emitters = bed.emitters * bed.flow_l_per_min
    rate = min(through_emitters, PUMP_L_PER_MIN)
    return math.ceil(litres / rate) if litres > 0 else 0


def most_urgent(accounts: Iterable[Account]) -> list[Account]:
    """Sort by thirst; of two that are equally dry, the one that has waited longer comes first."""
    return sorted(accounts, key=lambda a: (-a.deficit_mm, a.last_watered or date.min, a.bed.name))


def evening(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of the pump on that day."""
    return datetime.combine(day, FIRST_START), datetime.combine(day, LAST_STOP)


def plan(accounts: Iterable[Account], day: date, *, threshold_mm: float = 6.0) -> Iterator[Turn]:
    """Yield the turns of an evening, the driest bed first, until the time is used up.

    Every change of line costs the seconds that the pump needs to build up its pressure. A bed that
    lacks less than threshold_mm waits for another day. A bed that would not be finished by the last moment
    is cut short rather than left out: half a drink is better than none (we tried both in the summer of 2022).
    """
    if day.weekday() in QUIET_DAYS:
        return
    clock, end = evening(day)
    line = ""
    for account in most_urgent(a for a in accounts if a.deficit_mm >= threshold_mm):
        bed = account.bed
        if bed.line != line:
            clock += timedelta(seconds=PUMP_START_S)
            line = bed.line
        litres = litres_needed(account)
        minutes = minutes_for(bed, litres)
        left = int((end - clock).total_seconds() // 60)
        if left <= 0:
            account.notes.append("no time left this evening")
            continue
        if minutes > left:
            litres *= left / minutes
            minutes = left
            account.notes.append(f"cut short at {left} min")
        yield Turn(bed.name, line, clock, minutes, round(litres, 1))
        clock += timedelta(minutes=minutes)


def book(accounts: dict[str, Account], turns: Iterable[Turn]) -> float:
    """Write the turns into the accounts and return the litres in all."""
    total = 0.0
    for turn in turns:
        account = accounts[turn.bed]
        given_mm = turn.litres * (1 - LINE_LOSS) / account.bed.area_m2
        account.deficit_mm = max(0.0, account.deficit_mm - given_mm)
        account.last_watered = turn.start.date()
        total += turn.litres
    return total


def sheet(turns: Iterable[Turn], accounts: dict[str, Account]) -> str:
    """The sheet for the shed door: one line per turn, then what somebody ought to look at."""
    lines = ["start  line  bed            min   litres"]
    for turn in turns:
        lines.append(f"{turn.start:%H:%M}  {turn.line:<4}  {turn.bed:<13}  {turn.minutes:>3}  {turn.litres:>7.1f}")
    for name, account in sorted(accounts.items()):
        for note in account.notes:
            # Tenants are called by their first name here, as on the door.
            who = account.bed.tenant.split(" ")[0] or "anybody"
            lines.append(f"! {name} ({who}): {note}")
    return "\n".join(lines)


def main(folder: Path, day: date) -> str:
    """Plan one evening from the files in a folder and return the sheet."""
    beds = read_beds(folder / "beds.csv")
    days = list(read_days(folder / "weather.csv", until=day))
    accounts = {bed.name: settle(Account(bed), days) for bed in beds}
    turns = list(plan(accounts.values(), day))
    total = book(accounts, turns)
    if total > 1_800:
        # The butts hold 1,800 litres when Ruth has filled them, less in a dry May.
        accounts[turns[-1].bed].notes.append(f"{total:.0f} litres are more than the butts hold")
    return sheet(turns, accounts)


if __name__ == "__main__":
    import sys
    print(main(Path(sys.argv[1]), date.today()))
