"""Rule packs and what they say for one office on one day.

``RuleBook([*shipped(), *handed_over], division, confirmed)`` answers ``rule("LAW-01", on=day)``.
"""
