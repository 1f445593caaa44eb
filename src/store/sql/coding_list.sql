select
  c.id,
  c.interview,
  c.text_kind,
  c.code,
  c.coder,
  c.rule,
  coalesce(c.status, 'accepted'),
  c.start_cp,
  c.end_cp,
  c.anchor,
  c.quote,
  c.memo,
  c.example is not null,
  c.probability,
  -- What a person put has no words for which it was proposed. One outside the passage stands in the question before it,
  -- so its letters come along.
  iif(c.rule is null and c.probability is null, null,
    (select group_concat(
         w.start_cp || '-' || w.end_cp || '-' ||
           iif(w.start_cp >= c.start_cp and w.end_cp <= c.end_cp, '',
             coalesce(substr(v.body, w.start_cp + 1, w.end_cp - w.start_cp), '')),
         char(31) order by w.position)
       from fired_word as w left join text_version as v on v.id = c.version
       where w.coding = c.id))
