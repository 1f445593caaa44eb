//! The bytes of a CSV file on their way to the parser: line ends made alike, the quotes watched, and
//! a record without end stopped before it takes memory.
//!
//! It must not know columns. What a stranger would get wrong: the parser reads ahead, so what was
//! counted is not what the record holds; whoever reads records sets the count back at each.

use super::csv_quotes::Quotes;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// What the reader behind the parser saw.
pub(super) struct Watch {
    pub(super) since_record: u64,
    most: u64,
    pub(super) quotes: Quotes,
    last: Option<u8>,
}

pub(super) struct Counted {
    inner: BufReader<File>,
    watch: Rc<RefCell<Watch>>,
    /// A CR at the end of what was read: it goes if LF follows.
    holds_cr: bool,
}

/// What the counting reader answers when a record has no end.
pub(super) const NO_END: &str = "a record has no end";

impl Counted {
    pub(super) fn new(inner: BufReader<File>, watch: Rc<RefCell<Watch>>) -> Self {
        Self {
            inner,
            watch,
            holds_cr: false,
        }
    }
}

impl Read for Counted {
    /// Reads with CR LF made LF and an LF behind the last line, so that lines are counted
    /// alike in every file.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.len() < 2 {
            return Err(io::Error::other("the parser's buffer is too small"));
        }
        loop {
            let held = usize::from(self.holds_cr);
            buffer[0] = b'\r';
            let read = self.inner.read(&mut buffer[held..])?;
            let is_end = read == 0;
            let filled = held + read;
            self.holds_cr = !is_end && buffer[..filled].ends_with(b"\r");
            let given = without_cr(&mut buffer[..filled - usize::from(self.holds_cr)]);
            let mut watch = self.watch.borrow_mut();
            watch.count(&buffer[..given])?;
            if given > 0 {
                return Ok(given);
            }
            if is_end {
                return Ok(watch.end(buffer));
            }
        }
    }
}

impl Watch {
    /// Watches over records of so many bytes at most.
    pub(super) fn new(most: u64, delimiter: u8) -> Self {
        Self {
            since_record: 0,
            most,
            quotes: Quotes::new(delimiter),
            last: None,
        }
    }

    fn count(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.quotes.feed(bytes);
        self.last = bytes.last().copied().or(self.last);
        self.since_record += bytes.len() as u64;
        if self.since_record > self.most {
            return Err(io::Error::other(NO_END));
        }
        Ok(())
    }

    /// The end of the file; gives the line end that its last line lacks.
    fn end(&mut self, buffer: &mut [u8]) -> usize {
        self.quotes.end();
        let lacks_end = self.last.is_some_and(|last| last != b'\n');
        if lacks_end {
            buffer[0] = b'\n';
            self.last = Some(b'\n');
        }
        usize::from(lacks_end)
    }
}

/// Takes each CR out that stands before LF; gives back how many bytes are left.
fn without_cr(bytes: &mut [u8]) -> usize {
    if !bytes.contains(&b'\r') {
        return bytes.len();
    }
    let mut kept = 0;
    for at in 0..bytes.len() {
        if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
            continue;
        }
        bytes[kept] = bytes[at];
        kept += 1;
    }
    kept
}
