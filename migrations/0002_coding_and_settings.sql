-- What came in the second half of making 0.1.0: settings of the cross-check, versions of texts that
-- know the one before, flows that feed a stock, causes that are closed, anchor examples, learned
-- proposals with their probability, and who is to code which text. Columns are added at the end of
-- their tables, and views are made anew, so that studies made before stay as they are.

alter table coder add column agreed text check (agreed = 'yes');

create table cross_check (
  id blob primary key not null check (length(id) = 16),
  undated_reach_days integer check (undated_reach_days >= 0),
  seasons text check (seasons = 'winter-into-next-year' or seasons = 'winter-from-last-year' or seasons = 'southern'),
  relative_tolerance real check (abs(relative_tolerance) < 9e999),
  absolute_tolerance real check (abs(absolute_tolerance) < 9e999),
  inflation_ratio real check (abs(inflation_ratio) < 9e999),
  substantial_gap real check (abs(substantial_gap) < 9e999),
  gross_gap real check (abs(gross_gap) < 9e999),
  link_depth integer check (link_depth >= 0),
  percentage_from_claims integer check (percentage_from_claims >= 1),
  tie_same_person text check (tie_same_person = 'hard' or tie_same_person = 'soft' or tie_same_person = 'unknown' or tie_same_person = 'none'),
  tie_same_origin text check (tie_same_origin = 'hard' or tie_same_origin = 'soft' or tie_same_origin = 'unknown' or tie_same_origin = 'none'),
  tie_joint_interview text check (tie_joint_interview = 'hard' or tie_joint_interview = 'soft' or tie_joint_interview = 'unknown' or tie_joint_interview = 'none'),
  tie_prompt text check (tie_prompt = 'hard' or tie_prompt = 'soft' or tie_prompt = 'unknown' or tie_prompt = 'none'),
  tie_quotes text check (tie_quotes = 'hard' or tie_quotes = 'soft' or tie_quotes = 'unknown' or tie_quotes = 'none'),
  tie_one_introducer text check (tie_one_introducer = 'hard' or tie_one_introducer = 'soft' or tie_one_introducer = 'unknown' or tie_one_introducer = 'none'),
  tie_introduced text check (tie_introduced = 'hard' or tie_introduced = 'soft' or tie_introduced = 'unknown' or tie_introduced = 'none'),
  tie_heard_from text check (tie_heard_from = 'hard' or tie_heard_from = 'soft' or tie_heard_from = 'unknown' or tie_heard_from = 'none'),
  tie_network text check (tie_network = 'hard' or tie_network = 'soft' or tie_network = 'unknown' or tie_network = 'none'),
  tie_aware text check (tie_aware = 'hard' or tie_aware = 'soft' or tie_aware = 'unknown' or tie_aware = 'none'),
  tie_one_researcher text check (tie_one_researcher = 'hard' or tie_one_researcher = 'soft' or tie_one_researcher = 'unknown' or tie_one_researcher = 'none'),
  tie_researchers_acquainted text check (tie_researchers_acquainted = 'hard' or tie_researchers_acquainted = 'soft' or tie_researchers_acquainted = 'unknown' or tie_researchers_acquainted = 'none'),
  tie_perhaps_same_person text check (tie_perhaps_same_person = 'hard' or tie_perhaps_same_person = 'soft' or tie_perhaps_same_person = 'unknown' or tie_perhaps_same_person = 'none'),
  tie_group_voice text check (tie_group_voice = 'hard' or tie_group_voice = 'soft' or tie_group_voice = 'unknown' or tie_group_voice = 'none'),
  tie_unknown_origin text check (tie_unknown_origin = 'hard' or tie_unknown_origin = 'soft' or tie_unknown_origin = 'unknown' or tie_unknown_origin = 'none')
) strict;

alter table text_version add column previous blob references text_version (id) deferrable initially deferred;

create index text_version_by_previous on text_version (previous) where previous is not null;

alter table topic add column feeds text;

alter table topic add column closed_because text;

alter table coding add column example text check (example in ('yes'));

alter table coding add column probability real
  check (probability is null or (abs(probability) < 9e999 and probability between 0 and 1 and rule is null));

-- That a coder is to code a text, and what was handed in: the day, and the hash of the text as it
-- was then, which says in any copy whether the text is another by now.
create table assignment (
  id blob primary key not null check (length(id) = 16),
  interview blob not null references interview (id) deferrable initially deferred,
  text_kind text check (text_kind = 'original' or text_kind = 'translation'),
  coder blob not null references coder (id) deferrable initially deferred,
  sight text check (sight = 'blind' or sight = 'open'),
  due_on text,
  submitted_on text,
  submitted_text text
) strict;

create unique index assignment_of_a_text on assignment (interview, coalesce(text_kind, 'original'), coder);

create index assignment_by_coder on assignment (coder) where coder is not null;

alter table fired_word add column share real check (abs(share) < 9e999 and share > 0 and share <= 1);

drop view coders;
create view coders as
select
  key,
  agreed
from coder as t;

create view cross_check_settings as
select
  undated_reach_days,
  seasons,
  relative_tolerance,
  absolute_tolerance,
  inflation_ratio,
  substantial_gap,
  gross_gap,
  link_depth,
  percentage_from_claims,
  tie_same_person,
  tie_same_origin,
  tie_joint_interview,
  tie_prompt,
  tie_quotes,
  tie_one_introducer,
  tie_introduced,
  tie_heard_from,
  tie_network,
  tie_aware,
  tie_one_researcher,
  tie_researchers_acquainted,
  tie_perhaps_same_person,
  tie_group_voice,
  tie_unknown_origin
from cross_check as t;

drop view topics;
create view topics as
select
  key as topic,
  statement,
  kind,
  measure,
  unit,
  (select key from population where id = t.population) as population,
  exclusive,
  allowed_values as "values",
  favours,
  additive,
  order_of,
  range_low,
  range_high,
  (select key from topic where id = t.parent) as parent,
  feeds,
  closed_because
from topic as t;

drop view codings;
create view codings as
select
  (select key from interview where id = t.interview) as interview,
  text_kind as text,
  (select key from code where id = t.code) as code,
  (select key from coder where id = t.coder) as coder,
  iif(said & 2, start_cp, null) as start,
  iif(said & 4, end_cp, null) as "end",
  iif(said & 1, quote, null) as quote,
  status,
  anchor,
  (select key from rule where id = t.rule) as rule,
  memo,
  example,
  probability
from coding as t;

create view assignments as
select
  (select key from interview where id = t.interview) as interview,
  text_kind as text,
  (select key from coder where id = t.coder) as coder,
  sight,
  due_on as due,
  submitted_on as submitted,
  submitted_text
from assignment as t;
