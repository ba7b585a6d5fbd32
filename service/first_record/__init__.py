"""The first record, as data: two articles of December 2021 on Russia's draft treaties, coded under a codebook.

One JSON file for each kind, in the shapes of the public inputs; `service.importing.record` reads them, and
`docs/first-record.md` says how they were made.
"""
