"""The workbook of members: columns, the checks of one row, comparing, writing, exporting."""
