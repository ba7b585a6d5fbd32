"""What subscribers are told: deliveries in log order, each once, from any offset on, and then as they happen.

delivery      one log event as filters see it, and the two filters
feed          reading deliveries from the projections
hub           one reader at the end of the log for a whole process, and the stream of each subscriber
operation     from a GraphQL request to its encoded results, one execution for all who ask the same
outbox        what waits to be sent over one connection, and when its client is too slow
websocket     graphql-transport-ws
event_stream  GraphQL over server-sent events
transports    which requests go to the two of them

    log ──► projections ──► feed ──► hub ──► operation ──► outbox ──► websocket, event_stream
"""
