-- Which finding a judgement is of, where more claims bear on it than the two that are judged.

alter table judgement add column finding text;

drop view judgements;
create view judgements as
select
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from judgement_claims as link join claim as target on target.id = link.target where link.owner = t.id) as claims,
  judgement,
  explanation,
  (select key from coder where id = t.analyst) as analyst,
  judged_on as date,
  reason,
  finding
from judgement as t;
