-- children --
-- The issues in force right below some others, as known at an offset.
select e.payload -> 'content' ->> 'parent' as parent, r.record_id
  from projection.record r join log.event e on e.log_offset = r.standing_offset
  where r.record_kind = 'ISSUE' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
    and e.payload -> 'content' ->> 'parent' = any ($2::text[])
  order by r.record_id

-- subtree --
-- Some issues and all below them in the tree, as known at an offset.
with recursive tree (issue, parent) as materialized (
  select r.record_id, e.payload -> 'content' ->> 'parent'
    from projection.record r join log.event e on e.log_offset = r.standing_offset
    where r.record_kind = 'ISSUE' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
),
below (issue) as (
  select q.issue collate "C" from unnest($2::text[]) q(issue)
  union
  select t.issue from below b join tree t on t.parent = b.issue
)
select b.issue from below b
