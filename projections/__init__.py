"""How what happened looks: everything here is derived from the log and can be rebuilt from it.

rule         the rule latest-authoritative@1 in Python, the oracle of all positions
catch_up     the set-based SQL that keeps the projection tables, layer by layer
projector    advancing the projections and waiting for them
generations  the live tables, those that will be, and those that were
rebuilding   deriving everything anew beside the live tables
reading      what the projections answer, as of a date and as known at an offset
"""
