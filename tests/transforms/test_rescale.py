from decimal import Decimal

import pytest

from delegate_audit.domains import registry
from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError


def test_times_are_scaled_and_the_originals_kept(build, guide, subtitles):
    rescale = build("rescale", kind="cue", fields=["start_ms", "end_ms"], factor="24/25", keep="times_24.csv")
    there = rescale.forward(guide, subtitles)
    assert there["times_24.csv"] == "id,start_ms,end_ms\n1,1000,3500\n2,4000,5000\n3,6000,8000\n4,9000,10000\n"
    assert "00:00:00,960 --> 00:00:03,360" in there["guide.srt"]
    assert dict(rescale.backward(there, subtitles)) == guide


@pytest.mark.parametrize(
    ("written", "parameters", "expected"),
    [
        ("2.5", {"factor": "1"}, "3"),
        ("-2.5", {"factor": "1"}, "-3"),
        ("12.50", {"factor": 2, "round": 2}, "25.00"),
        ("12", {"factor": "2.5", "round": 2}, "30"),
        ("1", {"factor": "1/3", "round": 2}, "0.33"),
        ("0.5", {"factor": "2.5", "step": "0.25", "round": 2}, "1.25"),
        ("1.1", {"factor": "1", "step": "0.25", "round": 2}, "1.0"),
        ("149", {"factor": "1", "round": -2}, "100"),
        ("20", {"factor": "9/5", "offset": "32", "round": 1}, "68"),
        ("0.005", {"factor": "1", "round": 2}, "0.01"),
    ],
)
def test_rounding(build, written, parameters, expected):
    domain = registry.get("spreadsheet")
    table = f"name,amount\nx,{written}\n"
    rescale = build("rescale", kind="row", fields="amount", keep="k.csv", file="t.csv", **parameters)
    there = rescale.forward({"t.csv": table}, domain)
    assert Decimal(there["t.csv"].split(",")[-1].strip()) == Decimal(expected)
    assert there["t.csv"].split(",")[-1].strip() == expected
    assert dict(rescale.backward(there, domain)) == {"t.csv": table}


def test_what_is_no_number_or_absurd_stays(build):
    domain = registry.get("spreadsheet")
    table = "name,amount\nx,about 3\ny,\nz," + "9" * 150 + "\n"
    there = build("rescale", kind="row", fields="amount", factor=2, keep="k.csv", file="t.csv").forward({"t.csv": table}, domain)
    assert there["t.csv"] == table


def test_a_row_that_is_missing_leaves_its_element_alone(build, guide, subtitles):
    rescale = build("rescale", kind="cue", fields=["start_ms"], offset=500, keep="k.csv")
    there = {**rescale.forward(guide, subtitles), "k.csv": "START_MS , Id\n1000,1\nx,2\n,3\n5,99\n"}
    back = rescale.backward(there, subtitles)["guide.srt"]
    assert back.startswith("1\n00:00:01,000 -->")
    assert "00:00:06,500 -->" in back
    assert "00:00:09,500 -->" in back
    with pytest.raises(TransformError, match=r"k.csv is missing"):
        rescale.backward(guide, subtitles)


@pytest.mark.parametrize(
    "parameters",
    [{"factor": "x"}, {"factor": "0"}, {"factor": "1/0"}, {"step": "0"}, {"factor": "1e999999999"}, {"round": 99}, {"offset": "9" * 99}],
)
def test_wrong_parameters_are_told(build, parameters):
    with pytest.raises(UsageError, match="transform rescale, field"):
        build("rescale", kind="cue", fields=["start_ms"], keep="k.csv", **parameters)
