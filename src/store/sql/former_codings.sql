with before as (
  select
    number, operation, row, old,
    lead(old) over (partition by row order by number) as next_old
  from change
  where noun = 'coding' and old is not null
),
states as (
  select
    b.number as number,
    b.operation as operation,
    c.id as coding,
    c.interview as interview,
    c.text_kind as text_kind,
    c.coder as coder,
    c.rule as rule,
    c.probability as probability,
    b.old ->> '$.code' as code,
    b.old ->> '$.version' as version,
    b.old ->> '$.start_cp' as start_cp,
    b.old ->> '$.end_cp' as end_cp,
    b.old ->> '$.anchor' as anchor,
    b.old ->> '$.quote' as quote,
    iif(b.next_old is null, hex(c.code), b.next_old ->> '$.code') as next_code,
    iif(b.next_old is null, hex(c.version), b.next_old ->> '$.version') as next_version,
    iif(b.next_old is null, c.start_cp, b.next_old ->> '$.start_cp') as next_start_cp,
    iif(b.next_old is null, c.end_cp, b.next_old ->> '$.end_cp') as next_end_cp,
    iif(b.next_old is null, c.anchor, b.next_old ->> '$.anchor') as next_anchor
  from before as b
  join coding as c on c.id = b.row
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
  quote
from states
where code is not next_code
  or (anchor is not null and next_anchor is null)
  or (version is next_version and (start_cp is not next_start_cp or end_cp is not next_end_cp))
order by number
