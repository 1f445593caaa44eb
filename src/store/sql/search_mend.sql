-- As FTS5 makes them, so that it opens its table once more, to be dropped.
create table if not exists derived_search_data (id integer primary key, block blob);
create table if not exists derived_search_idx (segid, term, pgno, primary key (segid, term)) without rowid;
create table if not exists derived_search_config (k primary key, v) without rowid;
insert or replace into derived_search_config (k, v) values ('version', 5);
