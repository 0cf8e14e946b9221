"""Decisions of 五个一, the two congresses, consultations and contracts, as pure functions."""
