"""The PostgreSQL cluster that the service owns when `DATABASE_URL` names no other.

server      EmbeddedPostgres: start, watch, stop
directory   what lies in its home directory: locks, data, log; and who may use them
binaries    where PostgreSQL's programs are, and which major version they are
logins      as whom the service logs in: roles that can append or read, and become nobody else
identity    as whom the server runs, since PostgreSQL refuses to run as root
launch      the small process between service and server: neither outlives the other unnoticed
errors      what can go wrong, as sentences that end in what to do
"""
