"""What a survey asks and how it is counted: no clock, no database in here."""
