import pytest

from delegate_audit.errors import UsageError


def test_names_within_texts_the_longest_first(build, guide, subtitles):
    rename = build("rename", kind="cue", fields="text", names=["Anna", "Anna Ruiz", "Nobody"], alias="Person {n}", key="key.csv")
    there = rename.forward(guide, subtitles)
    assert there["key.csv"] == "alias,name\nPerson 1,Anna Ruiz\nPerson 2,Anna\n"
    assert "Person 1 says" in there["guide.srt"]
    assert "Person 2 again" in there["guide.srt"]
    assert dict(rename.backward(there, subtitles)) == guide


def test_only_whole_words(build, subtitles):
    files = {"guide.srt": "1\n00:00:01,000 --> 00:00:02,000\nAnnabel and Anna's cat\n"}
    rename = build("rename", fields="text", names=["Anna"], alias="P{n}", key="key.csv")
    there = rename.forward(files, subtitles)
    assert "Annabel and P1's cat" in there["guide.srt"]
    assert dict(rename.backward(there, subtitles)) == files


def test_whole_values_and_letters(build, guide, subtitles):
    rename = build("rename", fields=["position"], alias="Spot {letter}", key="key.csv")
    there = rename.forward(guide, subtitles)
    assert there["key.csv"] == "alias,name\nSpot A,X1:40\n"
    assert dict(rename.backward(there, subtitles)) == guide


def test_aliases_that_are_there_already_are_left_out(build, guide, subtitles):
    files = {**guide, "guide.srt": guide["guide.srt"].replace("The pier", "Person 1 at the pier")}
    rename = build("rename", fields="text", names=["Anna", "Anna Ruiz"], alias="Person {n}", key="key.csv")
    there = rename.forward(files, subtitles)
    assert "Person 1," not in there["key.csv"]
    assert dict(rename.backward(there, subtitles)) == files


def test_a_key_of_many_names_stays_quick(build, guide, subtitles):
    key = "alias,name\n" + "".join(f"Person {n},Name {n}\n" for n in range(20_000))
    rename = build("rename", fields="text", names=["Anna"], alias="Person {n}", key="key.csv")
    assert rename.backward({**guide, "key.csv": key}, subtitles)["guide.srt"] == guide["guide.srt"]


@pytest.mark.parametrize("parameters", [{"alias": "Person"}, {"alias": "{n}{letter}"}, {"fields": []}, {"key": "key.txt"}])
def test_wrong_parameters_are_told(build, parameters):
    with pytest.raises(UsageError, match="transform rename, field"):
        build("rename", **{"fields": ["text"], "alias": "P{n}", "key": "key.csv", **parameters})
