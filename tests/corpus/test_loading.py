import sys
from dataclasses import FrozenInstanceError

import pytest

from delegate_audit import corpus
from delegate_audit.corpus import environments, load, loading
from delegate_audit.errors import UsageError


def test_an_environment_is_read_whole(tour):
    assert tour.id == "creative/subtitles/tour"
    assert (tour.category, tour.domain, tour.name) == ("creative", "subtitles", "tour")
    assert sorted(tour.seed) == ["guide.srt"]
    assert sorted(tour.distractors) == ["extra.srt", "tides.txt"]
    assert [task.id for task in tour.tasks] == ["pal_speed", "by_stop", "by_theme", "by_length", "to_json", "nameless"]
    assert tour.task("by_stop").judgement
    assert tour.licence == "CC0-1.0"
    with pytest.raises(FrozenInstanceError):
        tour.title = "x"
    with pytest.raises(UsageError, match=r"no task 'by_foot'.*pal_speed"):
        tour.task("by_foot")


def test_the_digest_covers_all_content(make):
    first = load(make()).digest
    assert load(make()).digest == first
    folder = make()
    for name in ("by_stop.toml", "seed/guide.srt", "distractors/tides.txt", "environment.toml"):
        (folder / name).write_bytes((folder / name).read_bytes() + b"\n")
        assert load(folder).digest != first
        make()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('domain = "subtitles"', 'domain = "subtitels"', "field domain: there is no domain 'subtitels'"),
        ('title = "Harbour tour"', "", "field title"),
        ('"sorting"', '"ordering"', "task by_length, field operations"),
        ('id = "by_length"', 'id = "By length"', "task By length, field id"),
        ('backward = "Convert it back."', "", "task to_json, field backward"),
        ("judgement = true", "judgment = true", "task by_stop, field judgment"),
        ("[[task]]", "[[task]", "is no TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(make, before, after, message):
    folder = make()
    path = folder / "environment.toml"
    path.write_text(path.read_text().replace(before, after, 1))
    with pytest.raises(UsageError, match=message) as caught:
        load(folder)
    assert "environment.toml" in str(caught.value)


def test_a_wrong_transform_is_told_when_it_is_first_used(make):
    folder = make()
    path = folder / "environment.toml"
    path.write_text(path.read_text().replace('factor = "24/25"', 'factor = "fast"'))
    task = load(folder).task("pal_speed")
    with pytest.raises(UsageError, match=r"subtitles/tour/environment.toml, task pal_speed: transform rescale, field factor"):
        _ = task.transform


def test_bytes_that_are_no_text_and_missing_folders_are_told(make, tmp_path):
    folder = make()
    (folder / "seed" / "guide.srt").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"guide.srt is not UTF-8"):
        load(folder)
    with pytest.raises(UsageError, match=r"holds no environment.toml"):
        load(tmp_path / "nowhere")


def test_environments_are_chosen_by_domain_and_name(make, tmp_path, monkeypatch):
    make()
    monkeypatch.setattr(loading, "corpora_root", lambda: tmp_path)
    assert [env.id for env in environments()] == ["creative/subtitles/tour"]
    assert [env.id for env in environments(["subtitles"], ["tour", "creative/subtitles/tour"])] == ["creative/subtitles/tour"]
    with pytest.raises(UsageError, match="no domain 'subtitels'"):
        environments(["subtitels"])
    with pytest.raises(UsageError, match="no environment of the domain spreadsheet"):
        environments(["spreadsheet"])
    with pytest.raises(UsageError, match=r"no environment 'tower'.*creative/subtitles/tour"):
        environments(names=["tower"])


def test_shipped_environments_load_in_the_order_of_their_ids():
    found = environments()
    assert [env.id for env in found] == sorted(env.id for env in found)
    assert {env.id.split("/")[1] for env in found} == {env.domain for env in found}


def test_loading_builds_no_transform(make, monkeypatch):
    monkeypatch.setattr("delegate_audit.transforms.registry.build", lambda *_: pytest.fail("built"))
    assert len(load(make()).tasks) == 6
    assert "delegate_audit.corpus" in sys.modules
    assert set(corpus.__all__) <= set(dir(corpus))


def test_what_an_installer_compiles_is_no_part_of_a_seed(tmp_path):
    from delegate_audit.corpus.files import read_folder

    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "tool.cpython-311.pyc").write_bytes(b"\xff\x00")
    (tmp_path / "tool.py").write_text("SIZE = 3\n")
    assert dict(read_folder(tmp_path)) == {"tool.py": "SIZE = 3\n"}
