//! What a coding is to its readers, which are wanted, and the life of proposals.

use super::Store;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::model::text_index::Span;
use rusqlite::params;
use rusqlite::types::Value;

/// A coding as people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodingRow {
    /// Its id.
    pub id: Id,
    /// Key of the interview.
    pub interview: String,
    /// Keys of the interview's sources, with `;`.
    pub source: String,
    /// Their groups.
    pub group: String,
    /// Their sides.
    pub side: String,
    /// When the interview was held, EDTF.
    pub date: String,
    /// `original`, `translation`, or empty for the original.
    pub text: String,
    /// Key of the code.
    pub code: String,
    /// Key of the coder.
    pub coder: String,
    /// Key of the rule that proposed it, if one did.
    pub rule: Option<String>,
    /// `accepted`, `proposed` or `rejected`.
    pub status: String,
    /// First and behind the last code point; nothing where the words are not in the text.
    pub span_cp: Option<(i64, i64)>,
    /// The words.
    pub quote: String,
    /// What the coder wrote about it.
    pub memo: String,
    /// `orphan` where the words are gone from the text.
    pub anchor: String,
    /// Whether its passage is an anchor example of the code.
    pub is_example: bool,
    /// The words for which it was proposed, in their order.
    pub fired: Vec<FiredPlace>,
    /// With which probability it was proposed, where it was learned.
    pub probability: Option<f64>,
}

/// A word for which a coding was proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiredPlace {
    /// First and behind the last code point in the text.
    pub span_cp: (i64, i64),
    /// The word, where it stands outside the passage: in the question before it.
    pub outside: Option<String>,
}

impl CodingRow {
    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        match (&self.rule, self.probability) {
            (Some(_), _) => Origin::Rule,
            (None, Some(_)) => Origin::Learned,
            (None, None) => Origin::Hand,
        }
    }
}

/// Where a coding comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A person put it.
    Hand,
    /// A rule proposed it.
    Rule,
    /// It was proposed from what was coded before.
    Learned,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 3] = [Self::Hand, Self::Rule, Self::Learned];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Rule => "rule",
            Self::Learned => "learned",
        }
    }
}

impl CodingRow {
    /// Which text it stands in.
    pub fn text_kind(&self) -> TextKind {
        match self.text.as_str() {
            "" => TextKind::Original,
            said => kind_of(said),
        }
    }

    /// Where it stands; nothing for an orphan.
    pub fn span(&self) -> Option<Span> {
        span_of(self.span_cp?)
    }
}

/// Which codings are wanted; what is `None` is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodingFilter<'a> {
    /// Key of a code.
    pub code: Option<&'a str>,
    /// Key of an interview.
    pub interview: Option<&'a str>,
    /// A status.
    pub status: Option<&'a str>,
    /// Key of a rule.
    pub rule: Option<&'a str>,
    /// Whether only those are wanted whose words are gone from the text.
    pub orphans: bool,
    /// Where it comes from.
    pub origin: Option<Origin>,
    /// That one.
    pub id: Option<Id>,
    /// The least probability; what has none is not wanted then.
    pub min_probability: Option<f64>,
}

const ORIGIN_IS: &str = "case when c.rule is not null then 'rule'
    when c.probability is not null then 'learned' else 'hand' end = ?";

impl CodingFilter<'_> {
    /// Whether an index leads to what is asked for, and it is little.
    pub(super) fn asks_for_few(&self) -> bool {
        self.id.is_some() || self.code.is_some() || self.rule.is_some()
    }

    /// What is asked, as conditions, and what they are held against: only what is asked stands there,
    /// so that an index finds the few rows among the many.
    pub(super) fn terms(&self) -> (String, Vec<Value>) {
        let word = |asked: Option<&str>| asked.map(|word| Value::Text(word.to_owned()));
        let asked = [
            (
                "c.id = ?",
                self.id.map(|id| Value::Blob(id.as_bytes().to_vec())),
            ),
            ("i.key = ?", word(self.interview)),
            (
                "c.code = (select id from code where key = ?)",
                word(self.code),
            ),
            (
                "c.rule = (select id from rule where key = ?)",
                word(self.rule),
            ),
            ("coalesce(c.status, 'accepted') = ?", word(self.status)),
            (ORIGIN_IS, word(self.origin.map(Origin::as_str))),
            ("c.probability >= ?", self.min_probability.map(Value::Real)),
            (
                "(c.anchor is not null) = ?",
                self.orphans.then_some(Value::Integer(1)),
            ),
        ];
        let asked = asked
            .into_iter()
            .filter_map(|(term, held)| Some((term, held?)));
        let (terms, given): (Vec<_>, Vec<_>) = asked.unzip();
        match terms.is_empty() {
            true => ("true".to_owned(), given),
            false => (terms.join(" and "), given),
        }
    }
}

impl Store {
    /// How many codings wait for a person.
    ///
    /// # Errors
    /// What the database says.
    pub fn count_proposals(&self) -> Result<u64, StoreError> {
        let sql = "select count(*) from coding where status = 'proposed'";
        let mut statement = self.connection.prepare_cached(sql)?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// What speaks against a proposal of a rule at this place of a text: what the rule proposed there
    /// before, whatever became of it, and what a person decided of the same code, whoever proposed it.
    ///
    /// # Errors
    /// What the database says.
    pub fn decided_at(
        &self,
        [rule, code]: [Id; 2],
        version: Id,
        span: Span,
    ) -> Result<Vec<Id>, StoreError> {
        let (start_cp, end_cp) = span_cp(span);
        let mut statement = self.connection.prepare_cached(
            "select id from coding where version = ?1 and start_cp = ?2 and end_cp = ?3
               and (rule = ?4 or (code = ?5 and status is not 'proposed'))",
        )?;
        let given = params![
            version.as_bytes(),
            start_cp,
            end_cp,
            rule.as_bytes(),
            code.as_bytes()
        ];
        let found = statement
            .query_map(given, |row| row.get(0).map(Id::new))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// Keeps the words for which a coding was proposed, with the share of each where it was learned.
    ///
    /// # Errors
    /// What the database says.
    pub fn add_fired_words(
        &self,
        coding: Id,
        words: &[(Span, Option<f64>)],
    ) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "insert into fired_word (id, coding, position, start_cp, end_cp, share)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (position, (word, share)) in (0_i64..).zip(words) {
            let (start_cp, end_cp) = span_cp(*word);
            insert.execute(params![
                self.clock.id().as_bytes(),
                coding.as_bytes(),
                position,
                start_cp,
                end_cp,
                share
            ])?;
        }
        Ok(())
    }

    /// The shares of the words for which a coding was proposed, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub fn shares_of_words(&self, coding: Id) -> Result<Vec<Option<f64>>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select share from fired_word where coding = ?1 order by position")?;
        let found = statement.query_map([coding.as_bytes()], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Puts another code in place of a coding's own; what was no coding yet is one then. Says
    /// whether anything changed.
    ///
    /// # Errors
    /// What the database says.
    pub fn recode_and_accept(&self, coding: Id, code: Id) -> Result<bool, StoreError> {
        let changed = self.connection.execute(
            "update coding set code = ?2, status = iif(status is null, null, 'accepted')
             where id = ?1 and code <> ?2",
            params![coding.as_bytes(), code.as_bytes()],
        )?;
        Ok(changed > 0)
    }

    /// Gives a proposal another status; says whether the coding was a proposal.
    ///
    /// # Errors
    /// What the database says.
    pub fn settle_proposal(&self, coding: Id, status: &str) -> Result<bool, StoreError> {
        let changed = self.connection.execute(
            "update coding set status = ?2 where id = ?1 and status = 'proposed'",
            params![coding.as_bytes(), status],
        )?;
        Ok(changed > 0)
    }

    /// The interview of a coding, and which of its texts was named.
    ///
    /// # Errors
    /// What the database says.
    pub fn text_of_coding(&self, coding: Id) -> Result<(Id, Option<TextKind>), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select interview, text_kind from coding where id = ?1")?;
        Ok(statement.query_row([coding.as_bytes()], |row| {
            let kind: Option<String> = row.get(1)?;
            Ok((Id::new(row.get(0)?), kind.as_deref().map(kind_of)))
        })?)
    }

    /// Removes a coding with the words for which it was proposed.
    ///
    /// # Errors
    /// What the database says.
    pub fn remove_coding(&self, coding: Id) -> Result<(), StoreError> {
        for sql in [
            "delete from fired_word where coding = ?1",
            "delete from coding where id = ?1",
        ] {
            self.connection
                .prepare_cached(sql)?
                .execute([coding.as_bytes()])?;
        }
        Ok(())
    }

    /// The ids of codings that end in these hex letters, the short form people type; at most two.
    ///
    /// # Errors
    /// What the database says.
    pub fn codings_ending_in(&self, letters: &str) -> Result<Vec<Id>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select id from coding where lower(hex(id)) like '%' || ?1 limit 2")?;
        let found = statement
            .query_map([letters.to_ascii_lowercase()], |row| {
                row.get(0).map(Id::new)
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

/// A place as the store keeps it; nothing for numbers that are none.
pub(super) fn span_of((start_cp, end_cp): (i64, i64)) -> Option<Span> {
    Some(Span {
        start_cp: usize::try_from(start_cp).ok()?,
        end_cp: usize::try_from(end_cp).ok()?,
    })
}

fn span_cp(span: Span) -> (i64, i64) {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    (whole(span.start_cp), whole(span.end_cp))
}
