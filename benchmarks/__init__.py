"""How fast, as ratios against a floor measured in the same run; ``make bench`` runs them all.

projections  deriving positions: catch-up by 1,000 and rebuild, in events and in derived rows a second
asof         questions as of a day and as known at an offset, at 200,000 statements and a million; minutes, so by itself
recording    recordStatement over GraphQL, from the request to the projected answer
"""
