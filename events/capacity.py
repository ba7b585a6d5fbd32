"""Owns who speaks for whom on a day, and in what rank: a pure walk over the roles in force.

A holder speaks for a principal along the speaking roles, transitively; the rank is that of the first link of the chain,
the highest where several reach the principal (domain.md, Capacity).
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from events.contents import Role
from events.vocabulary import SPEAKING_ROLES, Rank


@dataclass(frozen=True, slots=True)
class Reach:
    """The principals somebody speaks for on a day, nearest first, each with the rank of the best first link."""

    rank_by_principal: Mapping[str, Rank]

    def rank_for(self, principals: Iterable[str]) -> Rank | None:
        """Return the highest rank with which all of these principals are reached, None if one is not."""
        ranks = [self.rank_by_principal.get(principal) for principal in principals]
        if not ranks or any(rank is None for rank in ranks):
            return None
        return min((rank for rank in ranks if rank is not None), key=lambda rank: rank.height)


class SpeakingRoles:
    """The speaking roles on record, looked up by holder."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self._by_holder: dict[str, list[Role]] = {}
        for role in roles:
            if role.type in SPEAKING_ROLES:
                self._by_holder.setdefault(role.holder, []).append(role)

    def links(self, holder: str, *, earliest: datetime.date | None, latest: datetime.date | None) -> list[Role]:
        """Return the speaking roles of a holder that are in force on some day of the range (None = unbounded)."""
        return [
            role
            for role in self._by_holder.get(holder, ())
            if (role.from_date is None or latest is None or role.from_date <= latest)
            and (role.to_date is None or earliest is None or earliest <= role.to_date)
        ]

    def upward(self, actor: str, *, earliest: datetime.date | None, latest: datetime.date | None) -> list[str]:
        """Return all that the actor speaks for, itself left out, breadth first and in the order of record."""
        found: dict[str, None] = {}
        queue = [actor]
        for current in queue:
            for role in self.links(current, earliest=earliest, latest=latest):
                if role.principal not in found and role.principal != actor:
                    found[role.principal] = None
                    queue.append(role.principal)
        return list(found)

    def reach(self, speaker: str, *, earliest: datetime.date | None, latest: datetime.date | None) -> Reach:
        """Return whom the speaker speaks for on some day of the range, himself as HEAD among them."""
        ranks: dict[str, Rank] = {speaker: Rank.HEAD}
        for link in self.links(speaker, earliest=earliest, latest=latest):
            rank = link.rank or Rank.OFFICIAL
            for principal in [link.principal, *self.upward(link.principal, earliest=earliest, latest=latest)]:
                known = ranks.get(principal)
                if known is None or rank.height > known.height:
                    ranks[principal] = rank
        return Reach(ranks)

    def completed(
        self, principals: Iterable[str], *, earliest: datetime.date | None, latest: datetime.date | None
    ) -> tuple[str, ...]:
        """Return the principals and all they in turn speak for, in that order, each once."""
        found: dict[str, None] = dict.fromkeys(principals)
        for principal in list(found):
            found |= dict.fromkeys(self.upward(principal, earliest=earliest, latest=latest))
        return tuple(found)
