"""The record as a file: all events of the log, a line each, complete enough to be the log again.

event_lines  how an event is a line, and what stands in the first line and in the last
record       streaming the lines from the log, a page at a time
download     the same over HTTP
"""
