"""The command line: `onrecord COMMAND`. A command's module is imported only when it is asked for.

main        the commands there are, and the rim where an error becomes a sentence
failures    which errors are a user's to mend, and what is said about them
database    where the record is: named by DATABASE_URL, kept by a running service, or started for the moment
asking      what the reading commands share: their options, and the view they ask for
looks       how stances, dates and tables look
answers     how answers look as JSON, in the names of the GraphQL schema
bars        how far it is, for a person who waits

serving     serve
web_server  the web application under uvicorn, for `serve`
imports     import, with import_reports: what became of the rows, and restoring: a file of events put back
exporting   export
positions   positions
history     history
changes     changes
explain     explain
replay      replay
watch       watch
projections projections
rebuild     rebuild
tokens      token, with terminal_user: who sits there
"""
