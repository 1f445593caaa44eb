//! Topic links found by what they say: they have no key.
//!
//! A stranger would expect one at most; links that differ in their note alone are several.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;

impl Store {
    /// The links from one topic and stance to another; empty where there are none.
    ///
    /// # Errors
    /// What the database says.
    pub fn topic_links(
        &self,
        [topic, implies_topic]: [Id; 2],
        [stance, implies_stance]: [&str; 2],
    ) -> Result<Vec<Id>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select id from topic_link
             where topic = ?1 and stance = ?2 and implies_topic = ?3 and implies_stance = ?4
             order by id",
        )?;
        let given = rusqlite::params![
            topic.as_bytes(),
            stance,
            implies_topic.as_bytes(),
            implies_stance
        ];
        let found = statement.query_map(given, |row| Ok(Id::new(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
