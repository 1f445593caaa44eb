with states as (
  select
    number, operation, row, old,
    lead(number) over later as next_number,
    lead(old) over later as next_old
  from change
  where noun = 'coding'
  window later as (partition by row order by number)
),
ended as (
  select
    s.number as number,
    s.operation as operation,
    s.row as coding,
    unhex(s.old ->> '$.interview') as interview,
    s.old ->> '$.text_kind' as text_kind,
    unhex(s.old ->> '$.coder') as coder,
    unhex(s.old ->> '$.rule') as rule,
    iif(c.id is null, s.old ->> '$.probability', c.probability) as probability,
    s.old ->> '$.code' as code,
    s.old ->> '$.version' as version,
    s.old ->> '$.start_cp' as start_cp,
    s.old ->> '$.end_cp' as end_cp,
    s.old ->> '$.anchor' as anchor,
    s.old ->> '$.quote' as quote,
    -- A change behind it that found no row says that this one took the row away.
    iif(s.next_number is null, c.id is null, s.next_old is null) as is_removed,
    iif(s.next_number is null, hex(c.code), s.next_old ->> '$.code') as next_code,
    iif(s.next_number is null, hex(c.version), s.next_old ->> '$.version') as next_version,
    iif(s.next_number is null, c.start_cp, s.next_old ->> '$.start_cp') as next_start_cp,
    iif(s.next_number is null, c.end_cp, s.next_old ->> '$.end_cp') as next_end_cp,
    iif(s.next_number is null, c.anchor, s.next_old ->> '$.anchor') as next_anchor,
    c.id is null as is_gone
  from states as s
  left join coding as c on c.id = s.row
  where s.old is not null
)
select
  operation,
  coding,
  interview,
  text_kind,
  coder,
  rule,
  probability,
  unhex(code) as code,
  unhex(version) as version,
  start_cp,
  end_cp,
  quote,
  is_gone
from ended
where is_removed
  or code is not next_code
  or (anchor is not null and next_anchor is null)
  or (version is next_version and (start_cp is not next_start_cp or end_cp is not next_end_cp))
order by number
