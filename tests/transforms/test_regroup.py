import pytest

from delegate_audit.errors import UsageError

GROUPS = {"groups": {"People": [2, 4], "Place": ["3"]}, "default": "Other"}


def test_siblings_come_together_by_group(build, guide, subtitles):
    regroup = build("regroup", kind="cue", assign=GROUPS, order="order.txt", groups="groups.csv", renumber="index")
    there = regroup.forward(guide, subtitles)
    assert there["groups.csv"] == "group,id\nPeople,2\nPeople,4\nPlace,3\nOther,1\n"
    assert there["order.txt"] == "2\n4\n3\n1\n"
    assert there["guide.srt"].startswith("1\n00:00:04,000")
    assert dict(regroup.backward(there, subtitles)) == guide


def test_the_way_back_needs_the_order_alone(build, guide, subtitles):
    regroup = build("regroup", kind="cue", assign=GROUPS, order="order.txt", groups="groups.csv")
    there = {name: text for name, text in regroup.forward(guide, subtitles).items() if name != "groups.csv"}
    assert dict(regroup.backward(there, subtitles)) == guide


def test_groups_by_a_field_or_from_a_file(build, guide, subtitles):
    text = '[groups]\nPlaced = ["X1:40"]\n'
    regroup = build("regroup", {"g.toml": text}, kind="cue", assign="g.toml", key="position", order="o.txt", groups="g.csv")
    assert "the assignment does not mention cue 1" in regroup.problems(guide, subtitles)
    assert regroup.forward(guide, subtitles)["guide.srt"] == guide["guide.srt"], "what nobody mentions goes with the one before"
    with pytest.raises(UsageError, match=r"no file h.toml"):
        build("regroup", {}, kind="cue", assign="h.toml", order="o.txt", groups="g.csv")
    with pytest.raises(UsageError, match=r"h.toml is no TOML"):
        build("regroup", {"h.toml": "["}, kind="cue", assign="h.toml", order="o.txt", groups="g.csv")
