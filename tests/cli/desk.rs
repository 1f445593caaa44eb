//! A folder of one test, and the program run in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_gainsay");

/// What the environment may not say to a test.
const SILENCED: &[&str] = &[
    "GAINSAY_STUDY",
    "GAINSAY_AS",
    "GAINSAY_PAGER",
    "PAGER",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
];

/// The study that tests read.
pub fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small")
}

/// A folder that goes when the test ends.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run said.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// An empty folder.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with the small study in `s.gainsay`, not encrypted.
    pub fn with_study() -> Self {
        let desk = Self::empty();
        desk.copy_fixture();
        desk.ok("init s.gainsay --unencrypted --from small");
        desk
    }

    /// Puts the fixture into the folder `small`.
    pub fn copy_fixture(&self) {
        copy(&fixture(), &self.path("small"));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a passphrase into a file that only its owner can read.
    pub fn write_secret(&self, name: &str, words: &str) {
        self.write(name, words);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let private = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(self.path(name), private).unwrap();
        }
    }

    /// A run that is not started yet, with its words.
    pub fn command<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        for name in SILENCED {
            command.env_remove(name);
        }
        command
    }

    /// Runs a line whose words hold no spaces.
    pub fn run(&self, line: &str) -> Answer {
        self.run_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    pub fn run_words(&self, words: &[&str]) -> Answer {
        let output = self.command(words).output().unwrap();
        Answer {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a line that must succeed; gives stdout.
    pub fn ok(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.code, 0, "{line}: {}", answer.err);
        answer.out
    }

    /// Runs a line with `--json` that must succeed.
    pub fn json(&self, line: &str) -> serde_json::Value {
        let out = self.ok(&format!("{line} --json"));
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}: {out}"))
    }

    /// The items of a listing.
    pub fn items(&self, line: &str) -> Vec<serde_json::Value> {
        self.json(line)["items"].as_array().unwrap().clone()
    }

    /// One field of all items, as text.
    pub fn field(&self, line: &str, name: &str) -> Vec<String> {
        let items = self.items(line);
        items
            .iter()
            .map(|item| match &item[name] {
                serde_json::Value::String(words) => words.clone(),
                other => other.to_string(),
            })
            .collect()
    }

    /// The finding on two claims, as `finding show` has it.
    pub fn finding(&self, pair: &str) -> serde_json::Value {
        self.items(&format!("finding show {pair}")).remove(0)
    }
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file of a folder by its path, but the README.
pub fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("README.md") {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}
