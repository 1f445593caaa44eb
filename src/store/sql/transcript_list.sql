select
  i.key as interview,
  t.kind as kind,
  v.number as version,
  v.length_cp as length_cp,
  (select count(*) from coding where version = v.id and anchor is null)
    + (select count(*) from claim where version = v.id and anchor is null) as passages,
  (select count(*) from coding
     where interview = i.id and coalesce(text_kind, 'original') = t.kind and anchor is not null)
    + (select count(*) from claim
     where interview = i.id and coalesce(text_kind, 'original') = t.kind and anchor is not null) as orphans,
  t.path as path
from transcript as t
join interview as i on i.id = t.interview
join text_version as v on v.transcript = t.id
  and v.number = (select max(number) from text_version where transcript = t.id)
order by i.key, t.kind
