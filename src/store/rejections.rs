//! What people said no to, and what of it does not hold any more: read from the history that the database keeps by
//! itself. It must not know what is proposed next. A stranger would keep a mark of the words beside each rejection: the
//! change that rejected a coding holds the row as it was, with its words, and the changes of a rule its expression.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use std::collections::{HashMap, HashSet};

/// Rejected codings that speak against nothing any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LapsedRejections {
    /// Their words are others than those that were rejected.
    pub words: HashSet<Id>,
    /// The rule that proposed them finds otherwise than it did then.
    pub rule: HashSet<Id>,
}

impl LapsedRejections {
    /// Whether a rejected proposal of a rule may come back.
    pub fn may_return(&self, coding: Id) -> bool {
        self.words.contains(&coding) || self.rule.contains(&coding)
    }
}

/// What a rule finds by: expression, unit, language.
type Finding = (Option<String>, Option<String>, Option<String>);

struct Rejection {
    coding: Id,
    number: i64,
    has_other_words: bool,
    rule: Option<Id>,
}

impl Store {
    /// The rejected codings whose words or whose rule changed since. One that came in rejected
    /// never lapses: nobody knows what was rejected but what stands there.
    ///
    /// # Errors
    /// What the database says.
    pub fn lapsed_rejections(&self) -> Result<LapsedRejections, StoreError> {
        let mut lapsed = LapsedRejections::default();
        let rejections = self.rejections()?;
        if rejections.is_empty() {
            return Ok(lapsed);
        }
        let (now, before) = (self.rules_now()?, self.rules_before()?);
        for rejection in rejections {
            if rejection.has_other_words {
                lapsed.words.insert(rejection.coding);
            }
            let Some(rule) = rejection.rule else { continue };
            // What a change holds is how the rule was before it: the first one after the
            // rejection says how it was then.
            let then = before.get(&rule).and_then(|changes| {
                changes
                    .iter()
                    .find(|(number, _)| *number > rejection.number)
            });
            if then.is_some_and(|(_, then)| Some(then) != now.get(&rule)) {
                lapsed.rule.insert(rejection.coding);
            }
        }
        Ok(lapsed)
    }

    fn rejections(&self) -> Result<Vec<Rejection>, StoreError> {
        let is_any = "select exists (select 1 from coding where status = 'rejected')";
        if !self.connection.query_row(is_any, [], |row| row.get(0))? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "select c.id, max(h.number), json_extract(h.old, '$.quote') is not c.quote, c.rule
             from change as h cross join coding as c on c.id = h.row
             where h.noun = 'coding' and h.old is not null and c.status = 'rejected'
               and json_extract(h.old, '$.status') = 'proposed'
             group by c.id",
        )?;
        let rejection = |row: &rusqlite::Row<'_>| {
            let rule: Option<[u8; 16]> = row.get(3)?;
            Ok(Rejection {
                coding: Id::new(row.get(0)?),
                number: row.get(1)?,
                has_other_words: row.get(2)?,
                rule: rule.map(Id::new),
            })
        };
        let found = statement.query_map([], rejection)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn rules_now(&self) -> Result<HashMap<Id, Finding>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select id, expression, unit, language from rule")?;
        let rule = |row: &rusqlite::Row<'_>| {
            let finding = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((Id::new(row.get(0)?), finding))
        };
        let found = statement.query_map([], rule)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// How rules were before each change of them, oldest first.
    fn rules_before(&self) -> Result<HashMap<Id, Vec<(i64, Finding)>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select row, number, json_extract(old, '$.expression'), json_extract(old, '$.unit'),
               json_extract(old, '$.language')
             from change where noun = 'rule' and old is not null order by number",
        )?;
        let mut changes: HashMap<Id, Vec<_>> = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let finding: Finding = (row.get(2)?, row.get(3)?, row.get(4)?);
            let of_rule = changes.entry(Id::new(row.get(0)?)).or_default();
            of_rule.push((row.get(1)?, finding));
        }
        Ok(changes)
    }
}
