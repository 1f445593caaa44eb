//! Measures the rules of the demo study over transcripts in memory: megabytes a second of one thread.
//!
//!     cargo bench --bench rules [FOLDER]
//!
//! FOLDER holds transcripts (`*.txt`), such as the kit's; without one the demo's are read, over and over
//! until there are 34 MB. Of the rules the first 40 are taken that are no weighed lists, then the weighed lists, then
//! all. Every text is invented.

use gainsay::method::rule::{Circumstances, Expression, Node, Part, Rule, RuleReader, RuleSet};
use gainsay::method::stem::StemLanguage;
use gainsay::method::unit::Unit;
use gainsay::model::limits::Limits;
use gainsay::model::transcript_text::{TurnedText, turns};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const BYTES: usize = 34_000_000;
const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`.
    let given = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let folder = given.map_or_else(|| demo.join("transcripts"), PathBuf::from);
    let texts = read(&folder)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let cut = texts.iter().map(|text| turns(text, &[], usize::MAX));
    let cut: Vec<_> = cut.collect::<Result<_, _>>()?;
    let turned = texts.iter().zip(&cut);
    let turned: Vec<TurnedText<'_>> = turned
        .map(|(text, cut)| TurnedText::new(text, &cut.turns))
        .collect::<Result<_, _>>()?;
    let rules = rules(&demo.join("rules.toml"))?;
    let (weighed, others): (Vec<Rule>, Vec<Rule>) =
        rules.iter().cloned().partition(is_a_weighed_list);
    let sets = [
        ("that are no weighed lists", &others[..40.min(others.len())]),
        ("that are weighed lists", &weighed),
        ("of both kinds", &rules),
    ];
    for (kind, rules) in sets {
        let (hits, took) = best(rules, &turned);
        println!(
            "{} rules {kind} over {:.1} MB: {hits} hits, {:.0} MB/s",
            rules.len(),
            bytes as f64 / 1e6,
            bytes as f64 / 1e6 / took.as_secs_f64()
        );
    }
    Ok(())
}

/// The texts of a folder, again and again until there are enough of them.
fn read(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let once: Vec<String> = files
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<_, _>>()?;
    let mut bytes = 0;
    let more = once.iter().cycle().take_while(|text| {
        bytes += text.len();
        bytes <= BYTES + text.len()
    });
    Ok(more.cloned().collect())
}

fn rules(file: &Path) -> Result<Vec<Rule>, Box<dyn Error>> {
    let table: toml::Table = fs::read_to_string(file)?.parse()?;
    let rows = table["rule"].as_array().ok_or("no rules")?;
    let rule = |row: &toml::Value| -> Result<Rule, Box<dyn Error>> {
        let expression = row["match"]
            .as_str()
            .ok_or("a rule without an expression")?;
        Ok(Rule {
            expression: Expression::parse_within(expression, &Limits::default())
                .map_err(|error| error.to_string())?,
            unit: Unit::Turn,
            stems: row
                .get("language")
                .and_then(toml::Value::as_str)
                .and_then(StemLanguage::of),
        })
    };
    rows.iter().map(rule).collect()
}

fn is_a_weighed_list(rule: &Rule) -> bool {
    let is_one = |part: &Part<'_>| matches!(part, Part::Node(Node::Weigh(_)));
    rule.expression.parts().iter().any(is_one)
}

/// The hits, and the shortest time of several runs: others use the machine, too.
fn best(rules: &[Rule], texts: &[TurnedText<'_>]) -> (usize, Duration) {
    let nothing = Circumstances::default();
    let runs = (0..ROUNDS).map(|_| {
        let mut reader = RuleReader::new(RuleSet::compile(rules));
        let began = Instant::now();
        let hits: usize = texts
            .iter()
            .map(|text| reader.run(text, &nothing).len())
            .sum();
        (hits, began.elapsed())
    });
    runs.min_by_key(|(_, took)| *took).unwrap_or_default()
}
