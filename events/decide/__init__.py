"""From a command to the event it appends, or to the refusals that say why not: pure, given what the log holds.

command      what a writer asks for
requests     what a request says of itself: its digest, the events and sources it names
shape        what an input is refused for before the record is looked at
knowledge    what the decision needs to know of the log
completion   drafts completed to contents: dates, capacities, coders
objections   what each kind of draft is refused for
aftermath    what an event is refused for because of what would hold after it
decision     the command's event, or its refusals
"""
