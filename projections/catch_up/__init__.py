"""The set-based SQL that brings the projection tables from one log offset to another, layer by layer.

records    which version of each record stands
sources    when each source may have been published
contents   what each new version says: actors, issues, stances, responses, sources, quantities, words
dates      each version's status and days
positions  claims, and from them the bitemporal positions of the rule

Each layer reads the log and the layers before it, in this order. Rows hold for a range of log offsets; a layer finds
what changed below it by the offsets at which those ranges begin and end. What every event writes, its record, its
contents and its days as known at once, is apart from what changes later (changed_records, changed_versions), so that
most batches need the first alone, and a whole log can be derived by several connections.

A query cuts its range out of the log by `offset 0` before it asks for kinds or versions: else a planner that knows
nothing of the log goes through all events of a kind, from the first on.
"""
