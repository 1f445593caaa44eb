//! Watches the quotes of a CSV file as it is read. A parser takes what it can from quotes that
//! do not fit, so words could be lost or a whole file become one cell without anybody being
//! told; this says on which lines that is. A stranger would count quotes and divide by two: a
//! cell may hold one alone (`5" pipe`), and two faults make an even number.

use std::collections::VecDeque;

/// Where in a cell the watcher stands.
enum State {
    CellStart,
    Bare,
    Quoted,
    /// Behind a quote mark inside a quoted cell: its end, or the first of two.
    QuoteInQuoted,
}

/// The watcher of one file.
pub struct Quotes {
    delimiter: u8,
    state: State,
    line: u64,
    opened_on: u64,
    faults: VecDeque<u64>,
}

impl Quotes {
    /// A watcher at the start of a file.
    pub fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::CellStart,
            line: 1,
            opened_on: 1,
            faults: VecDeque::new(),
        }
    }

    /// Takes the next bytes; line ends are LF.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((byte, behind)) = rest.split_first() {
            self.take(*byte);
            rest = &behind[self.pass_over(behind)..];
        }
    }

    fn take(&mut self, byte: u8) {
        let ends = byte == self.delimiter || byte == b'\n';
        self.state = match (&self.state, byte) {
            (State::CellStart, b'"') => {
                self.opened_on = self.line;
                State::Quoted
            }
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) | (State::QuoteInQuoted, b'"') => State::Quoted,
            _ if ends => State::CellStart,
            (State::QuoteInQuoted, _) => {
                self.faults.push_back(self.line);
                State::Bare
            }
            (State::CellStart | State::Bare, _) => State::Bare,
        };
        self.line += u64::from(byte == b'\n');
    }

    /// How many of the next bytes change nothing but the line: nearly all of a file, so they are not
    /// taken one by one.
    fn pass_over(&mut self, bytes: &[u8]) -> usize {
        let stop = match self.state {
            State::Quoted => bytes.iter().position(|byte| *byte == b'"'),
            State::Bare => {
                let ends = |byte: &u8| *byte == self.delimiter || *byte == b'\n';
                bytes.iter().position(ends)
            }
            State::CellStart | State::QuoteInQuoted => Some(0),
        };
        let stop = stop.unwrap_or(bytes.len());
        self.line += bytes[..stop].iter().filter(|byte| **byte == b'\n').count() as u64;
        stop
    }

    /// Takes the end of the file: a quoted cell that is still open began on a line that is told.
    pub fn end(&mut self) {
        if matches!(self.state, State::Quoted) {
            self.faults.push_back(self.opened_on);
            self.state = State::Bare;
        }
    }

    /// The first faulty line up to this one; it and all before it are told once.
    pub fn fault_up_to(&mut self, line: u64) -> Option<u64> {
        let mut first = None;
        while self.faults.front().is_some_and(|fault| *fault <= line) {
            let fault = self.faults.pop_front();
            first = first.or(fault);
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<u64> {
        let mut quotes = Quotes::new(b',');
        // In pieces, as a file is read.
        text.as_bytes()
            .chunks(3)
            .for_each(|bytes| quotes.feed(bytes));
        quotes.end();
        quotes.faults.into()
    }

    #[test]
    fn quotes_that_fit_are_no_fault() {
        for text in [
            "",
            "a,b\n",
            "\"a, b\",\"c\nd\"\n",
            "\"say \"\"no\"\"\",x\n",
            "5\" pipe,x\n",
            "\"\",\"\"",
        ] {
            assert_eq!(faults(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn quotes_that_do_not_fit_are_told_with_their_line() {
        assert_eq!(faults("a,b\n\"5\" pipe,x\n"), [2]);
        assert_eq!(faults("a\n\"one\" two \"three\"\nb\n\"x\"y\n"), [2, 4]);
        assert_eq!(faults("a\nb,\"open\nc\nd"), [2]);
    }
}
