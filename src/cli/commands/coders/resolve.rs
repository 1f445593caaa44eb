//! `gainsay coders resolve`: the differences of coders, one by one, on a terminal, or all at once.
//!
//! It must not know where differences come from. What a stranger would get wrong: every answer
//! is kept at once as an operation of its own, so there is nothing to save and nothing to lose.

use std::io::{BufRead, Write};

use crate::cli::args::coders::work::ResolveArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::resolving::{Choice, ResolveQueue, ResolveWish, Settled, Waiting};
use crate::report::{Cell, Column, Head, Listing, counted};

use super::super::opened;
use super::super::talk::Talk;

/// Decides where coders differ.
///
/// # Errors
/// Nobody at a terminal and no decision for all; a key that nothing has; a coder who did not see
/// a text.
pub fn run(args: &ResolveArgs, session: &Session) -> Result<(), Problem> {
    let choice = choice_of(args);
    if choice.is_none() && !session.can_converse() {
        let problem = Problem::usage("needs-terminal", "differences are decided at a terminal");
        return Err(problem.hint(
            "decide all at once: --take CODER, --both or --none; see them: gainsay coders diff",
        ));
    }
    let study = opened::open(session)?;
    if let Some(coder) = &args.take {
        // Also where nothing waits, of which a coder who is not there could have no word.
        study.row(Noun::Coder, coder)?;
    }
    let queue = study.resolve_queue(&ResolveWish {
        interview: args.interview.as_deref(),
        code: args.code.as_deref(),
        coders: &args.coder,
        into: &args.into,
    })?;
    for warning in &queue.warnings {
        session.output.warn(warning);
    }
    match choice {
        Some(choice) => decide_all(&study, &queue, &choice, (args, session)),
        None => talk_through(&study, &queue, args, session),
    }
}

fn choice_of(args: &ResolveArgs) -> Option<Choice> {
    match (&args.take, args.both, args.none) {
        (Some(coder), ..) => Some(Choice::Of(coder.clone())),
        (None, true, _) => Some(Choice::All),
        (None, _, true) => Some(Choice::Nothing),
        _ => None,
    }
}

fn decide_all(
    study: &Study,
    queue: &ResolveQueue,
    choice: &Choice,
    (args, session): (&ResolveArgs, &Session),
) -> Result<(), Problem> {
    let is_dry = session.globals.dry_run;
    let decided = queue.waiting.iter().map(|one| one.settled(choice));
    let mut settled = decided.collect::<Result<Vec<Settled>, _>>()?;
    settled.extend(queue.undisputed.iter().cloned());
    let done = study.settle(&settled, &args.into, is_dry)?;
    let places = counted(settled.len() as u64, "place");
    let alike = queue.undisputed.len();
    let line = match (settled.len(), is_dry) {
        (0, _) => "nothing changed: nothing waits".to_owned(),
        (_, true) => format!("would agree on {places}; nothing was written"),
        (_, false) => {
            format!("agreed on {places}, {alike} of them without a difference; undo: gainsay undo")
        }
    };
    let columns = vec![
        Column::new("into"),
        Column::number("decided"),
        Column::number("alike"),
        Column::number("codings"),
    ];
    let mut listing = Listing::new(Head::record("resolved-list", columns));
    listing.rows.push(vec![
        Cell::text(args.into.clone()),
        queue.waiting.len().into(),
        alike.into(),
        Cell::from(done.value),
    ]);
    listing.meta = opened::meta(study)?;
    session.output.receipt(&line, &listing)
}

fn talk_through(
    study: &Study,
    queue: &ResolveQueue,
    args: &ResolveArgs,
    session: &Session,
) -> Result<(), Problem> {
    let is_dry = session.globals.dry_run;
    let keep = |settled: &[Settled]| -> Result<String, Problem> {
        let done = study.settle(settled, &args.into, is_dry)?;
        let places = counted(settled.len() as u64, "place");
        Ok(match done.operation {
            Some(number) if !is_dry => format!("agreed on {places}; undo: gainsay undo {number}"),
            _ => format!("agreed on {places}; nothing was written"),
        })
    };
    if !queue.undisputed.is_empty() {
        let line = keep(&queue.undisputed)?;
        session.output.say(&format!("alike for all: {line}"));
    }
    let tally = Talk::at_terminal().resolve(&queue.waiting, &keep)?;
    session.output.say(&tally.words(queue.waiting.len()));
    Ok(())
}

/// What came of the conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    decided: usize,
    skipped: usize,
}

impl Tally {
    fn words(self, waited: usize) -> String {
        let left = waited - self.decided;
        match waited {
            0 => "no difference waits".to_owned(),
            _ => format!(
                "{} decided, {} skipped, {left} still wait",
                self.decided, self.skipped
            ),
        }
    }
}

/// What a line of the person means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Choose(Choice),
    Skip,
    Help,
    Quit,
    Unclear,
}

impl Wish {
    fn of(line: &str, waiting: &Waiting) -> Self {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["b" | "both"] => Self::Choose(Choice::All),
            ["n" | "none"] => Self::Choose(Choice::Nothing),
            ["o" | "own", start, end] => match (start.parse(), end.parse()) {
                (Ok(start), Ok(end)) => Self::Choose(Choice::Own((start, end))),
                _ => Self::Unclear,
            },
            [] | ["s" | "skip"] => Self::Skip,
            ["?" | "h" | "help"] => Self::Help,
            ["q" | "quit"] => Self::Quit,
            [number] => Self::by_number(number, waiting),
            _ => Self::Unclear,
        }
    }

    fn by_number(number: &str, waiting: &Waiting) -> Self {
        let at = number.parse::<usize>().ok();
        let named = at.and_then(|at| waiting.marks.get(at.checked_sub(1)?));
        named.map_or(Self::Unclear, |(coder, _)| {
            Self::Choose(Choice::Of(coder.clone()))
        })
    }
}

const PROMPT: &str = "the number of a coder, b both, n none, o START END, s skip, q quit, ? more: ";

const HELP: &str = "\
1, 2 …       what this coder marked holds, or nothing where the coder marked nothing
b            what anybody marked holds
n            nothing holds here
o START END  these code points of the text instead
s            leave it for another time (so does an empty line)
q            stop; what was decided is kept
";

impl<I: BufRead, O: Write> Talk<I, O> {
    fn resolve(
        &mut self,
        waiting: &[Waiting],
        keep: &impl Fn(&[Settled]) -> Result<String, Problem>,
    ) -> Result<Tally, Problem> {
        let mut tally = Tally::default();
        for (at, one) in waiting.iter().enumerate() {
            writeln!(self.out, "{} of {}", at + 1, waiting.len())?;
            self.tell(one)?;
            match self.decision(one)? {
                Decision::Quit => break,
                Decision::Skip => tally.skipped += 1,
                Decision::Take(settled) => {
                    let line = keep(&[settled])?;
                    writeln!(self.out, "{line}")?;
                    tally.decided += 1;
                }
            }
            writeln!(self.out)?;
        }
        Ok(tally)
    }

    fn tell(&mut self, waiting: &Waiting) -> Result<(), Problem> {
        let one = &waiting.difference;
        let (start, end) = one.span_cp;
        writeln!(
            self.out,
            "{} {} {start}–{end}, {}",
            one.interview, one.text, one.code
        )?;
        // On a line of its own and kept from steering the terminal.
        let quote = crate::report::visible(&one.quote);
        writeln!(self.out, "    \u{2068}{quote}\u{2069}")?;
        for (number, (coder, spans)) in (1_usize..).zip(&waiting.marks) {
            let marked: Vec<_> = spans
                .iter()
                .map(|(start, end)| format!("{start}–{end}"))
                .collect();
            let prefix = format!("{coder}: ");
            let instead = one.instead.iter();
            let instead: Vec<_> = instead
                .filter_map(|put| put.strip_prefix(&prefix))
                .collect();
            let said = match (marked.is_empty(), instead.is_empty()) {
                (false, _) => marked.join(", "),
                (true, true) => "nothing".to_owned(),
                (true, false) => format!("nothing; instead {}", instead.join(", ")),
            };
            writeln!(self.out, "{number}  {coder}  {said}")?;
        }
        Ok(())
    }

    /// Asks until there is a decision, a skip or an end.
    fn decision(&mut self, waiting: &Waiting) -> Result<Decision, Problem> {
        loop {
            let Some(line) = self.ask(PROMPT)? else {
                return Ok(Decision::Quit);
            };
            match Wish::of(&line, waiting) {
                Wish::Quit => return Ok(Decision::Quit),
                Wish::Skip => return Ok(Decision::Skip),
                Wish::Help => self.out.write_all(HELP.as_bytes())?,
                Wish::Unclear => writeln!(self.out, "that is none of the keys")?,
                Wish::Choose(choice) => match waiting.settled(&choice) {
                    Ok(settled) => return Ok(Decision::Take(settled)),
                    Err(error) => writeln!(self.out, "{error}")?,
                },
            }
        }
    }
}

enum Decision {
    Take(Settled),
    Skip,
    Quit,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::TextKind;
    use crate::project::coder_differences::CoderDifference;
    use std::cell::RefCell;

    fn waiting() -> Waiting {
        Waiting {
            difference: CoderDifference {
                interview: "I-01".to_owned(),
                text: "original",
                span_cp: (10, 30),
                code: "pay".to_owned(),
                only_ends_differ: false,
                marked_by: vec!["ana".to_owned()],
                not_by: vec!["ben".to_owned()],
                instead: vec!["ben: water".to_owned()],
                quote: "words\u{1b}".to_owned(),
            },
            kind: TextKind::Original,
            marks: vec![
                ("ana".to_owned(), vec![(10, 30)]),
                ("ben".to_owned(), vec![]),
            ],
            length_cp: 40,
        }
    }

    fn talked(count: usize, typed: &str) -> (Tally, Vec<Settled>, String) {
        let kept = RefCell::new(Vec::new());
        let mut talk = Talk {
            answers: typed.as_bytes(),
            out: Vec::new(),
        };
        let keep = |settled: &[Settled]| {
            kept.borrow_mut().extend_from_slice(settled);
            Ok("kept".to_owned())
        };
        let tally = talk.resolve(&vec![waiting(); count], &keep).unwrap();
        (
            tally,
            kept.into_inner(),
            String::from_utf8(talk.out).unwrap(),
        )
    }

    #[test]
    fn each_key_does_what_it_says() {
        let (tally, kept, told) = talked(6, "1\n2\nb\nn\no 12 20\ns\n");
        let expected = [
            Choice::Of("ana".to_owned()),
            Choice::Of("ben".to_owned()),
            Choice::All,
            Choice::Nothing,
            Choice::Own((12, 20)),
        ];
        let expected = expected.map(|choice| waiting().settled(&choice).unwrap());
        assert_eq!(kept, expected);
        assert_eq!(tally.words(6), "5 decided, 1 skipped, 1 still wait");
        assert!(told.contains("2  ben  nothing; instead water"), "{told}");
        assert!(!told.contains('\u{1b}'), "{told}");
    }

    #[test]
    fn what_is_no_answer_is_asked_again_and_the_end_ends() {
        let (tally, kept, told) = talked(2, "3\nx\no 31 35\no 30\n?\n");
        assert_eq!((tally, kept.len()), (Tally::default(), 0));
        assert_eq!(told.matches("that is none of the keys").count(), 3);
        assert!(told.contains("do not meet the place") && told.contains("START END"));
        let (tally, ..) = talked(2, "q\n");
        assert_eq!(tally.words(2), "0 decided, 0 skipped, 2 still wait");
    }
}
