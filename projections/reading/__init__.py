"""What the projections answer, as of a date and as known at a log offset: plain functions that take many keys at once.

view         the date, offset, clock and rule that an answer holds for, and pages of answers
records      which version of a record stands, its whole stream, events by their places
listing      the history of events, filtered
positions    who stands where
tallies      how often an actor voted how
steps        every day on which an answer changes
changes      what differs between two views, and which events brought it about
roles        what each claim that counts was to a position
evidence     every event's role in a position, and why there is none
actors       roles on a day
issues       the tree
sources      days of publication
instruments  provisions and who answered them
statements   what the desk should look at again
relations    asserted links between records
quantities   who estimated how much
activity     how much was said and done each day
registries   the registry at an offset, kept in memory
corrections  what was put right, newest first
log          how far the log and the projections go
"""
