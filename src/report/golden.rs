//! Compares what was written with a file a person can read; `UPDATE_GOLDEN=1` rewrites it.
//!
//! It must not know what is compared. What a stranger would get wrong: rewriting is no test.
//! Read the difference before committing it.

use std::path::Path;

/// Compares a text with `tests/golden/NAME`.
pub(crate) fn assert(name: &str, text: &str) {
    assert_file(&format!("tests/golden/{name}"), text);
}

/// Compares a text with a file of the project, such as `docs/cli.md`.
pub(crate) fn assert_file(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run with UPDATE_GOLDEN=1", path.display()));
    assert!(
        expected == text,
        "{} differs; got:\n{text}\nrun with UPDATE_GOLDEN=1 and read the difference",
        path.display()
    );
}
