-- The first schema: everything a study holds. Tables are singular and carry the noun's name;
-- columns carry the name they have in the study folder, but for words of SQL (`when` is
-- happened_on, `end` is end_cp). A column whose cell names rows holds their ids, a list of
-- rows stands in a table of its own. Views in the plural show the folder's form, keys in
-- place of ids: those are for people who write SQL, and what an export reads.
--
-- Allowed words are written `x = 'a' or x = 'b'`, not `x in (…)`: SQLite builds a table of
-- the list for each row that is written (a fifth of the time of an import).
--
-- Foreign keys are deferred: trees come in any order, and an undo restores rows in any order.
-- History triggers are not written here; the store makes them from the finished schema after
-- each migration, so that no table can be forgotten (src/store/history.rs).

-- One thing a person did. `hash` chains over (previous hash, id, actor, copy, time, action,
-- root of the row digests), never over content, so that content can be erased (a withdrawal)
-- and the chain still holds.
create table operation (
  sequence integer primary key,
  id blob not null unique check (length(id) = 16),
  actor text not null,
  copy blob not null check (length(copy) = 16),
  at text not null,
  action text not null,
  undoes integer references operation (sequence),
  first_change integer not null,
  root blob check (length(root) = 32),
  hash blob check (length(hash) = 32)
) strict;

-- The operation that is open now: no row outside a transaction of the gate. A trigger cannot
-- see a temporary table, so this is a row of the file.
create table open_operation (
  only integer primary key check (only = 1),
  sequence integer not null references operation (sequence)
) strict;

-- Every change of a row: what it was before, as JSON, blobs in hex. An insert needs only its id.
create table change (
  number integer primary key,
  operation integer not null,
  noun text not null,
  row blob not null,
  old text
) strict;

-- What each row was when the operation was done: SHA-256 over a salt of its own and the row,
-- or over the salt and 'gone'. Salt and content may be erased, the digest stays.
create table digest (
  operation integer not null references operation (sequence),
  noun text not null,
  row blob not null,
  salt blob,
  hash blob not null check (length(hash) = 32),
  primary key (operation, noun, row)
) strict, without rowid;

create trigger operation_stays before delete on operation
begin
  select raise(abort, 'an operation is never deleted');
end;

create trigger operation_is_closed before update on operation when old.hash is not null
begin
  select raise(abort, 'a closed operation never changes');
end;

-- What a run of the cross-check was given and counted. Its findings follow from it and are
-- made again, not kept; names of tables that can be dropped begin with derived_.
create table derived_run (
  number integer primary key,
  head integer not null,
  at text not null,
  settings text not null,
  counts text not null
) strict;

-- The claims of a large study as they are computed with, in pieces. Good only for the operation,
-- the format of the bytes and the settings they name; anything else means: read the rows.
create table derived_claim_cache (
  piece integer primary key,
  head integer not null,
  head_hash blob not null check (length(head_hash) = 32),
  format integer not null,
  settings text not null,
  bytes blob not null
) strict;

-- About this copy of the study, not about the study: no history, not exported.
create table this_copy (
  only integer primary key check (only = 1),
  copy blob not null check (length(copy) = 16),
  actor text not null,
  made_at text not null
) strict;

create table study (
  id blob primary key not null check (length(id) = 16),
  name text not null,
  description text,
  fieldwork text,
  languages text,
  interviews_declared integer check (interviews_declared >= 0),
  limits text
) strict;

create table side (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  name text
) strict;

create table side_opposes (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references side (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references side (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index side_opposes_by_target on side_opposes (target) where target is not null;

create table source_group (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  parent blob references source_group (id) deferrable initially deferred,
  side blob not null references side (id) deferrable initially deferred,
  definition text
) strict;
create index source_group_by_parent on source_group (parent) where parent is not null;
create index source_group_by_side on source_group (side) where side is not null;

create table researcher (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  languages text,
  community text,
  trained text,
  note text
) strict;

create table researcher_knows (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references researcher (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references researcher (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index researcher_knows_by_target on researcher_knows (target) where target is not null;

create table coder (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  agreed text check (agreed = 'yes')
) strict;

create table number_word (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  low real not null check (abs(low) < 9e999),
  high real not null check (abs(high) < 9e999)
) strict;

create table unit (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  same_as text,
  base_unit text,
  factor real check (abs(factor) < 9e999)
) strict;

create table attribute (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  type text check (type = 'text' or type = 'choice' or type = 'number' or type = 'date'),
  allowed_values text
) strict;

create table disclosure (
  id blob primary key not null check (length(id) = 16),
  k_team integer check (k_team >= 1),
  k_public integer check (k_public >= 1),
  quasi_identifiers text,
  generalise text
) strict;

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

create table place (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  parent blob references place (id) deferrable initially deferred,
  level text,
  names text,
  children text check (children = 'disjoint' or children = 'complete' or children = 'overlap')
) strict;
create index place_by_parent on place (parent) where parent is not null;

create table population (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  parent blob references population (id) deferrable initially deferred,
  definition text not null,
  children text check (children = 'disjoint' or children = 'complete' or children = 'overlap')
) strict;
create index population_by_parent on population (parent) where parent is not null;

create table source (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  source_group blob not null references source_group (id) deferrable initially deferred,
  kind text check (kind = 'interviewee' or kind = 'group-voice' or kind = 'publication'),
  members_low integer check (members_low >= 0),
  members_high integer check (members_high >= 0),
  network text,
  citation text,
  note text
) strict;
create index source_by_source_group on source (source_group) where source_group is not null;

create table source_same_person_as (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references source (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references source (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index source_same_person_as_by_target on source_same_person_as (target) where target is not null;

create table source_introduced_by (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references source (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob references source (id) deferrable initially deferred,
  target_text text,
  unsure integer not null default 0 check (unsure in (0, 1)),
  check ((target is null) <> (target_text is null)),
  unique (owner, position)
) strict;
create index source_introduced_by_by_target on source_introduced_by (target) where target is not null;

create table source_heard_from (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references source (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob references source (id) deferrable initially deferred,
  target_text text,
  unsure integer not null default 0 check (unsure in (0, 1)),
  check ((target is null) <> (target_text is null)),
  unique (owner, position)
) strict;
create index source_heard_from_by_target on source_heard_from (target) where target is not null;

create table source_attribute (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references source (id) deferrable initially deferred,
  name text not null,
  value text not null,
  unique (owner, name)
) strict;

create table interview (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  held_on text not null,
  researcher blob references researcher (id) deferrable initially deferred,
  mode text check (mode = 'in-person' or mode = 'phone' or mode = 'online' or mode = 'written' or mode = 'document'),
  country text,
  place blob references place (id) deferrable initially deferred,
  language text,
  consent text,
  translator blob references researcher (id) deferrable initially deferred,
  recording text check (recording in ('yes', 'no')),
  translation_checked text check (translation_checked = 'yes' or translation_checked = 'no' or translation_checked = 'doubtful'),
  questionnaire text,
  awareness text check (awareness = 'unaware' or awareness = 'aware' or awareness = 'joint'),
  note text
) strict;
create index interview_by_researcher on interview (researcher) where researcher is not null;
create index interview_by_place on interview (place) where place is not null;
create index interview_by_translator on interview (translator) where translator is not null;

create table interview_source (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references interview (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references source (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index interview_source_by_target on interview_source (target) where target is not null;

create table interview_attribute (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references interview (id) deferrable initially deferred,
  name text not null,
  value text not null,
  unique (owner, name)
) strict;

-- What was said, word for word. A transcript keeps the hash of the file as it came; its text
-- stands in versions that never change. The next version comes from the last by a list of
-- disjoint replacements over its code points, kept from the first day on, because without
-- them passages could not move (they cannot be added later).
create table transcript (
  id blob primary key not null check (length(id) = 16),
  interview blob not null references interview (id) deferrable initially deferred,
  kind text not null check (kind in ('original', 'translation')),
  path text not null,
  file_hash blob not null check (length(file_hash) = 32),
  unique (interview, kind)
) strict;

create table text_version (
  id blob primary key not null check (length(id) = 16),
  transcript blob not null references transcript (id) deferrable initially deferred,
  number integer not null check (number >= 1),
  previous blob references text_version (id) deferrable initially deferred,
  body text not null,
  length_cp integer not null check (length_cp >= 0),
  hash blob not null check (length(hash) = 32),
  unique (transcript, number)
) strict;
create index text_version_by_previous on text_version (previous) where previous is not null;

create table replacement (
  id blob primary key not null check (length(id) = 16),
  version blob not null references text_version (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  start_cp integer not null check (start_cp >= 0),
  end_cp integer not null check (end_cp >= start_cp),
  words text not null,
  unique (version, position)
) strict;

create trigger text_version_never_changes before update on text_version
begin
  select raise(abort, 'a version of a text never changes: make the next one');
end;

create table topic (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  statement text not null,
  kind text not null check (kind = 'state' or kind = 'quantity' or kind = 'event' or kind = 'relation'),
  measure text check (measure = 'stock' or measure = 'flow' or measure = 'cumulative' or measure = 'share' or measure = 'rate' or measure = 'rank'),
  unit text,
  population blob references population (id) deferrable initially deferred,
  exclusive text check (exclusive in ('yes', 'no')),
  allowed_values text,
  favours text,
  additive text,
  order_of text,
  range_low real check (abs(range_low) < 9e999),
  range_high real check (abs(range_high) < 9e999),
  parent blob references topic (id) deferrable initially deferred,
  feeds text,
  closed_because text
) strict;
create index topic_by_population on topic (population) where population is not null;
create index topic_by_parent on topic (parent) where parent is not null;

create table topic_link (
  id blob primary key not null check (length(id) = 16),
  topic blob not null references topic (id) deferrable initially deferred,
  stance text not null check (stance = 'affirms' or stance = 'denies' or stance = 'doubts' or stance = 'neutral'),
  implies_topic blob not null references topic (id) deferrable initially deferred,
  implies_stance text not null check (implies_stance = 'affirms' or implies_stance = 'denies' or implies_stance = 'doubts' or implies_stance = 'neutral'),
  note text
) strict;
create index topic_link_by_topic on topic_link (topic) where topic is not null;
create index topic_link_by_implies_topic on topic_link (implies_topic) where implies_topic is not null;

create table question (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  text text,
  topic blob references topic (id) deferrable initially deferred,
  questionnaire text,
  first_used text
) strict;
create index question_by_topic on question (topic) where topic is not null;

create table asked (
  id blob primary key not null check (length(id) = 16),
  interview blob not null references interview (id) deferrable initially deferred,
  question blob references question (id) deferrable initially deferred,
  topic blob references topic (id) deferrable initially deferred,
  result text not null check (result = 'answered' or result = 'no-answer' or result = 'evaded'),
  check (question is not null or topic is not null)
) strict;
create index asked_by_interview on asked (interview) where interview is not null;
create index asked_by_question on asked (question) where question is not null;
create index asked_by_topic on asked (topic) where topic is not null;

create table code (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  parent blob references code (id) deferrable initially deferred,
  name text,
  definition text,
  include_when text,
  exclude_when text,
  example text,
  colour text,
  short text,
  retired text check (retired in ('yes'))
) strict;
create index code_by_parent on code (parent) where parent is not null;

create table rule (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  code blob not null references code (id) deferrable initially deferred,
  expression text not null,
  unit text check (unit = 'sentence' or unit = 'turn' or unit = 'paragraph'),
  language text,
  author blob references coder (id) deferrable initially deferred,
  should_match text,
  should_not_match text,
  note text
) strict;
create index rule_by_code on rule (code) where code is not null;
create index rule_by_author on rule (author) where author is not null;

create table event (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  name text,
  place blob references place (id) deferrable initially deferred,
  happened_on text,
  same_as blob references event (id) deferrable initially deferred,
  note text
) strict;
create index event_by_place on event (place) where place is not null;
create index event_by_same_as on event (same_as) where same_as is not null;

create table event_different_from (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references event (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references event (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index event_different_from_by_target on event_different_from (target) where target is not null;

create table coding (
  id blob primary key not null check (length(id) = 16),
  interview blob not null references interview (id) deferrable initially deferred,
  text_kind text check (text_kind in ('original', 'translation')),
  version blob references text_version (id) deferrable initially deferred,
  code blob not null references code (id) deferrable initially deferred,
  coder blob not null references coder (id) deferrable initially deferred,
  start_cp integer check (start_cp >= 0),
  end_cp integer,
  quote text,
  context_before text,
  context_after text,
  status text check (status = 'accepted' or status = 'proposed' or status = 'rejected'),
  anchor text check (anchor in ('orphan')),
  rule blob references rule (id) deferrable initially deferred,
  memo text,
  example text check (example in ('yes')),
  said integer not null default 0 check (said between 0 and 7),
  check ((start_cp is null) = (end_cp is null) and start_cp <= end_cp),
  check (version is null or start_cp is not null)
) strict;
create index coding_by_interview on coding (interview) where interview is not null;
create index coding_by_version on coding (version, start_cp) where version is not null;
create index coding_by_code on coding (code) where code is not null;
create index coding_by_rule on coding (rule) where rule is not null;

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

-- The words of a text for which a rule proposed a coding.
create table fired_word (
  id blob primary key not null check (length(id) = 16),
  coding blob not null references coding (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  start_cp integer not null check (start_cp >= 0),
  end_cp integer not null check (end_cp > start_cp),
  unique (coding, position)
) strict;

create table claim (
  id blob primary key not null check (length(id) = 16),
  key text not null unique,
  source blob not null references source (id) deferrable initially deferred,
  topic blob not null references topic (id) deferrable initially deferred,
  stance text not null check (stance = 'affirms' or stance = 'denies' or stance = 'doubts' or stance = 'neutral'),
  interview blob references interview (id) deferrable initially deferred,
  text_kind text check (text_kind in ('original', 'translation')),
  version blob references text_version (id) deferrable initially deferred,
  anchor text check (anchor in ('orphan')),
  quote text,
  context_before text,
  context_after text,
  start_cp integer check (start_cp >= 0),
  end_cp integer,
  coder blob references coder (id) deferrable initially deferred,
  reading_of blob references claim (id) deferrable initially deferred,
  stated_on text,
  population blob references population (id) deferrable initially deferred,
  population_unsure integer not null default 0 check (population_unsure in (0, 1)),
  place blob references place (id) deferrable initially deferred,
  place_unsure integer not null default 0 check (place_unsure in (0, 1)),
  happened_on text,
  time_mode text check (time_mode in ('throughout', 'within')),
  value text,
  unit text,
  modality text check (rtrim(modality, '?') = 'actual' or rtrim(modality, '?') = 'plan' or rtrim(modality, '?') = 'promise' or rtrim(modality, '?') = 'forecast' or rtrim(modality, '?') = 'possible' or rtrim(modality, '?') = 'reported-belief'),
  basis text check (rtrim(basis, '?') = 'witnessed' or rtrim(basis, '?') = 'took-part' or rtrim(basis, '?') = 'internal-figures' or rtrim(basis, '?') = 'official' or rtrim(basis, '?') = 'told' or rtrim(basis, '?') = 'estimate' or rtrim(basis, '?') = 'unknown'),
  via blob references source (id) deferrable initially deferred,
  via_text text,
  event blob references event (id) deferrable initially deferred,
  event_text text,
  event_unsure integer not null default 0 check (event_unsure in (0, 1)),
  responds_to blob references claim (id) deferrable initially deferred,
  against_interest text check (against_interest = 'yes' or against_interest = 'no' or against_interest = 'unclear'),
  settled text check (settled in ('yes')),
  trend text check (trend = 'rising' or trend = 'falling' or trend = 'stable'),
  actor text,
  note text,
  said integer not null default 0 check (said between 0 and 7),
  check (via is null or via_text is null),
  check (event is null or event_text is null),
  check ((start_cp is null) = (end_cp is null) and start_cp <= end_cp),
  check (version is null or start_cp is not null)
) strict;
create index claim_by_source on claim (source) where source is not null;
create index claim_by_topic on claim (topic, population, place);
create index claim_by_interview on claim (interview) where interview is not null;
create index claim_by_version on claim (version, start_cp) where version is not null;
create index claim_by_reading_of on claim (reading_of) where reading_of is not null;
create index claim_by_via on claim (via) where via is not null;
create index claim_by_event on claim (event) where event is not null;
create index claim_by_responds_to on claim (responds_to) where responds_to is not null;

create table claim_general_of (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references claim (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references claim (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index claim_general_of_by_target on claim_general_of (target) where target is not null;

create table rating (
  id blob primary key not null check (length(id) = 16),
  source blob references source (id) deferrable initially deferred,
  claim blob references claim (id) deferrable initially deferred,
  letter text check (letter = 'A' or letter = 'B' or letter = 'C' or letter = 'D' or letter = 'E' or letter = 'F'),
  digit text check (digit = '1' or digit = '2' or digit = '3' or digit = '4' or digit = '5' or digit = '6'),
  analyst blob not null references coder (id) deferrable initially deferred,
  rated_on text not null,
  reason text not null,
  check (source is not null or claim is not null),
  check (letter is not null or digit is not null)
) strict;
create index rating_by_source on rating (source) where source is not null;
create index rating_by_claim on rating (claim) where claim is not null;
create index rating_by_analyst on rating (analyst) where analyst is not null;

create table control (
  id blob primary key not null check (length(id) = 16),
  topic blob not null references topic (id) deferrable initially deferred,
  value text,
  stance text check (stance = 'affirms' or stance = 'denies' or stance = 'doubts' or stance = 'neutral'),
  population blob references population (id) deferrable initially deferred,
  place blob references place (id) deferrable initially deferred,
  happened_on text,
  evidence text,
  check (value is not null or stance is not null)
) strict;
create index control_by_topic on control (topic) where topic is not null;
create index control_by_population on control (population) where population is not null;
create index control_by_place on control (place) where place is not null;

create table judgement (
  id blob primary key not null check (length(id) = 16),
  judgement text not null check (judgement = 'contradicts' or judgement = 'agrees' or judgement = 'explained' or judgement = 'dismissed' or judgement = 'unverifiable' or judgement = 'unverified'),
  explanation text check (explanation = 'identity' or explanation = 'time' or explanation = 'place' or explanation = 'population' or explanation = 'measure' or explanation = 'rounding' or explanation = 'hearsay' or explanation = 'modality' or explanation = 'coding' or explanation = 'zero-or-silence' or explanation = 'correction' or explanation = 'doubt'),
  analyst blob not null references coder (id) deferrable initially deferred,
  judged_on text,
  reason text
) strict;
create index judgement_by_analyst on judgement (analyst) where analyst is not null;

create table judgement_claims (
  id blob primary key not null check (length(id) = 16),
  owner blob not null references judgement (id) deferrable initially deferred,
  position integer not null check (position >= 0),
  target blob not null references claim (id) deferrable initially deferred,
  unsure integer not null default 0 check (unsure in (0, 1)),
  unique (owner, position)
) strict;
create index judgement_claims_by_target on judgement_claims (target) where target is not null;

create table validation (
  id blob primary key not null check (length(id) = 16),
  consulted_on text not null,
  body text not null,
  topic blob not null references topic (id) deferrable initially deferred,
  result text not null,
  note text
) strict;
create index validation_by_topic on validation (topic) where topic is not null;

create table follow_up (
  id blob primary key not null check (length(id) = 16),
  about_noun text not null,
  about blob not null check (length(about) = 16),
  what text not null,
  status text not null check (status = 'wanted' or status = 'done' or status = 'impossible'),
  review_on text
) strict;

create table figure (
  id blob primary key not null check (length(id) = 16),
  topic blob not null references topic (id) deferrable initially deferred,
  place blob not null references place (id) deferrable initially deferred,
  period text not null,
  value text not null,
  source blob not null references source (id) deferrable initially deferred
) strict;
create index figure_by_topic on figure (topic) where topic is not null;
create index figure_by_place on figure (place) where place is not null;
create index figure_by_source on figure (source) where source is not null;

create table memo (
  id blob primary key not null check (length(id) = 16),
  about_noun text not null,
  about blob not null check (length(about) = 16),
  text text not null,
  author blob references coder (id) deferrable initially deferred,
  written_on text
) strict;
create index memo_by_author on memo (author) where author is not null;

-- VIEWS

create view studies as
select
  name,
  description,
  fieldwork,
  languages,
  interviews_declared,
  limits
from study as t;

create view sides as
select
  key,
  name,
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from side_opposes as link join side as target on target.id = link.target where link.owner = t.id) as opposes
from side as t;

create view groups as
select
  key,
  (select key from source_group where id = t.parent) as parent,
  (select key from side where id = t.side) as side,
  definition
from source_group as t;

create view researchers as
select
  key,
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from researcher_knows as link join researcher as target on target.id = link.target where link.owner = t.id) as knows,
  languages,
  community,
  trained,
  note
from researcher as t;

create view coders as
select
  key,
  agreed
from coder as t;

create view number_words as
select
  key as word,
  low,
  high
from number_word as t;

create view units as
select
  key as unit,
  same_as,
  base_unit as "of",
  factor
from unit as t;

create view attributes as
select
  key as name,
  type,
  allowed_values as "values"
from attribute as t;

create view disclosures as
select
  k_team,
  k_public,
  quasi_identifiers,
  generalise
from disclosure as t;

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

create view places as
select
  key as place,
  (select key from place where id = t.parent) as parent,
  level,
  names,
  children
from place as t;

create view populations as
select
  key as population,
  (select key from population where id = t.parent) as parent,
  definition,
  children
from population as t;

create view sources as
select
  key as source,
  (select key from source_group where id = t.source_group) as "group",
  kind,
  members_low,
  members_high,
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from source_same_person_as as link join source as target on target.id = link.target where link.owner = t.id) as same_person_as,
  (select group_concat(coalesce(target.key, link.target_text) || iif(link.unsure, '?', ''), ';' order by link.position)
    from source_introduced_by as link left join source as target on target.id = link.target where link.owner = t.id) as introduced_by,
  (select group_concat(coalesce(target.key, link.target_text) || iif(link.unsure, '?', ''), ';' order by link.position)
    from source_heard_from as link left join source as target on target.id = link.target where link.owner = t.id) as heard_from,
  network,
  citation,
  note
from source as t;

create view interviews as
select
  key as interview,
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from interview_source as link join source as target on target.id = link.target where link.owner = t.id) as source,
  held_on as date,
  (select key from researcher where id = t.researcher) as researcher,
  mode,
  country,
  (select key from place where id = t.place) as place,
  language,
  consent,
  (select path from transcript where interview = t.id and kind = 'original') as transcript,
  (select path from transcript where interview = t.id and kind = 'translation') as translation,
  (select key from researcher where id = t.translator) as translator,
  recording,
  translation_checked,
  questionnaire,
  awareness,
  note
from interview as t;

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

create view topic_links as
select
  (select key from topic where id = t.topic) as topic,
  stance,
  (select key from topic where id = t.implies_topic) as implies_topic,
  implies_stance,
  note
from topic_link as t;

create view questions as
select
  key as question,
  text,
  (select key from topic where id = t.topic) as topic,
  questionnaire,
  first_used
from question as t;

create view asked_questions as
select
  (select key from interview where id = t.interview) as interview,
  (select key from question where id = t.question) as question,
  (select key from topic where id = t.topic) as topic,
  result
from asked as t;

create view codes as
select
  key as code,
  (select key from code where id = t.parent) as parent,
  name,
  definition,
  include_when,
  exclude_when,
  example,
  colour,
  short,
  retired
from code as t;

create view rules as
select
  key,
  (select key from code where id = t.code) as code,
  expression as "match",
  unit,
  language,
  (select key from coder where id = t.author) as author,
  should_match,
  should_not_match,
  note
from rule as t;

create view events as
select
  key as event,
  name,
  (select key from place where id = t.place) as place,
  happened_on as "when",
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from event_different_from as link join event as target on target.id = link.target where link.owner = t.id) as different_from,
  (select key from event where id = t.same_as) as same_as,
  note
from event as t;

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
  example
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

create view claims as
select
  key as claim,
  (select key from source where id = t.source) as source,
  (select key from topic where id = t.topic) as topic,
  stance,
  (select key from interview where id = t.interview) as interview,
  text_kind as text,
  anchor,
  iif(said & 1, quote, null) as quote,
  iif(said & 2, start_cp, null) as start,
  iif(said & 4, end_cp, null) as "end",
  (select key from coder where id = t.coder) as coder,
  (select key from claim where id = t.reading_of) as reading_of,
  stated_on,
  (select key || iif(population_unsure, '?', '') from population where id = t.population) as population,
  (select key || iif(place_unsure, '?', '') from place where id = t.place) as place,
  happened_on as "when",
  time_mode,
  value,
  unit,
  modality,
  basis,
  coalesce((select key from source where id = t.via), t.via_text) as via,
  coalesce((select key from event where id = t.event), t.event_text) || iif(t.event_unsure, '?', '') as event,
  (select key from claim where id = t.responds_to) as responds_to,
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from claim_general_of as link join claim as target on target.id = link.target where link.owner = t.id) as general_of,
  against_interest,
  settled,
  trend,
  actor,
  note
from claim as t;

create view ratings as
select
  (select key from source where id = t.source) as source,
  (select key from claim where id = t.claim) as claim,
  letter,
  digit,
  (select key from coder where id = t.analyst) as analyst,
  rated_on as date,
  reason
from rating as t;

create view controls as
select
  (select key from topic where id = t.topic) as topic,
  value,
  stance,
  (select key from population where id = t.population) as population,
  (select key from place where id = t.place) as place,
  happened_on as "when",
  evidence
from control as t;

create view judgements as
select
  (select group_concat(target.key || iif(link.unsure, '?', ''), ';' order by link.position)
    from judgement_claims as link join claim as target on target.id = link.target where link.owner = t.id) as claims,
  judgement,
  explanation,
  (select key from coder where id = t.analyst) as analyst,
  judged_on as date,
  reason
from judgement as t;

create view validations as
select
  consulted_on as date,
  body,
  (select key from topic where id = t.topic) as topic,
  result,
  note
from validation as t;

create view follow_ups as
select
  case about_noun when 'topic' then (select key from topic where id = t.about) when 'claim' then (select key from claim where id = t.about) end as about,
  what,
  status,
  review_on
from follow_up as t;

create view figures as
select
  (select key from topic where id = t.topic) as topic,
  (select key from place where id = t.place) as place,
  period,
  value,
  (select key from source where id = t.source) as source
from figure as t;

create view memos as
select
  case about_noun
    when 'side' then 'side:' || (select key from side where id = t.about)
    when 'source_group' then 'group:' || (select key from source_group where id = t.about)
    when 'researcher' then 'researcher:' || (select key from researcher where id = t.about)
    when 'coder' then 'coder:' || (select key from coder where id = t.about)
    when 'place' then 'place:' || (select key from place where id = t.about)
    when 'population' then 'population:' || (select key from population where id = t.about)
    when 'source' then 'source:' || (select key from source where id = t.about)
    when 'interview' then 'interview:' || (select key from interview where id = t.about)
    when 'topic' then 'topic:' || (select key from topic where id = t.about)
    when 'question' then 'question:' || (select key from question where id = t.about)
    when 'code' then 'code:' || (select key from code where id = t.about)
    when 'rule' then 'rule:' || (select key from rule where id = t.about)
    when 'event' then 'event:' || (select key from event where id = t.about)
    when 'claim' then 'claim:' || (select key from claim where id = t.about)
  end as about,
  text,
  (select key from coder where id = t.author) as author,
  written_on as date
from memo as t;
