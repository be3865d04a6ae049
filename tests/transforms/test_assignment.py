import pytest

from delegate_audit.transforms.assignment import Assignment, file_part


def test_values_before_ranges_before_the_default():
    assign = Assignment.model_validate({"groups": {"a": ["1-9"], "b": [5, "Grocer"], "c": ["2026-01"]}, "default": "rest"})
    assert [assign.group_of(value) for value in ("4", "5", "Grocer", "2026-01", "12")] == ["a", "b", "b", "c", "rest"]
    assert assign.names() == ["a", "b", "c", "rest"]
    assert Assignment(groups={"a": ("1",)}).group_of("2") is None


@pytest.mark.parametrize(
    ("group", "part"), [("Customs House", "customs_house"), ("  ", "other"), ("A/B: c!", "a_b_c"), ("Café", "café"), ("x" * 99, "x" * 60)]
)
def test_names_of_groups_in_file_names(group, part):
    assert file_part(group) == part
