"""One report model, shown as a workbook, county maps and styled layers."""
