import pytest

from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError

STOPS = {"groups": {"Customs House": ["1-2"], "Pier": [3]}, "default": "Old Town"}


def test_parts_get_their_share_numbered_from_1_and_the_original_goes(build, guide, subtitles):
    split = build("split", kind="cue", assign=STOPS, into="stop_{group}.srt", order="stops.txt", renumber="index")
    there = split.forward(guide, subtitles)
    assert sorted(there) == ["about.txt", "stop_customs_house.srt", "stop_old_town.srt", "stop_pier.srt", "stops.txt"]
    assert there["stops.txt"] == "stop_customs_house.srt\nstop_pier.srt\nstop_old_town.srt\n"
    assert there["stop_pier.srt"].endswith("NOTE bell rings\n\n1\n00:00:06,000 --> 00:00:08,000\nThe pier, 12 m long\n")
    assert dict(split.backward(there, subtitles)) == guide


def test_an_order_table_interleaves_the_parts(build, guide, subtitles):
    split = build("split", kind="cue", by="position", into="at_{group}.srt", order="order.csv")
    there = split.forward(guide, subtitles)
    assert there["order.csv"] == "position,file\n1,at_other.srt\n2,at_x1_40.srt\n3,at_other.srt\n4,at_other.srt\n"
    assert dict(split.backward(there, subtitles)) == guide


def test_the_rest_keeps_what_is_not_of_the_kind(build, guide, subtitles):
    split = build("split", kind="cue", by="position", into="at_{group}.srt", order="order.csv", rest="guide.srt")
    there = split.forward(guide, subtitles)
    assert there["guide.srt"] == "NOTE bell rings\n"
    assert "4,at_other.srt" in there["order.csv"], "places count the bell too"
    assert dict(split.backward(there, subtitles)) == guide


def test_joining_takes_the_files_that_a_person_of_judgement_made(build, guide, subtitles):
    split = build("split", kind="cue", assign=STOPS, into="stop_{group}.srt", order="stops.txt", renumber="index")
    there = split.forward(guide, subtitles)
    renamed = {
        **there,
        "list.txt": "quay.srt\nharbour.srt\n",
        "quay.srt": there["stop_customs_house.srt"],
        "harbour.srt": there["stop_pier.srt"],
    }
    for name in ("stops.txt", "stop_customs_house.srt", "stop_pier.srt"):
        del renamed[name]
    assert dict(split.backward(renamed, subtitles)) == guide, "what the list forgets comes last"


def test_parts_that_no_order_mentions_are_not_lost(build, guide, subtitles):
    split = build("split", kind="cue", by="position", into="at_{group}.srt", order="order.csv")
    there = {**split.forward(guide, subtitles), "order.csv": "position,file\n,\n1,at_x1_40.srt\n2,nowhere.srt\n"}
    back = split.backward(there, subtitles)["guide.srt"]
    assert back.startswith("2\n")
    assert back.count("-->") == 4


def test_nested_elements_take_along_what_they_lie_in(build):
    from delegate_audit.domains import registry

    domain = registry.get("spreadsheet")
    table = "name,month,price\nAnn,05,1.50\nBob,06,2.00\nCy,05,3.25\n"
    split = build("split", kind="row", by="month", into="m{group}.csv", order="order.csv", file="all.csv")
    there = split.forward({"all.csv": table}, domain)
    assert there["m05.csv"] == "name,month,price\nAnn,05,1.50\nCy,05,3.25\n"
    assert dict(split.backward(there, domain)) == {"all.csv": table}


def test_elements_in_several_others_need_a_rest(build):
    from delegate_audit.domains import registry

    domain = registry.get("accounting")
    journal = "2026-01-02 * Grocer\n    Food        4.00 EUR\n    Cash\n\n2026-01-03 * Baker\n    Food        2.00 EUR\n    Cash\n"
    journal = domain.write(domain.read(journal, "a.ledger"))
    plain = {"kind": "posting", "by": "account", "into": "{group}.ledger", "order": "order.csv", "file": "a.ledger"}
    with pytest.raises(TransformError, match="rest"):
        build("split", **plain).forward({"a.ledger": journal}, domain)
    split = build("split", rest="a.ledger", **plain)
    there = split.forward({"a.ledger": journal}, domain)
    assert there["food.ledger"].count("Food") == 2
    assert "Food" not in there["a.ledger"]
    assert dict(split.backward(there, domain)) == {"a.ledger": journal}


def test_it_says_what_is_missing(build, guide, subtitles):
    split = build("split", kind="cue", by="position", into="at_{group}.srt", order="order.csv")
    with pytest.raises(TransformError, match=r"guide.srt is missing"):
        split.forward({}, subtitles)
    with pytest.raises(TransformError, match="no parts"):
        split.backward({"about.txt": ""}, subtitles)
    with pytest.raises(TransformError, match="no cue"):
        split.forward({"guide.srt": "nothing here\n"}, subtitles)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"by": "position", "assign": STOPS},
        {"by": "position", "into": "all.srt"},
        {"by": "position", "order": "order.xls"},
        {"by": "text", "into": "../{group}"},
    ],
)
def test_wrong_parameters_are_told(build, parameters):
    with pytest.raises(UsageError, match="transform split"):
        build("split", **{"kind": "cue", "into": "{group}.srt", "order": "o.txt", **parameters})


def test_an_authored_grouping_must_cover_everything(build, guide, subtitles):
    split = build("split", kind="cue", assign={"groups": {"a": [1], "b": [99]}}, into="{group}.srt", order="o.txt")
    found = split.problems(guide, subtitles)
    assert "the assignment does not mention cue 2" in found
    assert "no element belongs to the group 'b'" in found
