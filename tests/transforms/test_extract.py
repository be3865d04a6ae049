import pytest

from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError

URLS = r"https?://[^\s,;]+"


def test_equal_texts_share_one_reference(build, guide, subtitles):
    extract = build("extract", kind="cue", field="text", into="urls.csv", match=URLS)
    there = extract.forward(guide, subtitles)
    assert there["urls.csv"] == "ref,text\n[1],https://harbour.example/map\n"
    assert "Welcome, see [1] first." in there["guide.srt"]
    assert "Anna again; see [1]" in there["guide.srt"]
    assert dict(extract.backward(there, subtitles)) == guide


def test_every_occurrence_may_have_its_own(build, guide, subtitles):
    extract = build("extract", kind="cue", field="text", into="urls.csv", match=URLS, same_once=False, reference="see note {n}")
    there = extract.forward(guide, subtitles)
    assert "see note 2" in there["guide.srt"]
    assert dict(extract.backward(there, subtitles)) == guide


def test_references_that_are_there_already_are_left_out(build, guide, subtitles):
    files = {**guide, "guide.srt": guide["guide.srt"].replace("The pier", "The pier [1]")}
    extract = build("extract", kind="cue", field="text", into="urls.csv", match=URLS)
    there = extract.forward(files, subtitles)
    assert there["urls.csv"].splitlines()[1].startswith("[2],")
    assert dict(extract.backward(there, subtitles)) == files


def test_whole_texts_move_and_unknown_references_stay(build, guide, subtitles):
    extract = build("extract", kind="cue", field="text", into="texts.csv")
    there = extract.forward(guide, subtitles)
    assert '"Anna Ruiz says: ""hi | hello"", no?\nSecond line."' in there["texts.csv"]
    back = extract.backward({**there, "texts.csv": "text,ref\nfirst,1\n"}, subtitles)["guide.srt"]
    assert "first\n" in back
    assert "[2]\n" in back
    with pytest.raises(TransformError, match=r"texts.csv is missing"):
        extract.backward(guide, subtitles)


@pytest.mark.parametrize("parameters", [{"match": "("}, {"reference": "[n]"}, {"into": "x.json"}, {"colour": "red"}])
def test_wrong_parameters_are_told(build, parameters):
    with pytest.raises(UsageError, match="transform extract, field"):
        build("extract", **{"kind": "cue", "field": "text", "into": "t.csv", **parameters})
