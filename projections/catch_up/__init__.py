"""The set-based SQL that brings the projection tables from one log offset to another, layer by layer.

records    which version of each record stands, and which sources it uses
sources    when each source may have been published
contents   what each new version says: actors, issues, stances, responses, quantities, words
dates      each version's status and days
positions  claims, and from them the bitemporal positions of the rule

Each layer reads the log and the layers before it, in this order. Rows hold for a range of log offsets; a layer finds
what changed below it by the offsets at which those ranges begin and end.
"""
