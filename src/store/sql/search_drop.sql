-- FTS5 drops its own tables with its table; without that they are tables like others.
drop table if exists derived_search;
drop table if exists derived_search_data;
drop table if exists derived_search_idx;
drop table if exists derived_search_config;
drop table if exists derived_search_document;
drop table if exists derived_search_state;
