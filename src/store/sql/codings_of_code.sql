select
  c.id as id,
  i.key as interview,
  coalesce(c.text_kind, 'original') as text_kind,
  c.version as version,
  c.start_cp as start_cp,
  c.end_cp as end_cp,
  c.anchor is not null as is_orphan,
  c.quote as quote,
  coder.key as coder,
  coalesce(c.status, 'accepted') as status,
  c.rule is not null or c.probability is not null as was_proposed,
  c.memo as memo,
  c.example is not null as is_example
from coding as c
join interview as i on i.id = c.interview
join coder on coder.id = c.coder
where c.code = ?1
order by i.key, c.text_kind, c.start_cp, c.end_cp, coder.key, c.id
