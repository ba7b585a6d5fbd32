"""How fast, as ratios against a floor measured in the same run; ``make bench`` runs them all.

appending    the end of the log against raw inserts: one caller, 16 callers, batches, chunks, and the recorder
reading      the log by pages against one COPY out
peers        appending and reading beside other event stores on the same PostgreSQL
projections  deriving positions: catch-up by 1,000 and rebuild, in events and in derived rows a second
asof         questions as of a day and as known at an offset, at 200,000 statements and a million; minutes, so by itself
evidence     the evidence of one pair with thousands of statements
recording    recordStatement over GraphQL, from the request to the projected answer
alternately  measuring by turns

``make bench-scale PATH=…`` is about whole files, real ones where a path is given:

scale        importing them beside a desk that records; again; against DuckDB; killed time after time
independent  what DuckDB makes of the original file, and what is answered
killing      imports that are killed and started again
memory       the most that each process takes meanwhile
known_files  which files can be imported
generated    files in the same shapes, where there are none
"""
