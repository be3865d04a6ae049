"""What reports of weather mean, with the metar library as the oracle for what an observation says."""

import re
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.weather import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.weather import DOMAIN

ROOT = Path(__file__).parents[2]
SEED = {p.name: p.read_text() for p in (ROOT / "corpora/science/weather/north_sea_helicopters/seed").iterdir()}
REPORTS = """SAXX31 KWBC 201750
METAR EGLL 201750Z 24008KT 9999 FEW020 M05/M11 Q1013 TEMPO 4000 SHRA=
KORD 201751Z AUTO 1 1/2SM -SN BR VV008 M00/M02 A2992 RMK AO2 TEMPO X=
TAF EGLL 201700Z 2018/2124 24008KT CAVOK
     PROB30 TEMPO 2022/2103 3000 BR
     BECMG 2106/2108 28015G25KT=
"""


def elements(text):
    return DOMAIN.read(text, "x.metar")


def compared(before, after):
    return compare({"x.metar": before}, {"x.metar": after}, DOMAIN)


def test_every_group_is_a_field():
    bulletin, london, chicago, forecast = elements(REPORTS)
    assert bulletin.fields["heading"] == "SAXX31 KWBC 201750"
    assert (london.fields["temperature"], london.fields["dew_point"], london.fields["sky"]) == ("M05", "M11", "FEW020")
    assert [(change.fields["change"], change.fields["weather"]) for change in london.children] == [("TEMPO", "SHRA")]
    assert (chicago.fields["visibility"], chicago.fields["weather"], chicago.fields["remarks"]) == ("1 1/2SM", "-SN BR", "RMK AO2 TEMPO X")
    assert (forecast.kind, forecast.fields["period"]) == ("forecast", "2018/2124")
    assert [(change.fields["change"], change.line) for change in forecast.children] == [("PROB30 TEMPO", 5), ("BECMG", 6)]


LAYOUT = {
    "wrapped": REPORTS.replace("M05/M11", "\n     M05/M11"),
    "no signs": REPORTS.replace("=", ""),
    "a blank before the sign": REPORTS.replace("=", " ="),
    "a forecast on one line": REPORTS.replace("\n     ", " "),
    "blank lines": REPORTS.replace("\n", "\n\n").replace("\n\n     ", "\n     "),
    "the type on a line of its own": REPORTS.replace("TAF EGLL", "TAF\nEGLL"),
}


@pytest.mark.parametrize("after", LAYOUT.values(), ids=LAYOUT)
def test_what_means_the_same_is_layout(after):
    comparison = compared(REPORTS, after)
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("M05/", "05/", ["temperature"]),
        ("24008KT 9999", "24080KT 9999", ["wind"]),
        ("24008KT 9999", "2408KT 9999", ["wind", "other"]),
        ("A2992", "A2929", ["altimeter"]),
        ("PROB30 TEMPO", "PROB40 TEMPO", ["change"]),
        ("AO2", "AO1", ["remarks"]),
        ("METAR EGLL", "METAR EGLC", ["station"]),
    ],
)
def test_a_changed_fact_costs_its_part(before, after, fields):
    comparison = compared(REPORTS, REPORTS.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / 7)
    assert sorted(finding.field for finding in comparison.findings) == sorted(fields)


def test_a_lost_change_group_is_one_element():
    comparison = compared(REPORTS, REPORTS.replace("     PROB30 TEMPO 2022/2103 3000 BR\n", ""))
    assert [(finding.change.value, finding.kind) for finding in comparison.findings] == [("deleted", "change")]


def test_a_report_without_a_head_is_unreadable_alone():
    found = elements(REPORTS.replace("METAR EGLL 201750Z", "METAR EGLL"))
    assert [element.kind for element in found] == ["bulletin", UNREADABLE, "observation", "forecast"]


OBSERVATIONS = [e for text in SEED.values() for e in elements(text) if e.kind == "observation" and e.fields.get("status") != "NIL"]


@pytest.mark.parametrize("report", OBSERVATIONS, ids=lambda e: f"{e.fields['station']}-{e.fields['time']}")
def test_metar_says_the_same(report):
    metar = pytest.importorskip("metar.Metar")
    read = metar.Metar(DOMAIN.write((report,)).strip().rstrip("="), strict=False)
    assert (read.station_id, f"{read.time:%d%H%M}Z") == (report.fields["station"], report.fields["time"])
    for value, field in ((read.temp, "temperature"), (read.dewpt, "dew_point")):
        assert value.value("C") == int(report.fields[field].replace("M", "-"))
    assert read.wind_speed.value("KT") == int(re.search(r"(\d\d)(?:G\d\d)?KT", report.fields["wind"])[1])
    assert read.press.value("HPA") == int(report.fields["altimeter"][1:])
    assert [kind for kind, *_ in read.sky] == [group[: 2 if group[:2] == "VV" else 3] for group in report.fields.get("sky", "").split()]


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for name, before, after in (
        ("north_sea_metar.txt", "08/05 Q0994", "05/08 Q0994"),
        ("north_sea_metar.txt", "24031G45KT", "24045G31KT"),
        ("north_sea_metar.txt", "FEW012 BKN018", "FEW018 BKN012"),
        ("north_sea_metar.txt", "METAR EGPB 181220Z", "METAR EGPD 181220Z"),
        ("north_sea.taf", "TEMPO 1812/1818 4000", "TEMPO 1811/1818 4000"),
        ("north_sea.taf", "PROB40 TEMPO", "PROB4 TEMPO"),
    ):
        assert before in SEED[name]
        assert check({**SEED, name: SEED[name].replace(before, after, 1)}), (name, before)
