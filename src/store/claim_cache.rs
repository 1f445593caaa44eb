//! Claims as they were computed with at some operation, in pieces of bytes: derived, without
//! history. The key says of which state they are.
//!
//! It must not know what the bytes mean. What a stranger would get wrong: nobody deletes the pieces
//! when a row changes; whoever uses them asks what was touched since. What was counted over the claims
//! is a piece of its own, before the first, and of a state of its own.

use super::Store;
use super::error::StoreError;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use std::ops::Range;
use std::time::Duration;

/// The piece that holds what was counted.
const COUNTED: i64 = -1;

/// In which reading claims are kept, and of which state of the study those are that are read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimCacheKey {
    format: i64,
    settings: String,
    /// The newest operation and its hash; nothing while it is being done.
    head: Option<(i64, [u8; 32])>,
}

impl Store {
    /// Lets `look` read one state of the study, whatever other programs write meanwhile, and be
    /// told the key of that state for claims in this format, read with these settings. Where the past
    /// stands before the present there is no such key.
    ///
    /// # Errors
    /// What the database or `look` says.
    pub fn in_one_moment<T, E: From<StoreError>>(
        &self,
        (format, settings): (i64, String),
        look: impl FnOnce(Option<&ClaimCacheKey>) -> Result<T, E>,
    ) -> Result<T, E> {
        let key = |head| ClaimCacheKey {
            format,
            settings,
            head,
        };
        if !self.connection.is_autocommit() {
            // A transaction that is no write is one that looks at the past.
            let is_write = self.is_operation_open().map_err(E::from)?;
            return look(is_write.then(|| key(None)).as_ref());
        }
        let begun = self.connection.unchecked_transaction();
        // Rolled back when it goes: nothing was written.
        let _moment = begun.map_err(|error| E::from(error.into()))?;
        let head = self.head().map_err(E::from)?;
        look(Some(&key(head)))
    }

    fn is_operation_open(&self) -> Result<bool, StoreError> {
        let sql = "select exists (select 1 from open_operation)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// The operation that the kept claims are of, where there are any of this format and these
    /// settings: one of this study, the newest or an earlier one.
    ///
    /// # Errors
    /// What the database says.
    pub fn kept_claims_are_of(&self, key: &ClaimCacheKey) -> Result<Option<i64>, StoreError> {
        let sql = "select c.head from derived_claim_cache as c
             join operation as o on o.sequence = c.head and o.hash = c.head_hash
             where c.piece = 0 and c.format = ?1 and c.settings = ?2";
        let given = params![key.format, key.settings];
        let found = self.connection.query_row(sql, given, |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Hands out some of the pieces that were kept at an operation, in their order, until `take` wants
    /// no more.
    ///
    /// # Errors
    /// What the database says.
    pub fn each_kept_piece(
        &self,
        head: i64,
        pieces: Range<usize>,
        mut take: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), StoreError> {
        let sql = "select bytes from derived_claim_cache
             where head = ?1 and piece >= ?2 and piece < ?3 order by piece";
        let mut statement = self.connection.prepare_cached(sql)?;
        let number = |piece| i64::try_from(piece).unwrap_or(i64::MAX);
        let mut found = statement.query([head, number(pieces.start), number(pieces.end)])?;
        while let Some(row) = found.next()? {
            // A table of strict types holds nothing but bytes there.
            let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
            if !take(bytes) {
                break;
            }
        }
        Ok(())
    }

    /// Keeps pieces in place of whatever was kept, without waiting for another writer; not what was
    /// read inside a write, for that may yet be taken back.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where another program writes; what the database says.
    pub fn keep_claims(
        &self,
        key: &ClaimCacheKey,
        pieces: impl Iterator<Item = Vec<u8>>,
    ) -> Result<(), StoreError> {
        let Some(head) = key.head else {
            return Ok(());
        };
        self.connection.busy_timeout(Duration::ZERO)?;
        let kept = self.replace_claims(key, head, pieces);
        self.connection
            .busy_timeout(super::connection::BUSY_TIMEOUT)?;
        kept
    }

    /// What was counted over all claims in a form and with these settings, and after which operation:
    /// one of this study, the newest or an earlier one. Nothing inside a write.
    ///
    /// # Errors
    /// What the database says.
    pub fn kept_counts(
        &self,
        key: &ClaimCacheKey,
        form: i64,
    ) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        if key.head.is_none() {
            return Ok(None);
        }
        let sql = "select c.head, c.bytes from derived_claim_cache as c
             join operation as o on o.sequence = c.head and o.hash = c.head_hash
             where c.piece = ?1 and c.format = ?2 and c.settings = ?3";
        let given = params![COUNTED, form, key.settings];
        let found = self
            .connection
            .query_row(sql, given, |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(found.optional()?)
    }

    /// Keeps what was counted in place of what was kept of it, without waiting for another writer; not
    /// what was counted inside a write.
    ///
    /// # Errors
    /// As [`Store::keep_claims`].
    pub fn keep_counts(
        &self,
        key: &ClaimCacheKey,
        form: i64,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let Some((head, hash)) = key.head else {
            return Ok(());
        };
        self.connection.busy_timeout(Duration::ZERO)?;
        let kept = self.connection.execute(
            "insert into derived_claim_cache (piece, head, head_hash, format, settings, bytes)
             values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict (piece) do update set head = excluded.head, head_hash = excluded.head_hash,
               format = excluded.format, settings = excluded.settings, bytes = excluded.bytes
               where (head, head_hash, format, settings, bytes) is not
                 (excluded.head, excluded.head_hash, excluded.format, excluded.settings, excluded.bytes)",
            params![COUNTED, head, hash, form, key.settings, bytes],
        );
        self.connection
            .busy_timeout(super::connection::BUSY_TIMEOUT)?;
        kept?;
        Ok(())
    }

    fn replace_claims(
        &self,
        key: &ClaimCacheKey,
        (head, hash): (i64, [u8; 32]),
        pieces: impl Iterator<Item = Vec<u8>>,
    ) -> Result<(), StoreError> {
        let transaction =
            rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        transaction.execute("delete from derived_claim_cache", [])?;
        let mut insert = transaction.prepare_cached(
            "insert into derived_claim_cache (piece, head, head_hash, format, settings, bytes)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (place, bytes) in (0_i64..).zip(pieces) {
            insert.execute(params![place, head, hash, key.format, key.settings, bytes])?;
        }
        drop(insert);
        Ok(transaction.commit()?)
    }
}
