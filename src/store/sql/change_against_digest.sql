-- Every digest with what history says its row was before the operation (the first change of the
-- row in it) and with the digest before. Holding these against one another shows whether an undo
-- would bring back what was there.
with first as (
  -- SQLite takes `old` from the row that has the minimum.
  select operation, noun, row, min(number), old
  from change
  group by operation, noun, row
),
chained as (
  select
    operation,
    noun,
    row,
    salt,
    lag(hash) over earlier as hash_before,
    lag(salt) over earlier as salt_before
  from digest
  window earlier as (partition by noun, row order by operation)
)
select
  chained.operation,
  first.operation is not null as is_kept,
  json_patch('{}', first.old) as was,
  chained.hash_before,
  chained.salt_before
from chained
left join first using (operation, noun, row)
where chained.salt is not null
