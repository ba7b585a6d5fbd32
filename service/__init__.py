"""How to ask: the command line, the GraphQL service, and the PostgreSQL they stand on.

settings      what the environment sets, read in one place
embedded      the PostgreSQL that runs inside the service when no other is named
services      what runs inside a service process, and in which order
app           the web application: its paths, and what tells that it is well
graphql       the schema: types, queries, mutations and subscriptions
live          the hub behind subscriptions, and their transports
console       a query console that needs nothing from elsewhere
cli           the command line
importing     the way of whole records from files to the log
first_record  the Russia-NATO standoff of December 2021, as data
"""
