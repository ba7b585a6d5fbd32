"""How to ask: the command line, the GraphQL service, and the PostgreSQL they stand on.

settings    what the environment sets, read in one place
embedded    the PostgreSQL that runs inside the service when no other is named
"""
