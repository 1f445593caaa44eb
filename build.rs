//! Tells the program of which sources it was built, so that what one build left in a study for the next
//! run is not taken for its own by another: a version says so little while it is being worked on.
//!
//! What a stranger would get wrong: this is no build number. The same sources give the same mark on
//! every machine.

use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files)?;
    files.sort();
    let mut mark = Mark::default();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        mark.take(name.as_bytes());
        mark.take(&fs::read(&file)?);
    }
    println!("cargo::rustc-env=GAINSAY_SOURCES={:016x}", mark.0);
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => collect(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// FNV-1a over texts and their lengths: against mistakes, not against forgery.
struct Mark(u64);

impl Default for Mark {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Mark {
    fn take(&mut self, bytes: &[u8]) {
        let length = (bytes.len() as u64).to_le_bytes();
        for byte in bytes.iter().chain(&length) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
