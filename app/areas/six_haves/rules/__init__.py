"""What a rubric is and how it is scored: no clock, no database in here."""
