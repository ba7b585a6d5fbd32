"""Owns taking the indexes of a projection away and making them again, to tell what they cost."""

from dataclasses import dataclass

from events.log.connection import Connection

_INDEXES = """
select c.relname as name, pg_get_indexdef(i.indexrelid) as definition, pg_get_constraintdef(k.oid) as constraint
  from pg_index i
    join pg_class c on c.oid = i.indexrelid
    left join pg_constraint k on k.conindid = i.indexrelid
  where i.indrelid = ('projection.' || $1)::regclass
  order by c.relname
"""


@dataclass(frozen=True, slots=True)
class Index:
    """One index, and the queries that drop and make it; a key goes with its constraint."""

    table: str
    drop: str
    make: str


async def indexes_of(owner: Connection, table: str) -> list[Index]:
    """Return all indexes of a table in the schema of the projections."""
    return [
        Index(table, f"drop index projection.{row['name']}", row["definition"])
        if row["constraint"] is None
        else Index(
            table,
            f"alter table projection.{table} drop constraint {row['name']}",
            f"alter table projection.{table} add constraint {row['name']} {row['constraint']}",
        )
        for row in await owner.fetch(_INDEXES, table)
    ]
