"""Workbooks of surveys: counts of many unions, and the file of an online form."""
