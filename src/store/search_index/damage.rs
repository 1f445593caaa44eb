//! What can happen to an index in a plain file, for tests: each of its tables loses rows, holds other bytes, or is gone.
//! A stranger would do this through the store: it lets nobody write to the tables of FTS5.

use rusqlite::Connection;
use std::path::Path;

/// Statements, each of which makes an index say something else, or nothing.
pub const DAMAGES: &[&str] = &[
    "delete from derived_search_data",
    "delete from derived_search_data where id = 1",
    "delete from derived_search_data where id = 10",
    "delete from derived_search_data where id > 10",
    "update derived_search_data set block = x'ff00ff00ff' where id = 10",
    "update derived_search_data set block = zeroblob(40) where id > 10",
    "update derived_search_data set block = x'ffff'",
    "drop table derived_search_data",
    "update derived_search_idx set term = 'zz'",
    "update derived_search_idx set pgno = 900",
    "drop table derived_search_idx",
    "delete from derived_search_config",
    "update derived_search_config set v = 99",
    "drop table derived_search_config",
    "delete from derived_search_document",
    "delete from derived_search_document where number = 1",
    "update derived_search_document set turns = x'80'",
    "update derived_search_document set words = words + 1",
    "update derived_search_document set must_be_read = 1 - must_be_read",
    "update derived_search_document set owner = randomblob(16)",
    "update derived_search_document set noun = 'memo' where noun = 'claim'",
    "alter table derived_search_document drop column words",
    "update derived_search_state set head_hash = x'00'",
];

/// Does that to the file at a path.
pub fn do_damage(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}
