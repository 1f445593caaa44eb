-- How many texts an operation brought, changed or took away.
select count(*) from (
  select distinct c.noun, c.row from change as c
  where c.number >= (select first_change from operation where sequence = ?1)
    and (
      c.noun in ('text_version', 'memo')
      or c.noun = 'coding' and (
        json_extract(c.old, '$.memo') is not null
        or exists (select 1 from coding where id = c.row and memo is not null)
      )
      or c.noun = 'claim' and (
        json_extract(c.old, '$.note') is not null
        or json_extract(c.old, '$.said') & 1
        or exists (select 1 from claim where id = c.row and (note is not null or said & 1))
      )
    )
)
