"""Tables as delimited text. Fragile: a cell slips a column, a row is dropped in a long file, a quoted comma is lost.

Rows are known by a column that says it identifies them (`id`, `sku`, …) where there is one; otherwise likeness has to
do, because a key guessed from the values would change with them.
"""

from __future__ import annotations

from delegate_audit.core.kind import Kind
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.sheets import CELL, MEANINGLESS, REST, TABLE, Sheets

ID_COLUMNS = ("id", "ID", "Id", "uuid", "UUID", "sku", "SKU")

KINDS = (TABLE, Kind("row", key=ID_COLUMNS, other=CELL), *REST)
FORMAT = Sheets()
DOMAIN = Domain(
    "spreadsheet", "Spreadsheet tables", "records", ("*.csv", "*.tsv"), KINDS, FORMAT.read, FORMAT.write, MEANINGLESS, FORMAT.reconcile
)
