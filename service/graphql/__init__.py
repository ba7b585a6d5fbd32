"""The GraphQL schema: what can be asked, what can be written, what can be followed.

schema            the schema as a whole; schema.graphql is its printed copy
execution         how it answers queries and mutations
query             all queries: reference_query, position_query, event_query, access_query
mutation          what can be written: inputs, input_fields, record_payload, writing
subscription      what can be followed: changed

needs             which scope a root field needs, where clients read it
fields            how types and fields are declared and described
scalars, enums    what goes over the wire for a day, a moment, an offset, a word of the domain
actor, issue, source, instrument, period, log     what there is
event, statement, move, record_events             what happened
position, tension, evidence                       who stands where, and why
caller            who asks, tokens, the audit trail
pages, cursors    connections
arguments         arguments that many fields take

context           what one request shares, and the view that its arguments mean
service_context   the like for writing and following
loaders           values of the schema from rows, in a view; rows and batching read them, many at a time
known_ids         refusing ids that were never on record
errors            what a client is told when it asked wrongly
limits, masking   how large a query may be, what of an error is shown

endpoint          queries and mutations over HTTP; service.live has the other transports
"""
