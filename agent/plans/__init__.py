"""A drawn-up plan as a file: a workbook with live formulas, a Markdown page, a picture."""
