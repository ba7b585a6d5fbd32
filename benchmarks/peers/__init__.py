"""The log beside the event stores that a user might pick instead, all on one PostgreSQL with its default durability.

Peers are fetched into a folder of the run; one that cannot be is named and left out.

fetching             what a peer is made of, from its own registry
message_db           append and read through its functions, as its clients do
event_sourcing       append and read through its recorder, in a process with its own packages
event_sourcing_process  that process: it imports nothing of ours
"""
