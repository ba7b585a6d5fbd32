"""Owns the arguments that many fields take, with their names and what they mean."""

import datetime
from typing import Annotated

import strawberry

from events.vocabulary import Clock, LogOffset

AsOf = Annotated[
    datetime.date | None,
    strawberry.argument(description="The day asked for; left out: as above, at the top today (UTC)."),
]
KnownAt = Annotated[
    datetime.datetime | None,
    strawberry.argument(description="What was on record at this moment; left out: as above, at the top now."),
]
KnownAtOffset = Annotated[
    LogOffset | None,
    strawberry.argument(description="What was on record at this offset: exact, wins over `knownAt`; for citations."),
]
AskedClock = Annotated[
    Clock | None,
    strawberry.argument(description="Whether days count from when it happened or from when it was public."),
]
Rule = Annotated[str | None, strawberry.argument(description="The rule with its version; left out: the newest.")]
Lang = Annotated[
    str | None, strawberry.argument(description="BCP 47; left out or not on record: English, or the first.")
]
Search = Annotated[str | None, strawberry.argument(description="Only those whose id or words hold this text.")]
From = Annotated[datetime.date, strawberry.argument(name="from", description="The first day.")]
FromOrOpen = Annotated[
    datetime.date | None, strawberry.argument(name="from", description="The first day; left out: from the start.")
]
ActorIds = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only of these actors.")]
IssueIds = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only on exactly these issues.")]
