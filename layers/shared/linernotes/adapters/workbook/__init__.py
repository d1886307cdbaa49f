"""The Excel workbook of a finished report (contract 6). Importing it imports openpyxl."""

from linernotes.adapters.workbook.schema import SHEETS, WORKBOOK_SCHEMA_VERSION, Column, SheetSchema
from linernotes.adapters.workbook.write import write_workbook

__all__ = ["SHEETS", "WORKBOOK_SCHEMA_VERSION", "Column", "SheetSchema", "write_workbook"]
