//! A file of the program as the rules see it: its code without comments, words and tests, and
//! the words that stand in quotes. It must not know a rule. A stranger would search the text
//! as it is: then a comment that names `rusqlite` breaks a rule, and a rule that looks for a
//! word in a comment never holds.

use std::path::Path;

/// A file below `src`.
pub struct Source {
    /// Its path below `src`, with `/`.
    pub path: String,
    /// Its text as it stands.
    pub text: String,
    /// Its code: comments, quoted words and tests are blank, lines keep their number.
    pub code: String,
    /// What stands in quotes outside tests, with the line.
    pub quoted: Vec<(usize, String)>,
}

impl Source {
    /// The room: the folder below `src`, or the file for those beside it.
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The lines of code in which a word stands, from 1.
    pub fn lines_with(&self, word: &str) -> Vec<usize> {
        let is_there = |line: &(usize, &str)| holds(line.1, word);
        let lines = self.code.lines().enumerate().filter(is_there);
        lines.map(|(at, _)| at + 1).collect()
    }
}

/// Whether a line of code holds a word: no letter before it and none behind it.
fn holds(line: &str, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let starts_free = !word.starts_with(is_letter) || !line[..at].ends_with(is_letter);
        let ends_free =
            !word.ends_with(is_letter) || !line[at + word.len()..].starts_with(is_letter);
        starts_free && ends_free
    })
}

/// Reads every file of a folder that is part of the program, tests of a room left out.
pub fn read_all(src: &Path) -> Vec<Source> {
    let mut files = Vec::new();
    collect(src, src, &mut files);
    files.sort();
    let sources: Vec<Source> = files
        .into_iter()
        .map(|(path, text)| parse(path, text))
        .collect();
    let test_modules: Vec<String> = sources.iter().flat_map(test_modules_of).collect();
    let is_test = |path: &str| {
        let is_one = |module: &String| {
            path == format!("{module}.rs") || path.starts_with(&format!("{module}/"))
        };
        test_modules.iter().any(is_one)
    };
    sources
        .into_iter()
        .filter(|source| !is_test(&source.path))
        .collect()
}

fn collect(src: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(src, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let below = path
                .strip_prefix(src)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            files.push((below, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The modules that a file declares for tests alone, as paths below `src`.
fn test_modules_of(source: &Source) -> Vec<String> {
    let folder = match source.path.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        _ if matches!(source.path.as_str(), "lib.rs" | "main.rs") => String::new(),
        _ => format!("{}/", source.path.trim_end_matches(".rs")),
    };
    let mut lines = source.text.lines().map(str::trim);
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            let declared = lines.next().unwrap_or_default();
            let name = declared.rsplit(' ').next().unwrap_or_default();
            if declared.contains("mod ") && name.ends_with(';') {
                found.push(format!("{folder}{}", name.trim_end_matches(';')));
            }
        }
    }
    found
}

fn parse(path: String, text: String) -> Source {
    let (code, quoted) = blanked(&text);
    let tests = lines_of_tests(&code);
    let keep = |at: usize| !tests.contains(&at);
    let lines = code.lines().enumerate();
    let code = lines.map(|(at, line)| if keep(at + 1) { line } else { "" });
    let code = code.collect::<Vec<_>>().join("\n");
    let quoted = quoted.into_iter().filter(|(line, _)| keep(*line)).collect();
    Source {
        path,
        text,
        code,
        quoted,
    }
}

/// The lines of the items behind `#[cfg(test)]`, from 1.
fn lines_of_tests(code: &str) -> Vec<usize> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim() != "#[cfg(test)]" {
            at += 1;
            continue;
        }
        let mut depth = 0_i32;
        loop {
            let line = lines.get(at).copied().unwrap_or_default();
            found.push(at + 1);
            at += 1;
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
            let is_end = depth == 0 && (line.contains('}') || line.trim_end().ends_with(';'));
            if is_end || at >= lines.len() {
                break;
            }
        }
    }
    found
}

/// The text with comments and quoted words blank, and those words with their line.
fn blanked(text: &str) -> (String, Vec<(usize, String)>) {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut quoted = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < letters.len() {
        let end = end_of_blank(&letters, at);
        if end == at {
            line += usize::from(letters[at] == '\n');
            code.push(letters[at]);
            at += 1;
            continue;
        }
        let blank = &letters[at..end];
        if blank.contains(&'"') && blank[0] != '/' {
            quoted.push((line, blank.iter().collect()));
        }
        line += blank.iter().filter(|letter| **letter == '\n').count();
        code.extend(
            blank
                .iter()
                .map(|letter| if *letter == '\n' { '\n' } else { ' ' }),
        );
        at = end;
    }
    (code, quoted)
}

/// Behind the comment, string or letter that begins here; here, where none does.
fn end_of_blank(letters: &[char], at: usize) -> usize {
    let rest = &letters[at..];
    let before = at.checked_sub(1).map_or(' ', |before| letters[before]);
    let is_in_name = before.is_alphanumeric() || before == '_';
    match rest {
        ['/', '/', ..] => {
            at + rest
                .iter()
                .position(|letter| *letter == '\n')
                .unwrap_or(rest.len())
        }
        ['/', '*', ..] => at + pair(rest, 2, ['*', '/']),
        ['"', ..] => at + string(rest, 1),
        ['b', '"', ..] if !is_in_name => at + string(rest, 2),
        ['r', '"' | '#', ..] if !is_in_name => at + raw(rest),
        ['\'', '\\', ..] => {
            at + 3
                + rest[3..]
                    .iter()
                    .position(|letter| *letter == '\'')
                    .unwrap_or(0)
        }
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn pair(rest: &[char], from: usize, end: [char; 2]) -> usize {
    let found = rest[from..].windows(2).position(|two| *two == end);
    found.map_or(rest.len(), |place| from + place + 2)
}

fn string(rest: &[char], from: usize) -> usize {
    let mut at = from;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Behind a raw string; nowhere, where `r#` begins a name.
fn raw(rest: &[char]) -> usize {
    let hashes = rest[1..]
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let body = &rest[2 + hashes..];
    let closes = |place: usize| {
        body[place] == '"'
            && body[place + 1..]
                .iter()
                .take(hashes)
                .filter(|letter| **letter == '#')
                .count()
                == hashes
    };
    let end = (0..body.len()).find(|place| closes(*place));
    end.map_or(rest.len(), |end| 2 + hashes + end + 1 + hashes)
}

#[test]
fn comments_words_and_tests_are_no_code() {
    let text = "//! a rusqlite\nuse b; // unwrap()\nlet c = \"clap \\\" d\"; let e = '\"'; let f: &'static str = r#\"g \" h\"#;\n#[cfg(test)]\nmod tests {\n    fn i() {}\n}\nfn j() {}\n";
    let source = parse("room/file.rs".to_owned(), text.to_owned());
    let words: Vec<&str> = source.code.split_whitespace().collect();
    assert_eq!(
        words.join(" "),
        "use b; let c = ; let e = ; let f: &'static str = ; fn j() {}"
    );
    assert_eq!(source.quoted.len(), 3);
    assert_eq!(source.lines_with("j"), [8]);
    assert_eq!(source.room(), "room");
}
