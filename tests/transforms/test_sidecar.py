import pytest

from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.sidecar import list_entries, table_rows, table_text


def test_tables_come_back():
    rows = [("1", 'a "b", c'), ("2", "two\nlines"), ("3", ""), ("", ""), ("4", "odd\r\nline\rends")]
    text = table_text(["ref", "text"], rows)
    assert [tuple(row.values()) for row in table_rows(text)] == rows
    assert text.startswith('ref,text\n1,"a ""b"", c"\n')
    assert table_rows(table_text(["one"], [("",), ("x",)])) == [{"one": ""}, {"one": "x"}]


def test_tables_of_a_model_are_read_tolerantly():
    text = "\ufeff Text ,REF\r\n\r\nhello,1\r\nshort\r\n,,\r\nlong,2,more\r\n"
    assert [(row["ref"], row["text"]) for row in table_rows(text, ["ref", "text"])] == [
        ("1", "hello"),
        ("", "short"),
        ("", ""),
        ("2", "long"),
    ]
    assert table_rows("a,b\n1,2\n", ["ref", "text"])[0]["text"] == "2"
    assert table_rows("x\n1\n", ["ref", "text"]) == [{"ref": "", "text": "", "x": "1"}]
    assert table_rows("\n\n", ["ref"]) == []


def test_a_cell_without_end_is_said():
    with pytest.raises(TransformError, match="table"):
        table_rows('a\n"' + "x" * 200_000)


def test_lists_leave_out_blank_lines():
    assert list_entries("\ufeff one \r\n\r\n two\n") == ["one", "two"]
