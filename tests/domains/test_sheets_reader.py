"""The engine of tables, as domains use it: a kind for the records, a table with an end or without, headers that changed."""

import pytest

from delegate_audit.core.kind import Exact, Kind
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.sheets import CELL, MEANINGLESS, REST, TABLE, Sheets
from delegate_audit.domains.reading import compare

TEXT = "ship,berth,draught\nAda,3,2.10\nBo,4,1.90\nTotal,7,4.00\n"
FORM = Sheets(lambda _filename, columns: "call" if "ship" in columns else "row", ended=False)
KINDS = (TABLE, Kind("call", key=("ship",), other=CELL), Kind("row", other=CELL), Kind("x", {"y": Exact()}), *REST)
PORT = Domain("port", "Calls", "records", ("*.port",), KINDS, FORM.read, FORM.write, MEANINGLESS, FORM.reconcile)


def kinds(form, text, filename="a.port"):
    return [child.kind for top in form.read(text, filename) for child in top.children]


def test_records_are_of_the_kind_that_name_and_columns_tell():
    assert kinds(FORM, TEXT) == ["call", "call", "call"]
    assert kinds(FORM, TEXT.replace("ship", "boat")) == ["row", "row", "row"]


def test_a_table_without_an_end_has_no_totals_and_no_notes_there():
    assert kinds(Sheets(), TEXT) == ["row", "row", "footer"]
    assert kinds(Sheets(), f"{TEXT}Counted by Ada,,\n")[-1] == "note"
    assert kinds(FORM, f"{TEXT}Counted by Ada,,\n")[-1] == "call"


@pytest.mark.parametrize("header", ["", "boat,berth,draught\n", "ship,pier,draught\n"])
def test_records_keep_kind_and_fields_where_only_the_header_changed(header):
    comparison = compare({"a.port": TEXT}, {"a.port": header + TEXT.split("\n", 1)[1]}, PORT)
    assert comparison.score == pytest.approx(1 - 1 / 4)
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [("table", "columns")]


def test_a_comma_goes_without_saying_and_another_delimiter_is_kept():
    assert "delimiter" not in FORM.read(TEXT, "a.port")[0].fields
    text = TEXT.replace(",", ";")
    assert FORM.read(text, "a.port")[0].fields["delimiter"] == ";"
    assert FORM.write(FORM.read(text, "a.port")) == text
