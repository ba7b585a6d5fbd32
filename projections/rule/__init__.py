"""The rule ``latest-authoritative@1`` as pure functions, from recorded events to positions: the oracle.

known     what is on record at one offset: records in force, dates resolved, statements merged
claims    what each statement counts for: one actor, one issue, one stance
fold      claims in order to the stance in force, its conditions and what contests it
timeline  the days on which an answer changes, under one clock
evidence  every event's role in a position, and why there is none
tally     votes counted beside positions, and what they come to in words
changes   what differs between two views, and what one event changed

No clock, no database, no randomness. The served positions are derived in SQL (``projections/catch_up/positions.sql``);
tests hold them against this.
"""

RULE = "latest-authoritative@1"
