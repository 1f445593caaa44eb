//! One way to open a study file: key, pragmas, read them back, then close the doors that a
//! hostile file could use. Whoever opens the file otherwise is not protected, so nothing
//! else in the program opens one. A stranger would trust the answer `ok` of `pragma key`:
//! it proves nothing, only reading the schema does.

use super::cells_at_hand::CELL;
use super::error::StoreError;
use crate::vault::{FileKey, SALT_BYTES};
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Marks a file as a study, whatever its name: "gain".
pub const APPLICATION_ID: i32 = 0x6761_696e;

/// How long a writer waits for another, in milliseconds.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The first bytes of a plain SQLite file.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// What must hold at every open: the pragma, how it is set, how it reads back.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("journal_mode", "wal", "wal"),
    ("synchronous", "full", "2"),
    ("temp_store", "memory", "2"),
    ("secure_delete", "on", "1"),
    ("foreign_keys", "on", "1"),
    ("recursive_triggers", "on", "1"),
    ("trusted_schema", "off", "0"),
    ("cell_size_check", "on", "1"),
    ("mmap_size", "0", "0"),
];

/// How the bytes of a file are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Anybody who has the file can read it.
    Plain,
    /// SQLCipher, with this salt in front.
    Encrypted([u8; SALT_BYTES]),
}

/// Looks at the first bytes of a file.
///
/// # Errors
/// [`StoreError::Missing`], or [`StoreError::NotAStudy`] for an empty or cut file.
pub fn form_of(path: &Path) -> Result<Form, StoreError> {
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        source,
    };
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    if path.is_dir() {
        return Err(StoreError::NotAStudy {
            path: path.to_owned(),
            why: "it is a folder",
        });
    }
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length == 0 {
        return Err(StoreError::NotAStudy {
            path: path.to_owned(),
            why: "it is empty",
        });
    }
    if length < 512 {
        return Err(StoreError::NotAStudy {
            path: path.to_owned(),
            why: "it is too short",
        });
    }
    let mut first = [0; 512];
    file.read_exact(&mut first).map_err(failed)?;
    if first.starts_with(PLAIN_HEADER) {
        return Ok(Form::Plain);
    }
    if is_text(&first) {
        return Err(StoreError::NotAStudy {
            path: path.to_owned(),
            why: "it is a text",
        });
    }
    let mut salt = [0; SALT_BYTES];
    salt.copy_from_slice(&first[..SALT_BYTES]);
    Ok(Form::Encrypted(salt))
}

/// Whether the beginning of a file is text. Enciphered bytes are not, by all chance: half of
/// them stand alone above 127.
fn is_text(first: &[u8; 512]) -> bool {
    let valid = match std::str::from_utf8(first) {
        Ok(_) => first.len(),
        Err(error) => error.valid_up_to(),
    };
    // The last letter may be cut.
    first.len() - valid < 4 && !first.contains(&0)
}

/// What a connection may do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read and write.
    Whole,
    /// Read, where the file or its folder cannot be written.
    Reading,
}

/// Opens a connection, for reading alone where nothing can be written.
///
/// # Errors
/// As [`connect`]; [`StoreError::ReadOnly`] where changes wait in a `-wal` beside the file: without
/// writing not everybody can read the two together.
pub fn reach(path: &Path, key: Option<&FileKey>) -> Result<(Connection, Access), StoreError> {
    let waiting = std::fs::metadata(super::with_ending(path, "-wal"));
    let is_whole_file = !waiting.is_ok_and(|wal| wal.len() > 0);
    if is_whole_file && !super::can_be_written(path) {
        return Ok((connect_as_it_lies(path, key)?, Access::Reading));
    }
    match connect(path, key) {
        Ok(connection) => {
            let access = match connection.is_readonly(rusqlite::MAIN_DB)? {
                true => Access::Reading,
                false => Access::Whole,
            };
            Ok((connection, access))
        }
        Err(StoreError::ReadOnly(_)) if is_whole_file => {
            Ok((connect_as_it_lies(path, key)?, Access::Reading))
        }
        Err(error) => Err(error.at(path)),
    }
}

/// Opens a file without the files beside it, which cannot be made here, and without its locks:
/// nobody may write to it meanwhile, and whoever does leaves a `-wal` first, which is looked for.
pub(super) fn connect_as_it_lies(
    path: &Path,
    key: Option<&FileKey>,
) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    with_key(
        Connection::open_with_flags(as_it_lies(path), flags)?,
        path,
        key,
    )
}

/// The file by an address that says that nobody changes it.
fn as_it_lies(path: &Path) -> String {
    let encoded = path.as_os_str().as_encoded_bytes().iter();
    let encoded: String = encoded
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                char::from(*byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("file:{encoded}?immutable=1")
}

/// Opens a connection with its key, and proves that the key fits.
///
/// # Errors
/// [`StoreError::WrongPassphrase`] where the schema cannot be read with this key.
pub fn connect(path: &Path, key: Option<&FileKey>) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    with_key(Connection::open_with_flags(path, flags)?, path, key)
}

fn with_key(
    connection: Connection,
    path: &Path,
    key: Option<&FileKey>,
) -> Result<Connection, StoreError> {
    // Before the key: a wrong one makes the cipher print to stderr, for the whole process.
    connection.execute_batch("pragma cipher_log_level = NONE;")?;
    if let Some(key) = key {
        let statement =
            zeroize::Zeroizing::new(format!("pragma key = \"x'{}'\";", key.as_hex().as_str()));
        connection.execute_batch(&statement)?;
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A file that is refused is not written to, not even with what stands in its -wal.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    prove_readable(&connection, path, key.is_some())?;
    Ok(connection)
}

fn prove_readable(connection: &Connection, path: &Path, keyed: bool) -> Result<(), StoreError> {
    let read = connection.query_row("select count(*) from sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    });
    match read.map_err(StoreError::from) {
        Ok(_) => Ok(()),
        Err(StoreError::Damaged(_)) if keyed => Err(StoreError::WrongPassphrase(path.to_owned())),
        Err(error) => Err(error),
    }
}

/// Sets what must hold and reads it back.
///
/// # Errors
/// [`StoreError::Setting`] for the first that does not hold.
pub fn settle(connection: &Connection, access: Access) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let settings = SETTINGS.iter();
    // Where nothing is written no journal is kept.
    for (pragma, value, wanted) in
        settings.filter(|(pragma, ..)| access == Access::Whole || *pragma != "journal_mode")
    {
        connection.execute_batch(&format!("pragma {pragma} = {value};"))?;
        let has = read_back(connection, pragma)?;
        if has != *wanted {
            return Err(StoreError::Setting {
                pragma,
                wanted,
                has,
            });
        }
    }
    connection.execute_batch("pragma cache_size = -65536;")?;
    // A plan does not depend on what is bound: else statements are planned anew for each new value,
    // which takes as long as most of them run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The value of a pragma as text, in whatever type the database or its cipher gives it.
///
/// # Errors
/// What the database says.
pub fn read_back(connection: &Connection, pragma: &str) -> Result<String, StoreError> {
    let value = connection.query_row(&format!("pragma {pragma}"), [], |row| {
        row.get::<_, rusqlite::types::Value>(0)
    })?;
    Ok(match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{:?}", other.data_type()),
    })
}

/// Closes the doors: no other file may be attached, no code loaded, no setting changed.
///
/// # Errors
/// What the database says.
pub fn close_doors(connection: &mut Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.authorizer(Some(allow_but_for_doors))?;
    Ok(())
}

fn allow_but_for_doors(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => Authorization::Deny,
        AuthAction::Pragma {
            pragma_name,
            pragma_value: Some(_),
        } if is_settled(pragma_name) => Authorization::Deny,
        AuthAction::Function { function_name }
            if function_name.eq_ignore_ascii_case("load_extension") =>
        {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    }
}

fn is_settled(pragma: &str) -> bool {
    SETTINGS
        .iter()
        .any(|(name, ..)| name.eq_ignore_ascii_case(pragma))
        || ["key", "rekey", "writable_schema", "cipher_log_level"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(pragma))
}

/// Lets through reading alone, for statements that a person wrote.
pub fn allow_reading_alone(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } if !is_dangerous(function_name) => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

fn is_dangerous(function: &str) -> bool {
    [
        "load_extension",
        "sqlcipher_export",
        "readfile",
        "writefile",
        "edit",
        "fts3_tokenizer",
        CELL,
    ]
    .iter()
    .any(|name| name.eq_ignore_ascii_case(function))
}
