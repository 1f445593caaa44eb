-- The rows of an operation on which indexed words or their turns hang, each as it was before.
select
  noun,
  row,
  json_extract(old, '$.body') as body,
  json_extract(old, '$.text') as text,
  json_extract(old, '$.memo') as memo,
  iif(json_extract(old, '$.said') & 1, json_extract(old, '$.quote'), null) as quote,
  json_extract(old, '$.note') as note,
  unhex(json_extract(old, '$.transcript')) as transcript,
  unhex(json_extract(old, '$.owner')) as owner
from change
where number in (
  select min(number) from change
  where number >= (select first_change from operation where sequence = ?1)
    and noun in ('text_version', 'memo', 'coding', 'claim', 'transcript', 'interview_source', 'source')
  group by noun, row
)
-- Many codings change at once, and few have a memo.
and (
  noun <> 'coding'
  or json_extract(old, '$.memo') is not null
  or exists (select 1 from coding where id = change.row and memo is not null)
)
order by number
