//! Which rows name a row, found from the schema: so that a removal can say what is in its way.
//! It must not know any one table. A stranger would wait for the foreign key to fail at the
//! commit: it does, but names nothing.

use super::Store;
use super::error::StoreError;
use super::history::KeptTable;
use crate::model::id::Id;
use crate::model::table::Table;
use rusqlite::params;

impl Store {
    /// The tables with rows that name this one, and how many rows each, in the order of the
    /// schema. What hangs on the row itself (its lists, its attributes) is not counted.
    ///
    /// # Errors
    /// What the database says.
    pub fn named_by(&self, table: &Table, id: Id) -> Result<Vec<(String, u64)>, StoreError> {
        let mut namers = Vec::new();
        for kept in &self.kept {
            for column in self.columns_to(kept, table.name)? {
                // A list of another row: the row that owns it is the one that names.
                let (name, counted) = match self.owner_of(kept)? {
                    Some(owner) => (owner, "count(distinct owner)"),
                    None => (kept.name.clone(), "count(*)"),
                };
                let sql = format!("select {counted} from {} where {column} = ?1", kept.name);
                self.count_namers(&sql, id, name, &mut namers)?;
            }
            for column in about_columns(kept) {
                let sql = format!(
                    "select count(*) from {} where {column} = ?1 and {column}_noun = '{}'",
                    kept.name, table.name
                );
                self.count_namers(&sql, id, kept.name.clone(), &mut namers)?;
            }
        }
        Ok(namers)
    }

    /// Lets all rows that name one name another in its place; what hangs on the row itself (its
    /// lists, its attributes) stays with it. Says how many rows of which table, in the order of
    /// the schema.
    ///
    /// # Errors
    /// What the database says.
    pub fn redirect(
        &self,
        table: &Table,
        from: Id,
        to: Id,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let mut moved = Vec::new();
        for kept in &self.kept {
            let mut rows = 0;
            for column in self.columns_to(kept, table.name)? {
                let sql = format!(
                    "update {0} set {column} = ?2 where {column} = ?1",
                    kept.name
                );
                rows += self
                    .connection
                    .execute(&sql, params![from.as_bytes(), to.as_bytes()])?;
            }
            for column in about_columns(kept) {
                let sql = format!(
                    "update {0} set {column} = ?2 where {column} = ?1 and {column}_noun = '{1}'",
                    kept.name, table.name
                );
                rows += self
                    .connection
                    .execute(&sql, params![from.as_bytes(), to.as_bytes()])?;
            }
            if rows > 0 {
                let name = self.owner_of(kept)?.unwrap_or_else(|| kept.name.clone());
                moved.push((name, rows as u64));
            }
        }
        Ok(moved)
    }

    fn count_namers(
        &self,
        sql: &str,
        id: Id,
        name: String,
        namers: &mut Vec<(String, u64)>,
    ) -> Result<(), StoreError> {
        let count: i64 = self
            .connection
            .query_row(sql, [id.as_bytes()], |row| row.get(0))?;
        if count == 0 {
            return Ok(());
        }
        match namers.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known += count.unsigned_abs(),
            None => namers.push((name, count.unsigned_abs())),
        }
        Ok(())
    }

    /// The columns of a table that name rows of another; not `owner`, which is what a list
    /// hangs on.
    fn columns_to(&self, kept: &KeptTable, target: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select \"from\" from pragma_foreign_key_list(?1) where \"table\" = ?2 and \"from\" <> 'owner'",
        )?;
        let found = statement
            .query_map(params![kept.name, target], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    fn owner_of(&self, kept: &KeptTable) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select \"table\" from pragma_foreign_key_list(?1) where \"from\" = 'owner'",
        )?;
        let mut found = statement.query_map([&kept.name], |row| row.get(0))?;
        Ok(found.next().transpose()?)
    }
}

/// The columns that name a row of any noun; the noun stands beside each.
fn about_columns(kept: &KeptTable) -> impl Iterator<Item = &str> {
    let names = kept.columns.iter().map(|(name, _)| name.as_str());
    names.filter_map(|name| name.strip_suffix("_noun"))
}
