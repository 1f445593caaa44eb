select
  i.key,
  i.held_on,
  (select group_concat(s.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     where link.owner = i.id),
  (select group_concat(g.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     join source_group as g on g.id = s.source_group where link.owner = i.id),
  (select group_concat(side.key, ';' order by link.position)
     from interview_source as link join source as s on s.id = link.target
     join source_group as g on g.id = s.source_group join side on side.id = g.side
     where link.owner = i.id)
from interview as i
where i.id = ?1
