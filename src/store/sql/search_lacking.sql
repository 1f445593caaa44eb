-- What stands in the study and not in the index: newest texts, memos, also on codings, quotes and notes of claims.
select 'text_version' as noun, v.id as owner, 'body' as part, v.body as text
from text_version as v
where v.number = (select max(number) from text_version where transcript = v.transcript)
  and not exists (select 1 from derived_search_document where owner = v.id)
union all
select 'memo', m.id, 'text', m.text
from memo as m
where not exists (select 1 from derived_search_document where owner = m.id)
union all
select 'coding', c.id, 'memo', c.memo
from coding as c
where c.memo is not null
  and not exists (select 1 from derived_search_document where owner = c.id)
union all
select 'claim', c.id, 'quote', c.quote
from claim as c
where c.said & 1 and c.quote is not null
  and not exists (select 1 from derived_search_document where owner = c.id and part = 'quote')
union all
select 'claim', c.id, 'note', c.note
from claim as c
where c.note is not null
  and not exists (select 1 from derived_search_document where owner = c.id and part = 'note')
