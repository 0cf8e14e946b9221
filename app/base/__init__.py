"""Plain ideas with no I/O: days, spells, text, identity numbers, findings, errors, progress."""
