"""How fast, as ratios against a floor measured in the same run.

``make bench`` runs these:

appending    the end of the log against raw inserts: one caller, 16 callers, batches, chunks, and the recorder
reading      the log by pages against one COPY out
peers        appending and reading beside other event stores on the same PostgreSQL
projections  deriving positions: catch-up by 1,000 and rebuild, in events and in derived rows a second
layers       every projection but positions, layer by layer and the whole log at once
recording    recordStatement over GraphQL, from the request to the projected answer

These go by themselves, as ``python -m benchmarks.asof``; some take minutes:

asof        questions as of a day and as known at an offset, at 200,000 statements and a million
positions   catch-up by quarters of a long log, a hot pair, and all positions at once
rebuilding  reading and recording while everything is derived anew
evidence    the evidence of one pair with thousands of statements
tally       how often actors voted how, over 5 and over 70 years
desk        the page in Chromium: its first view, and moving the slider

They share:

alternately       measuring by turns
processor_time    what processes used meanwhile
warm_connections  asking over HTTP as cheaply as can be
long_history      long histories made in the database
indexes           what indexes cost

``make bench-scale PATH=…`` is about whole files, real ones where a path is given:

scale        importing them beside a desk that records; again; against DuckDB; killed time after time
independent  what DuckDB makes of the original file, and what is answered
killing      imports that are killed and started again
memory       the most that each process takes meanwhile
known_files  which files can be imported
generated    files in the same shapes, where there are none
"""
