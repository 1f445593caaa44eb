select
  c.id as id,
  i.key as interview,
  (select group_concat(s.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     where link.owner = i.id) as source,
  (select group_concat(g.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     join source_group as g on g.id = s.source_group where link.owner = i.id) as source_group,
  (select group_concat(side.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     join source_group as g on g.id = s.source_group join side on side.id = g.side
     where link.owner = i.id) as side,
  i.held_on as held_on,
  c.text_kind as text_kind,
  code.key as code,
  coder.key as coder,
  rule.key as rule,
  coalesce(c.status, 'accepted') as status,
  iif(c.anchor is null, c.start_cp, null) as start_cp,
  iif(c.anchor is null, c.end_cp, null) as end_cp,
  c.anchor as anchor,
  c.quote as quote,
  c.memo as memo,
  c.example is not null as is_example,
  c.probability as probability,
  -- A word outside the passage stands in the question before it, so its letters come along.
  (select group_concat(
       w.start_cp || '-' || w.end_cp || '-' ||
         iif(w.start_cp >= c.start_cp and w.end_cp <= c.end_cp, '',
           coalesce(substr(v.body, w.start_cp + 1, w.end_cp - w.start_cp), '')),
       char(31) order by w.position)
     from fired_word as w left join text_version as v on v.id = c.version
     where w.coding = c.id) as fired
from coding as c
join interview as i on i.id = c.interview
join code on code.id = c.code
join coder on coder.id = c.coder
left join rule on rule.id = c.rule
