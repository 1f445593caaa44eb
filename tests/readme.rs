//! The sessions of the README, typed again: what it shows is what the program answers. A line of
//! dots stands for lines that are left out. Commands that show no answer are not run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A command of a session and the lines that it answers.
struct Step {
    line: String,
    answer: Vec<String>,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_code = false;
    // Lines of a block answer a command of that block alone.
    let mut is_answer = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            is_answer = false;
        } else if let Some(typed) = line.strip_prefix("$ ").filter(|_| is_code) {
            let line = typed.split(" #").next().unwrap_or_default();
            steps.push(Step {
                line: line.trim().to_owned(),
                answer: Vec::new(),
            });
            is_answer = true;
        } else if let Some(step) = steps.last_mut().filter(|_| is_answer) {
            step.answer.push(line.to_owned());
        }
    }
    steps
}

/// Splits as a shell would, as far as the sessions need it.
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

fn run(folder: &Path, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gainsay"));
    for name in ["GAINSAY_STUDY", "GAINSAY_AS", "COLUMNS", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.args(&words(line)[1..]).current_dir(folder).output();
    let output = output.unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.success(), "{line}: {said}");
    said
}

/// Tells the first line of an answer that does not follow those before it.
fn missing<'a>(answer: &'a [String], said: &str) -> Option<&'a String> {
    let mut lines = said.lines();
    let is_dots = |line: &&String| line.as_str() == "…";
    let mut wanted = answer.iter().filter(|line| !is_dots(line));
    wanted.find(|line| !lines.any(|other| other.trim_end() == line.trim_end()))
}

#[test]
fn the_readme_shows_what_the_program_answers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let mut folder: PathBuf = temporary.path().to_owned();
    let mut compared = 0;
    for step in steps(&text) {
        if let Some(below) = step.line.strip_prefix("cd ") {
            folder.push(below);
        } else if !step.answer.is_empty() {
            let said = run(&folder, &step.line);
            let missing = missing(&step.answer, &said);
            assert!(
                missing.is_none(),
                "{}: {missing:?} is not in\n{said}",
                step.line
            );
            compared += 1;
        }
    }
    assert!(compared >= 4, "only {compared} commands show an answer");
}

#[test]
fn an_answer_is_compared_line_by_line_and_in_order() {
    let answer: Vec<String> = ["a", "…", "c"].map(str::to_owned).into();
    assert_eq!(missing(&answer, "a\nb\nc\n"), None);
    assert_eq!(missing(&answer, "c\na\n"), Some(&answer[2]));
    assert_eq!(missing(&answer, "a\nb\n"), Some(&answer[2]));
}
