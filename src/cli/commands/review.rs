//! `gainsay review`: the findings that wait, one by one, on a terminal.
//!
//! It must not know how a finding comes about or in which order they wait. What a stranger
//! would get wrong: every answer is kept at once as an operation of its own, so there is
//! nothing to save and nothing to lose.

use std::io::{BufRead, Write};

use crate::cli::args::cross::ReviewArgs;
use crate::cli::args::words::EXPLANATIONS;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::judging::Verdict;
use crate::project::review::{Queue, ReviewOptions, Waiting};

use super::finding::{self, show::Page};
use super::opened;
use super::talk::Talk;

/// Looks through the findings that wait.
///
/// # Errors
/// Nobody at a terminal; a key that nothing has.
pub fn run(args: &ReviewArgs, session: &Session) -> Result<(), Problem> {
    if !session.can_converse() {
        let problem = Problem::usage("needs-terminal", "review works at a terminal only");
        return Err(problem.hint(
            "judge without one: gainsay finding accept, explain, dismiss, unverified or unverifiable",
        ));
    }
    let study = opened::open(session)?;
    let progress = session.progress("comparing claims", None);
    let queue = study.review_queue(&ReviewOptions {
        topic: args.topic.as_deref(),
        source: args.source.as_deref(),
        side: args.side.as_deref(),
        status: &args.status,
        is_blind: args.blind,
    })?;
    drop(progress);
    let desk = StudyDesk {
        study: &study,
        queue: &queue,
        session,
        is_blind: args.blind,
    };
    let mut talk = Talk::at_terminal();
    let tally = talk.review(&queue.waiting, &desk)?;
    session.output.say(&tally.words(queue.waiting.len()));
    Ok(())
}

/// What the conversation needs of the study.
trait Desk {
    /// Writes what is known of a finding.
    fn show(&self, waiting: &Waiting) -> Result<Vec<u8>, Problem>;
    /// Keeps a judgement; gives the line that says so.
    fn judge(&self, waiting: &Waiting, answer: &Answer) -> Result<String, Problem>;
}

struct StudyDesk<'s> {
    study: &'s Study,
    queue: &'s Queue,
    session: &'s Session,
    is_blind: bool,
}

impl Desk for StudyDesk<'_> {
    fn show(&self, waiting: &Waiting) -> Result<Vec<u8>, Problem> {
        let mut text = Vec::new();
        for at in &waiting.places {
            let judged = self.queue.checked.row_at(*at);
            let page = Page::of(self.study, &self.queue.checked, judged)?;
            page.write(&mut text, self.session.output.shape())?;
        }
        Ok(text)
    }

    fn judge(&self, waiting: &Waiting, answer: &Answer) -> Result<String, Problem> {
        let verdict = Verdict {
            judgement: answer.judgement,
            explanation: answer.explanation,
            reason: &answer.reason,
            is_blind: self.is_blind,
        };
        let is_dry = self.session.globals.dry_run;
        let pairs = self.queue.pairs_of(waiting);
        let done = self.study.judge(&pairs, &verdict, is_dry)?;
        let said = finding::past(&verdict, "1 finding");
        Ok(match done.operation {
            Some(number) if !is_dry => format!("{said}; undo: gainsay undo {number}"),
            _ => format!("{said}; nothing was written"),
        })
    }
}

/// What a person said of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    judgement: &'static str,
    explanation: Option<&'static str>,
    reason: String,
}

/// What came of the conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    judged: usize,
    skipped: usize,
}

impl Tally {
    fn words(self, waited: usize) -> String {
        let left = waited - self.judged;
        match waited {
            0 => "nothing waits".to_owned(),
            _ => format!(
                "{} judged, {} skipped, {left} still wait",
                self.judged, self.skipped
            ),
        }
    }
}

/// What a line of the person means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Judge(&'static str),
    Explain(Option<String>),
    Skip,
    Help,
    Quit,
    Unclear,
}

impl Wish {
    fn of(line: &str) -> Self {
        let mut words = line.split_whitespace();
        match words.next().unwrap_or_default() {
            "a" | "accept" => Self::Judge("contradicts"),
            "d" | "dismiss" => Self::Judge("dismissed"),
            "u" | "unverified" => Self::Judge("unverified"),
            "n" | "unverifiable" => Self::Judge("unverifiable"),
            "e" | "explain" => Self::Explain(words.next().map(str::to_owned)),
            "s" | "skip" | "" => Self::Skip,
            "?" | "h" | "help" => Self::Help,
            "q" | "quit" => Self::Quit,
            _ => Self::Unclear,
        }
    }
}

const PROMPT: &str = "a accept, e explain, d dismiss, u unverified, s skip, q quit, ? more: ";

const HELP: &str = "\
a    the two claims do contradict one another
e N  explanation N removes the contradiction; e alone lists them
d    they should not have been put side by side
u    it cannot be told yet which is right
n    it can never be told which is right
s    leave it for another time (so does an empty line)
q    stop; what was judged is kept
";

impl<I: BufRead, O: Write> Talk<I, O> {
    fn review(&mut self, waiting: &[Waiting], desk: &impl Desk) -> Result<Tally, Problem> {
        let mut tally = Tally::default();
        for (at, one) in waiting.iter().enumerate() {
            writeln!(
                self.out,
                "{} of {}, topic {}",
                at + 1,
                waiting.len(),
                one.topic
            )?;
            writeln!(self.out)?;
            self.out.write_all(&desk.show(one)?)?;
            match self.answer()? {
                Said::Quit => break,
                Said::Skip => tally.skipped += 1,
                Said::Answer(answer) => {
                    let line = desk.judge(one, &answer)?;
                    writeln!(self.out, "{line}")?;
                    tally.judged += 1;
                }
            }
            writeln!(self.out)?;
        }
        Ok(tally)
    }

    /// Asks until there is an answer, a skip or an end.
    fn answer(&mut self) -> Result<Said, Problem> {
        loop {
            let Some(line) = self.ask(PROMPT)? else {
                return Ok(Said::Quit);
            };
            let (judgement, explanation) = match Wish::of(&line) {
                Wish::Quit => return Ok(Said::Quit),
                Wish::Skip => return Ok(Said::Skip),
                Wish::Help => {
                    self.out.write_all(HELP.as_bytes())?;
                    continue;
                }
                Wish::Unclear => {
                    writeln!(self.out, "that is none of the keys")?;
                    continue;
                }
                Wish::Judge(judgement) => (judgement, None),
                Wish::Explain(which) => match self.explanation(which)? {
                    Some(explanation) => ("explained", Some(explanation)),
                    None => continue,
                },
            };
            let Some(reason) = self.reason()? else {
                continue;
            };
            return Ok(Said::Answer(Answer {
                judgement,
                explanation,
                reason,
            }));
        }
    }

    /// Which explanation is meant, by number or word; asks where none was named.
    fn explanation(&mut self, which: Option<String>) -> Result<Option<&'static str>, Problem> {
        let which = match which {
            Some(which) => which,
            None => {
                for (at, name) in EXPLANATIONS.iter().enumerate() {
                    writeln!(self.out, "{:>2}  {name}", at + 1)?;
                }
                match self.ask("which? ")? {
                    Some(which) => which,
                    None => return Ok(None),
                }
            }
        };
        let found = explanation_named(which.trim());
        if found.is_none() {
            let most = EXPLANATIONS.len();
            writeln!(
                self.out,
                "that is no explanation: give a number from 1 to {most}"
            )?;
        }
        Ok(found)
    }

    /// The reason; nothing where the person gives none, and then nothing is judged.
    fn reason(&mut self) -> Result<Option<String>, Problem> {
        let reason = self.ask("why, in a sentence: ")?.unwrap_or_default();
        let reason = reason.trim();
        if reason.is_empty() {
            writeln!(self.out, "not judged: a judgement needs a reason")?;
            return Ok(None);
        }
        Ok(Some(reason.to_owned()))
    }
}

enum Said {
    Answer(Answer),
    Skip,
    Quit,
}

fn explanation_named(name: &str) -> Option<&'static str> {
    if let Ok(number) = name.parse::<usize>() {
        return EXPLANATIONS.get(number.checked_sub(1)?).copied();
    }
    EXPLANATIONS.iter().find(|known| **known == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[derive(Default)]
    struct Paper {
        kept: RefCell<Vec<(String, Answer)>>,
    }

    impl Desk for Paper {
        fn show(&self, waiting: &Waiting) -> Result<Vec<u8>, Problem> {
            Ok(format!("<{}>\n", waiting.finding).into_bytes())
        }

        fn judge(&self, waiting: &Waiting, answer: &Answer) -> Result<String, Problem> {
            self.kept
                .borrow_mut()
                .push((waiting.finding.clone(), answer.clone()));
            Ok("kept".to_owned())
        }
    }

    fn waiting(ids: &[&str]) -> Vec<Waiting> {
        ids.iter()
            .map(|id| Waiting {
                finding: (*id).to_owned(),
                topic: "pay".to_owned(),
                places: vec![0],
            })
            .collect()
    }

    fn talked(ids: &[&str], typed: &str) -> (Tally, Vec<String>, String) {
        let paper = Paper::default();
        let mut talk = Talk {
            answers: typed.as_bytes(),
            out: Vec::new(),
        };
        let tally = talk.review(&waiting(ids), &paper).unwrap();
        let kept = paper.kept.into_inner().into_iter();
        let kept = kept.map(|(id, answer)| {
            let by = answer.explanation.unwrap_or("-");
            format!("{id} {} {by} {}", answer.judgement, answer.reason)
        });
        (tally, kept.collect(), String::from_utf8(talk.out).unwrap())
    }

    #[test]
    fn each_key_does_what_it_says() {
        let typed =
            "a\nboth of 2021\ne 2\nS-31 speaks of spring\nd\nmisread\nu\ntoo few\nn\nall dead\ns\n";
        let (tally, kept, _) = talked(&["f1", "f2", "f3", "f4", "f5", "f6"], typed);
        assert_eq!(
            kept,
            [
                "f1 contradicts - both of 2021",
                "f2 explained time S-31 speaks of spring",
                "f3 dismissed - misread",
                "f4 unverified - too few",
                "f5 unverifiable - all dead",
            ]
        );
        assert_eq!(
            tally,
            Tally {
                judged: 5,
                skipped: 1
            }
        );
    }

    #[test]
    fn nothing_is_kept_without_a_reason_or_an_explanation() {
        let (tally, kept, said) = talked(&["f1"], "a\n\ne 99\ne\n7\nretold\n");
        assert_eq!(kept, ["f1 explained hearsay retold"]);
        assert_eq!(tally.judged, 1);
        assert!(said.contains("needs a reason") && said.contains("1 to 12"));
    }

    #[test]
    fn quitting_and_the_end_of_input_keep_what_was_judged() {
        for ending in ["q\n", ""] {
            let (tally, kept, _) = talked(&["f1", "f2", "f3"], &format!("a\nyes\n{ending}"));
            assert_eq!((tally.judged, kept.len()), (1, 1));
        }
    }

    #[test]
    fn an_unclear_line_asks_again_and_help_is_at_hand() {
        let (_, kept, said) = talked(&["f1"], "x\n?\nd\nwrong pair\n");
        assert_eq!(kept.len(), 1);
        assert!(said.contains("none of the keys") && said.contains("can never be told"));
    }

    #[test]
    fn the_end_is_counted() {
        let tally = Tally {
            judged: 2,
            skipped: 1,
        };
        assert_eq!(tally.words(9), "2 judged, 1 skipped, 7 still wait");
        assert_eq!(Tally::default().words(0), "nothing waits");
    }
}
