-- create --
-- Keep the digest of a new token.
insert into access.token (name, role, digest, created_by, expires_at)
  values ($1, $2, $3, $4, $5)
  returning id, name, role, created_at, created_by, expires_at, revoked_at, revoked_by, revoked_because

-- of_digest --
-- The token that somebody shows, found by its digest.
select t.id, t.name, t.role, t.created_at, t.created_by, t.expires_at, t.revoked_at, t.revoked_by, t.revoked_because
  from access.token t
  where t.digest = $1

-- all --
-- Every token ever made, newest first.
select t.id, t.name, t.role, t.created_at, t.created_by, t.expires_at, t.revoked_at, t.revoked_by, t.revoked_because
  from access.token t
  order by t.id desc

-- revoke --
-- Revoke one token by id, or all of a name, unless they are revoked already.
update access.token t
  set revoked_at = statement_timestamp(), revoked_by = $2, revoked_because = $3
  where (t.id::text = $1 or t.name = $1) and t.revoked_at is null
  returning id, name, role, created_at, created_by, expires_at, revoked_at, revoked_by, revoked_because
