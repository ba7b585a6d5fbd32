"""Putting whole files on record: each format a module that yields entries, and one way from entries to the log.

A format is an `importer.Importer`: it has a name and yields entries, each with its place in the file and a key that
stays the same from import to import. What it cannot read it yields as refused, so that nothing is dropped in silence.
Chunks, progress and the report are the same for all of them. docs/importing.md shows how to add one.

importer      what every format is, and what it yields
running       from entries to the log in short transactions, and the report of what became of each
keeping_up    never far ahead of the projections, so that the desk sees what it records meanwhile
foreseeing    the dry run: the same decisions, and nothing written

What has a row for each statement or move is read by these; the format says only what one row means.

files         lines of a file, plain or packed, as rows: NDJSON, CSV, tab-separated
row           one row: its fields, each asked for as what it should be
rows          the importer of rows: registers what they name, then records them
slugs         from a name to a slug
states        which names and codes mean a state

unvotes       roll-call votes of the United Nations General Assembly
icews         events of ICEWS, as moves
gdelt         events of GDELT, as moves
coded_moves   what these two share: actors by name, and codes
dna           statements coded in Discourse Network Analyzer
dna_file      reading the database of that program
record        a directory of JSON files in the shapes of the public inputs, as `service/first_record`
record_files  reading those files: entries with their keys, or what is wrong with the JSON
quotes        holding quotes against the texts of their sources, letter for letter
paragraphs    every paragraph of a source accounted for

A file of events that `onrecord export` made is another matter: it is history, and is not decided again.

event_file    reading such a file, each line checked before anything is written
restoring     from the file to the same places in the log
"""
