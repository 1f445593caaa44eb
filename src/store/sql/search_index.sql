-- What full-text search is made of; the store makes it at the first search and drops it where
-- it does not fit any more. The words stand in FTS5, without the texts: cut and folded before
-- they come here, so that the index only parts at blanks, and so that every SQLite can read,
-- check and drop it. Documents have numbers of their own: a hidden rowid may change (vacuum).
create table if not exists derived_search_state (
  only integer primary key check (only = 1),
  format integer not null,
  head integer not null,
  head_hash blob not null,
  is_whole integer not null check (is_whole in (0, 1))
) strict;

create table if not exists derived_search_document (
  number integer primary key,
  noun text not null check (noun in ('text_version', 'memo', 'coding', 'claim')),
  owner blob not null check (length(owner) = 16),
  part text not null,
  words integer not null,
  turns blob not null,
  must_be_read integer not null check (must_be_read in (0, 1)),
  unique (owner, part)
) strict;
create index if not exists derived_search_document_to_read on derived_search_document (number) where must_be_read;

create virtual table if not exists derived_search using fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');
-- Words of a text that is gone are gone from the pages too, not only marked.
insert into derived_search (derived_search, rank) values ('secure-delete', 1);
