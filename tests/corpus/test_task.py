from delegate_audit.corpus import OPERATIONS


def test_there_are_eleven_operations():
    assert len(set(OPERATIONS)) == 11


def test_declared_returns_come_first(tour):
    assert tour.task("to_json").expected("forward", tour.seed) == ("guide.json",)


def test_what_must_come_back_follows_from_the_transform(tour):
    assert tour.task("pal_speed").expected("forward", tour.seed) == ("guide.srt", "times_24.csv")
    assert tour.task("pal_speed").expected("backward", {"anything": ""}) == ("guide.srt",)


def test_parts_of_a_judgement_are_asked_for_by_pattern(tour):
    assert tour.task("by_stop").expected("forward", tour.seed) == ("stop_*.srt", "stops.txt")


def test_a_ruined_workspace_is_measured_by_the_seed(tour):
    assert tour.task("pal_speed").expected("forward", {}) == ("guide.srt", "times_24.csv")


def test_the_ideal_there_and_back(tour):
    task = tour.task("by_stop")
    there = task.ideal("forward", tour.seed)
    assert dict(task.ideal("backward", there)) == dict(tour.seed)
    assert task.instruction("backward") == "Join them again as stops.txt says."


def test_a_transform_without_file_works_on_the_seeds_own_files(tour):
    assert tour.task("pal_speed").transform.file == ("guide.srt",)
