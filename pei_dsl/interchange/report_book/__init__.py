"""A report as a workbook: real numbers, formulas that compute them again, charts beside their data."""
