"""What the rules say of people, documents and memberships: no clock, no database in here.

``documents`` judges identity documents, ``people`` one person, ``standing`` memberships and
unions; ``facts`` is what the last two look at.
"""
