-- The rows of an operation on which indexed words or their turns hang, each as it was before.
select
  noun,
  row,
  json_extract(old, '$.body') as body,
  json_extract(old, '$.text') as text,
  iif(json_extract(old, '$.said') & 1, json_extract(old, '$.quote'), null) as quote,
  json_extract(old, '$.note') as note,
  unhex(json_extract(old, '$.transcript')) as transcript,
  unhex(json_extract(old, '$.owner')) as owner
from change
where number in (
  select min(number) from change
  where number >= (select first_change from operation where sequence = ?1)
    and noun in ('text_version', 'memo', 'claim', 'transcript', 'interview_source', 'source')
  group by noun, row
)
order by number
