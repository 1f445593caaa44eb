with mine as (
  select number, operation, lead(number) over (order by number) as next
  from change where noun = 'rule' and row = ?1
)
select mine.operation, o.at, o.actor,
  coalesce(json_extract(later.old, '$.expression'), now.expression) as expression,
  coalesce(case when later.number is null then now.unit else json_extract(later.old, '$.unit') end, ''),
  coalesce(case when later.number is null then now.language else json_extract(later.old, '$.language') end, '')
from mine
join operation as o on o.sequence = mine.operation
left join change as later on later.number = mine.next
left join rule as now on now.id = ?1 and mine.next is null
where coalesce(json_extract(later.old, '$.expression'), now.expression) is not null
order by mine.number
