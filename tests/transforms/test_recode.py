import pytest

from delegate_audit.domains import registry
from delegate_audit.errors import UsageError


def test_codes_become_meanings_and_back(build, guide, subtitles):
    recode = build("recode", kind="cue", field="position", table={"X1:40": "left"}, key="codes.csv")
    there = recode.forward(guide, subtitles)
    assert there["codes.csv"] == "code,meaning\nX1:40,left\n"
    assert "--> 00:00:05,000 left\n" in there["guide.srt"]
    assert dict(recode.backward(there, subtitles)) == guide


def test_numbers_are_codes_too(build):
    domain = registry.get("spreadsheet")
    files = {"t.csv": "name,grade\na,1\nb,2\nc,1\nd,7\n"}
    recode = build("recode", kind="row", field="grade", table={"1": "good", "2": "fair"}, key="codes.csv", file="t.csv")
    there = recode.forward(files, domain)
    assert there["t.csv"] == "name,grade\na,good\nb,fair\nc,good\nd,7\n"
    assert dict(recode.backward(there, domain)) == files


def test_the_key_file_alone_tells_the_way_back(build, guide, subtitles):
    recode = build("recode", kind="cue", field="position", table={"X1:40": "left"}, key="codes.csv")
    there = {**recode.forward(guide, subtitles), "codes.csv": "meaning,code\nleft,X9\nx,\n\n"}
    assert "--> 00:00:05,000 X9\n" in recode.backward(there, subtitles)["guide.srt"]


@pytest.mark.parametrize("table", [{}, {"a": "x", "b": "x"}, {"a": ""}, {"a": "a"}])
def test_wrong_tables_are_told(build, table):
    with pytest.raises(UsageError, match="transform recode, field table"):
        build("recode", kind="cue", field="position", table=table, key="codes.csv")
