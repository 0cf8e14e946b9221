"""Reads of the annual report: what stands behind a year."""
