"""What two lines of elements mean, in every dialect, with sgp4 as the oracle for what a value says."""

import math
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.satellite import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.satellite import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/science/satellite").glob("*/seed/*.tle"))
DOCUMENTS = [*SEEDS, ROOT / "tests/laws/samples/every_syntax.tle"]

NAME = "ISS (ZARYA)"
ONE = "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927"
TWO = "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537"
ISS = f"{NAME}\n{ONE}\n{TWO}\n"
BARE = "".join(f"{line[:68]}\n" for line in ISS.splitlines())
LIST = ISS + ISS.replace("25544", "25545").replace("2927", "2928").replace("3537", "3538")


def satellites(text):
    return [element for element in DOMAIN.read(text, "x.tle") if element.kind == "satellite"]


def compared(before, after):
    return compare({"x.tle": before}, {"x.tle": after}, DOMAIN)


def test_a_satellite_has_every_field_of_its_lines():
    (iss,) = satellites(ISS)
    assert {name: str(value) for name, value in iss.fields.items() if value is not None} == {
        "name": NAME, "catalogue": "25544", "classification": "U", "designator": "98067A", "epoch": "08264.51782528",
        "mean_motion_dot": "-.00002182", "mean_motion_ddot": "00000-0", "drag": "-11606-4", "ephemeris": "0", "element_set": "292",
        "inclination": "51.6416", "ascending_node": "247.4627", "eccentricity": "0006703", "perigee": "130.5360",
        "mean_anomaly": "325.0288", "mean_motion": "15.72125391", "revolutions": "56353",
    }  # fmt: skip
    assert iss.fields["inclination"] == Decimal("51.6416")


@pytest.mark.parametrize(("before", "after"), [(NAME, f"{NAME:24}"), (NAME, f"0 {NAME}"), ("00000-0", "00000+0")])
def test_what_means_the_same_costs_nothing(before, after):
    comparison = compared(BARE, BARE.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("51.6416", "51.6417", {"inclination", "checksum_2"}),
        ("-11606-4", " 11606-4", {"drag", "checksum_1"}),
        ("63537", "63530", {"checksum_2"}),
        ("2 25544", "2 25546", {"catalogue_2", "checksum_2"}),
        (NAME, "ISS", {"name"}),
        (f"{NAME}\n", "", {"name"}),
    ],
)
def test_a_changed_fact_costs_its_satellite(before, after, fields):
    comparison = compared(LIST, LIST.replace(before, after, 1))
    assert comparison.score == 0.5
    assert {finding.field for finding in comparison.findings} == fields


@pytest.mark.parametrize("k", range(6))
def test_one_damaged_line_costs_its_satellite_and_is_unreadable(k):
    lines = LIST.splitlines()
    damaged = "\n".join([*lines[:k], lines[k][:30] + "~~" + lines[k][33:], *lines[k + 1 :]]) + "\n"
    assert compared(LIST, damaged).score >= 0.25
    assert sum(e.kind == UNREADABLE for e in DOMAIN.read(damaged, "x.tle")) <= 2
    assert DOMAIN.read(DOMAIN.write(DOMAIN.read(damaged, "x.tle")), "x.tle") == DOMAIN.read(damaged, "x.tle")


def test_checksums_are_written_anew_and_wrong_ones_stay():
    (iss,) = satellites(ISS)
    assert DOMAIN.write((iss.having(inclination=Decimal("51.6400")),)) == ISS.replace("51.6416", "51.6400").replace("63537", "63530")
    assert DOMAIN.write(DOMAIN.read(ISS.replace("2927", "2920"), "x.tle")) == ISS.replace("2927", "2920")
    assert DOMAIN.write(DOMAIN.read(BARE, "x.tle")) == BARE
    assert [satellites(BARE)[0].fields[f"checksum_{k}"] for k in "12"] == ["?", "?"]


def test_lines_without_names_and_halves_are_read():
    assert [s.fields["catalogue"] for s in satellites(f"{ONE}\n{TWO}\n{ONE}\n{TWO}\n")] == ["25544"] * 2
    assert ["mean_motion" in s.fields for s in satellites(f"{NAME}\n{ONE}\n{NAME}\n{TWO}\n{ONE}\n")] == [False, True, False]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_sgp4_sees_the_same_orbits(path):
    sgp4 = pytest.importorskip("sgp4.api")
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [(a, b) for a, b in pairwise(lines) if a[:2] == "1 " and b[:2] == "2 " and a[2:7] == b[2:7]]
    ours = {s.fields.get("catalogue"): s.fields for s in satellites("\n".join(lines)) if "mean_motion" in s.fields}
    for one, two in pairs:
        orbit, fields = sgp4.Satrec.twoline2rv(one, two), ours[one[2:7].strip()]
        kind = DOMAIN.kind("satellite")
        angles = {"inclination": orbit.inclo, "ascending_node": orbit.nodeo, "perigee": orbit.argpo, "mean_anomaly": orbit.mo}
        for name, theirs in angles.items():
            assert math.radians(float(kind.type_of(name).meaning(fields[name]))) == pytest.approx(theirs)
        for name, theirs in {"eccentricity": orbit.ecco, "drag": orbit.bstar}.items():
            assert float(kind.type_of(name).meaning(fields[name])) == pytest.approx(theirs)
        assert float(fields["mean_motion"]) == pytest.approx(orbit.no_kozai * 1440 / math.tau)


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.tle": text}) == []
    for before, after in (
        ("98.7442", "98.7443"), ("37 sets", "36 sets"), ("91.6 minutes", "91.7 minutes"), ("09125.5", "09105.5"), ("25338", "33591"),
    ):  # fmt: skip
        assert check({"x.tle": text.replace(before, after, 1)}), before
