"""From a command to the event it appends, or to the refusals that say why not: pure, given what the log holds.

command      what a writer asks for
knowledge    what the decision needs to know of the log
completion   drafts completed to contents: dates, capacities, coders
objections   what each kind of draft is refused for
decision     the command's event, or its refusals
"""
