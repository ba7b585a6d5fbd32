"""The log in PostgreSQL: dense offsets in the order of commits, append-only, one outcome for each event.

connection       pools, and the one table from driver errors to ours
reader           reading in log order, by stream, by id
outcome          what becomes of each event of a batch: a pure function
appending        one transaction at the end of the log
kept_connection  what one append leaves to the next
copying          rows in the binary form of COPY
prepared         what of an event is ready before its place is known
placing          the places of events, as decided or as believed
recorder         from requests to the log, one answer each
sharing          the callers of one process, in shared transactions
shared_recorder  the recorder for many callers
batch            what a batch of requests needs to know
kept_registry    who and what there is, kept between transactions
uses             whether a record in force names what is about to go
erasure          replacing a payload by a tombstone
wakeup           learning that the log has grown
sql              reading .sql files
"""
