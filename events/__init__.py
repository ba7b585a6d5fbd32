"""What happened: the kinds of record, their events, the rules for writing them, and the log that keeps them.

vocabulary      words, identifiers and enumerations of the domain
errors          what writing can answer instead of success
drafts          what a writer hands in
contents        what an event stores
event           an event before and after the log gave it its place
payload         canonical bytes, hashes and leaves; reading stored payloads
upcasters       reading shapes of earlier schema versions
edtf_dates      EDTF text with strict bounds
relative_dates  "last Wednesday", resolved against a source's date
streams         what of a record's stream is in force
capacity        who speaks for whom, and in what rank
layers          a map that grows without being copied
registry        actors, roles, issues, sources and instruments as the log stands
decide          from a command to an event or to refusals
log             the PostgreSQL log: append, read, erase
"""
