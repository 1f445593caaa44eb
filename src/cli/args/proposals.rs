//! Proposals of codings: asking for them, accepting, rejecting, recoding.
//!
//! It must not know what proposes. What a stranger would get wrong: flags that choose proposals hold
//! together, and a least probability leaves out what has none.

use clap::{ArgGroup, Args};

use crate::project::learning::MIN_PROBABILITY;

/// A probability from 0 to 1, kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probability(String);

impl Probability {
    /// The probability as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The probability as a number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(1.0)
    }
}

/// Reads a probability.
pub(super) fn probability(text: &str) -> Result<Probability, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(Probability(text.to_owned())),
        _ => Err("a probability lies between 0 and 1, such as 0.8".to_owned()),
    }
}

/// Says what shall be proposed.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeSuggestArgs {
    /// Only this code and those below it
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Propose in this interview alone; all are learned from
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// Propose what has at least this probability
    #[arg(long, value_name = "P", default_value = MIN_PROBABILITY, value_parser = probability)]
    pub min_probability: Probability,
}

/// Chooses proposals to accept or reject, one by one or in bulk.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("choice").args(["codings", "code", "interview", "rule", "learned", "min_probability"]).required(true).multiple(true))]
pub struct ProposalArgs {
    /// The proposals, by id as `gainsay code list` shows it
    #[arg(value_name = "CODING", conflicts_with_all = ["code", "interview", "rule", "learned", "min_probability"])]
    pub codings: Vec<String>,
    /// All proposals of this code
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// All proposals in this interview
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// All proposals of this rule
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// All proposals learned from other codings
    #[arg(long, conflicts_with = "rule")]
    pub learned: bool,
    /// All learned proposals with at least this probability
    #[arg(long, value_name = "P", value_parser = probability, conflicts_with = "rule")]
    pub min_probability: Option<Probability>,
}

/// Says which code a coding gets.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeRecodeArgs {
    /// The coding, by id as `gainsay code list` shows it
    #[arg(value_name = "CODING")]
    pub coding: String,
    /// The code that it gets
    #[arg(value_name = "CODE")]
    pub code: String,
}
