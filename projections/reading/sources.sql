-- days --
-- When some sources may have been published, and whether they are live, as known at an offset.
select s.source_id, s.earliest, s.latest, s.is_live
  from projection.source s
  where s.source_id = any ($2::text[]) and s.known_from <= $1 and $1 < s.known_to
