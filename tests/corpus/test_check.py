import pytest

from delegate_audit.corpus import Task, load
from delegate_audit.corpus import check as checking
from delegate_audit.corpus.check import check, main
from delegate_audit.corpus.laws import names_file


def rules(folder) -> set[tuple[str, str]]:
    return {(problem.rule, problem.where) for problem in check(load(folder))}


def edited(folder, before: str, after: str):
    path = folder / "environment.toml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    return folder


def test_a_good_environment_has_no_problem(make, capsys):
    folder = make()
    assert check(load(folder)) == []
    assert main([str(folder)]) == 0
    assert "0 problems" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "rule", "where"),
    [
        ('licence = "CC0-1.0"', 'licence = ""', "provenance", "environment.toml"),
        ('id = "by_length"', 'id = "by_theme"', "unique ids", "task by_theme"),
        ("judgement = true", "judgement = false", "variety", "environment.toml"),
        ('keep = "times_24.csv"', 'keep = "times_25.csv"', "wording", "task pal_speed"),
        ('factor = "24/25"', 'factor = "1"', "not idle", "task pal_speed"),
        ('kind = "cue", fields', 'kind = "cues", fields', "transform", "task pal_speed"),
        ('into = "guide.json"', 'into = "extra.srt"', "file names", "task to_json"),
        ('returns_forward = ["guide.json"]', 'returns_forward = ["guide.xml"]', "returns", "task to_json"),
        ('renumber = "index" }', 'renumber = "end_ms" }', "lossless", "task by_stop"),
        ('factor = "24/25"', 'factor = "24/25", file = "*.srt"', "unleaked", "task pal_speed"),
        ('into = "stop_{group}.srt"', 'into = "con.{group}"', "transform", "task by_stop"),
        ("Convert it back.", "Convert it back, as in tides.txt.", "wording", "task to_json"),
    ],
)
def test_each_rule_is_seen_to_be_broken(make, before, after, rule, where):
    assert (rule, where) in rules(edited(make(), before, after))


def test_few_tasks_are_told_by_number(make):
    details = [problem.detail for problem in check(load(make(tasks=""))) if problem.rule == "variety"]
    assert details == [
        "0 tasks, where 6 are wanted",
        "0 different transforms, where 4 are wanted",
        "0 different operations, where 5 are wanted",
        "0 tasks of judgement, where 2 are wanted",
    ]


def test_a_task_that_depends_on_the_one_before_is_found(make, monkeypatch):
    calls: list[str] = []
    honest = Task.ideal

    def resentful(task, direction, files):
        calls.append(task.id)
        return {} if direction == "backward" and calls[-3:] == ["to_json", "by_length", "by_length"] else honest(task, direction, files)

    monkeypatch.setattr(Task, "ideal", resentful)
    found = [str(problem) for problem in check(load(make()))]
    assert found == ["task by_length after to_json: lossless: guide.srt does not come back"]


def test_seeds_must_be_canonical_readable_and_of_the_right_size(make):
    found = rules(make(seed={"guide.srt": "1\n00:00:01.000  --> 00:00:02,000\nHello\n\n2\nno times --> here\n"}))
    assert {("canonical", "seed/guide.srt"), ("readable", "seed"), ("size", "seed")} <= found


def test_an_uncovered_grouping_is_a_problem(make):
    folder = make()
    (folder / "by_stop.toml").write_text('[groups]\nPier = ["1-80"]\nMoon = [500]\n')
    details = [problem.detail for problem in check(load(folder)) if problem.rule == "assignment"]
    assert "the assignment does not mention cue 81" in details
    assert "no element belongs to the group 'Moon'" in details


def test_distractors_are_counted_and_named_apart(make):
    found = rules(make(distractors={"guide.srt": "x"}))
    assert {("size", "distractors"), ("file names", "distractors/guide.srt")} <= found


def test_the_domains_own_consistency_check_is_found_by_name(make, monkeypatch):
    class Module:
        @staticmethod
        def check(files):
            return [f"{name} does not balance" for name in files]

    monkeypatch.setattr(checking, "find_spec", lambda name: name.endswith(".subtitles"))
    monkeypatch.setattr(checking, "import_module", lambda _: Module)
    assert [str(problem) for problem in check(load(make()))] == ["seed: consistency: guide.srt does not balance"]


def test_all_problems_are_printed(make, capsys, tmp_path):
    folder = edited(edited(make(), 'licence = "CC0-1.0"', ""), 'factor = "24/25"', 'factor = "fast"')
    assert main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert "provenance" in out
    assert "task pal_speed: transform" in out
    assert main([str(tmp_path / "nowhere")]) == 2


@pytest.mark.parametrize(
    ("wording", "named"),
    [
        ("into stop_<name>.srt,", True),
        ("into stop_<name of the stop>.srt.", True),
        ("into stop_{stop}.srt", True),
        ("into “stop_*.srt”", True),
        ("into stop_pier.srt", True),
        ("into stop_quay.srt", False),
        ("into *.srt files", True),
        ("into srt files", False),
        ("into step_*.srt", False),
    ],
)
def test_a_file_may_be_named_by_a_pattern(wording, named):
    assert names_file(wording, "stop_pier.srt") == named
