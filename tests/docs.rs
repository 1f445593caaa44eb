//! The papers are held to the program: what is generated is as generated, what is linked is
//! there, and every command that a paper names is understood by the parser.
//! `UPDATE_GOLDEN=1` rewrites the generated parts; read the difference before committing it.

#[path = "docs/folding.rs"]
mod folding;
#[path = "docs/schema.rs"]
mod schema;
#[path = "docs/study_format.rs"]
mod study_format;

use clap::Parser as _;
use clap::error::ErrorKind;
use gainsay::cli::args::Cli;
use std::path::{Path, PathBuf};

const PAPERS: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "benches/README.md",
    "fixtures/demo/README.md",
    "fixtures/folding/README.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every paper: those of the root and all of `docs`.
fn papers() -> Vec<PathBuf> {
    let mut papers: Vec<PathBuf> = PAPERS.iter().map(|name| root().join(name)).collect();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|ending| ending == "md") => papers.push(path),
                false => {}
            }
        }
    }
    papers.sort();
    papers
}

/// Compares what stands between two marks of a paper with what is made now.
fn assert_generated(paper: &str, made: &str) {
    const BEGIN: &str = "<!-- generated: begin -->\n";
    const END: &str = "<!-- generated: end -->\n";
    let path = root().join(paper);
    let text = read(&path);
    let (before, rest) = text.split_once(BEGIN).expect("a paper has the first mark");
    let (_, after) = rest.split_once(END).expect("a paper has the second mark");
    let wanted = format!("{before}{BEGIN}\n{}\n\n{END}{after}", made.trim());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(
        read(&path) == wanted,
        "{paper} is not as generated; run with UPDATE_GOLDEN=1 and read the difference"
    );
}

#[test]
fn the_study_format_is_as_generated() {
    assert_generated("docs/study-format.md", &study_format::tables());
}

#[test]
fn the_tables_of_the_fold_are_as_generated() {
    assert_generated("docs/folding.md", &folding::tables());
}

#[test]
fn the_schema_is_as_generated() {
    assert_generated("docs/schema.md", &schema::reference());
}

#[test]
fn every_file_that_is_linked_is_there() {
    for paper in papers() {
        let folder = paper.parent().unwrap();
        for target in links(&read(&paper)) {
            let file = target.split('#').next().unwrap_or_default();
            let is_elsewhere =
                file.is_empty() || file.contains("://") || file.starts_with("mailto:");
            assert!(
                is_elsewhere || folder.join(file).exists(),
                "{} links {target}, which is not there",
                paper.display()
            );
        }
    }
}

/// The targets of the Markdown links outside code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in without_blocks(text) {
        let prose: String = line.split('`').step_by(2).collect();
        let mut rest = prose.as_str();
        while let Some((_, behind)) = rest.split_once("](") {
            let Some((target, more)) = behind.split_once(')') else {
                break;
            };
            found.push(target.to_owned());
            rest = more;
        }
    }
    found
}

fn without_blocks(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let mut prose = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            prose.push(line);
        }
    }
    prose
}

#[test]
fn every_command_in_a_paper_is_understood() {
    let mut seen = 0;
    for paper in papers() {
        for line in commands(&read(&paper)) {
            seen += 1;
            if let Err(error) = Cli::try_parse_from(words(&line)) {
                // A command that is only named may leave out what it needs.
                let is_answer = matches!(
                    error.kind(),
                    ErrorKind::DisplayHelp
                        | ErrorKind::DisplayVersion
                        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                        | ErrorKind::MissingRequiredArgument
                );
                assert!(is_answer, "{}: `{line}`: {error}", paper.display());
            }
        }
    }
    assert!(seen > 50, "only {seen} commands were found");
}

#[test]
fn every_command_that_the_program_names_is_one() {
    let mut seen = 0;
    let mut unknown = Vec::new();
    for path in sources(&root().join("src")) {
        for line in read(&path).lines() {
            for named in named_commands(line) {
                seen += 1;
                let parsed = Cli::try_parse_from(words(&named)).map_err(|error| error.kind());
                if let Err(ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument) = parsed {
                    unknown.push(format!("{}: `{named}`", path.display()));
                }
            }
        }
    }
    assert!(seen > 200, "only {seen} commands were found");
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

/// All files of Rust below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The commands that a line of the program's own text names for somebody to type; what is filled in later is `x`.
fn named_commands(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, name) in line.match_indices("gainsay ") {
        let marks = [": ", "`", "$ ", "\"", "see ", "run "];
        if !marks.iter().any(|mark| line[..at].ends_with(mark)) {
            continue;
        }
        let typed = &line[at + name.len()..];
        let end = typed.find(['`', ';', ',', ')', '(', '|', '"', '\\', '…', '#', '>', '&']);
        let typed = &typed[..end.unwrap_or(typed.len())];
        // Behind a full stop or wide blanks something else begins.
        let ends = [". ", "  "].map(|end| typed.find(end).unwrap_or(typed.len()));
        let typed = typed[..ends[0].min(ends[1])].trim_end_matches('.');
        let mut words = typed.split_whitespace();
        let word = |word: &str| match word.contains('{') || is_placeholder(word) {
            true => "x".to_owned(),
            false => word.to_owned(),
        };
        let is_name = |first: &&str| first.starts_with(|letter: char| letter.is_ascii_lowercase());
        let Some(first) = words.next().filter(is_name) else {
            continue;
        };
        let rest: Vec<_> = words.map(word).collect();
        found.push(format!("gainsay {first} {}", rest.join(" ")));
    }
    found
}

#[test]
fn a_command_is_found_in_a_hint_and_not_in_a_sentence() {
    let named = |line: &str| named_commands(line);
    assert_eq!(named("\"see: gainsay rules test\""), ["gainsay rules test"]);
    assert_eq!(named("// `gainsay undo {n}` is"), ["gainsay undo x"]);
    assert!(named("what gainsay keeps").is_empty());
    assert!(Cli::try_parse_from(words("gainsay rules test")).is_err());
}

/// The commands that a paper shows: lines behind a prompt in blocks, and spans of code in prose.
fn commands(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        found.extend(line.strip_prefix("$ ").map(str::to_owned));
    }
    for line in without_blocks(text) {
        let spans = line.split('`').skip(1).step_by(2);
        found.extend(spans.map(str::to_owned));
    }
    found.retain(|line| line == "gainsay" || line.starts_with("gainsay "));
    for line in &mut found {
        let end = line.find([';', '>', '|', '&', '#']).unwrap_or(line.len());
        line.truncate(end);
    }
    // Words in capitals stand for something, and dots for anything: those are patterns.
    found.retain(|line| !line.contains('…') && !line.split(' ').skip(1).any(is_placeholder));
    found
}

fn is_placeholder(word: &str) -> bool {
    word.len() > 1
        && word
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter == '_')
}

/// Splits as a shell would, as far as the papers need it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (order, part) in line.split('\'').enumerate() {
        match order % 2 {
            1 => words.push(part.to_owned()),
            _ => words.extend(part.split_whitespace().map(str::to_owned)),
        }
    }
    words
}

#[test]
fn every_crate_says_what_it_is_for() {
    let manifest: toml::Table = read(&root().join("Cargo.toml")).parse().unwrap();
    let paper = read(&root().join("docs/decisions/0007-crates.md"));
    let mut names: Vec<&String> = Vec::new();
    for section in ["dependencies", "dev-dependencies"] {
        names.extend(manifest[section].as_table().unwrap().keys());
    }
    for name in &names {
        let line = format!("| `{name}` | ");
        assert!(
            paper.contains(&line),
            "{name} has no line in 0007-crates.md"
        );
    }
    let lines = paper.lines().filter(|line| line.starts_with("| `"));
    assert_eq!(
        lines.count(),
        names.len(),
        "0007-crates.md names a crate that is gone"
    );
}

#[test]
fn commands_and_links_are_found() {
    let text = "Run `gainsay check`, see [a](b.md#c).\n```text\n$ gainsay log | head\nno `gainsay x`\n```\n`gainsay export csv FOLDER`\n";
    assert_eq!(commands(text), ["gainsay log ", "gainsay check"]);
    assert_eq!(links(text), ["b.md#c"]);
}
