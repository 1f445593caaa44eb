//! A writer that lets data formats through to a terminal without letting them steer it.
//!
//! CSV is written as its bytes are, which is right for a file and wrong for a screen: a cell
//! may hold an escape sequence. It must not know any format. What a stranger would get wrong:
//! a character may be split over two writes, so an unfinished tail is kept for the next one.

use std::io::{self, Write};

use super::printer::append_visible;

/// Passes text on with every hazard but the line feed shown as an escape.
#[derive(Debug)]
pub struct SafeWriter<W: Write> {
    out: W,
    unfinished: Vec<u8>,
}

impl<W: Write> SafeWriter<W> {
    /// Wraps a writer that leads to a terminal.
    pub fn new(out: W) -> Self {
        Self {
            out,
            unfinished: Vec::new(),
        }
    }

    fn pass_on(&mut self, text: &str) -> io::Result<()> {
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\n' => shown.push('\n'),
                other => append_visible(other, &mut shown),
            }
        }
        self.out.write_all(shown.as_bytes())
    }

    fn pass_on_bytes(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => return self.pass_on(text),
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    self.pass_on(&String::from_utf8_lossy(good))?;
                    let Some(bad) = error.error_len() else {
                        self.unfinished = rest.to_vec();
                        return Ok(());
                    };
                    self.out.write_all("\u{fffd}".as_bytes())?;
                    bytes = &rest[bad..];
                }
            }
        }
    }
}

impl<W: Write> SafeWriter<W> {
    /// Gives the writer back; a character that was never finished is dropped.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Write for SafeWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.unfinished.is_empty() {
            self.pass_on_bytes(bytes)?;
        } else {
            let mut whole = std::mem::take(&mut self.unfinished);
            whole.extend_from_slice(bytes);
            self.pass_on_bytes(&whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn through(pieces: &[&[u8]]) -> String {
        let mut seen = Vec::new();
        let mut writer = SafeWriter::new(&mut seen);
        for piece in pieces {
            writer.write_all(piece).unwrap();
        }
        String::from_utf8(seen).unwrap()
    }

    #[test]
    fn an_escape_sequence_is_shown() {
        assert_eq!(through(&[b"a,\x1b[2J\n"]), "a,\\u{1b}[2J\n");
    }

    #[test]
    fn a_byte_that_is_no_text_is_replaced() {
        assert_eq!(through(&[b"a\xffb"]), "a\u{fffd}b");
    }

    proptest! {
        #[test]
        fn a_character_split_over_two_writes_arrives_whole(text in "\\PC{0,20}", at in 0usize..40) {
            let bytes = text.as_bytes();
            let (first, second) = bytes.split_at(at.min(bytes.len()));
            prop_assert_eq!(through(&[first, second]), super::super::visible(&text).into_owned());
        }
    }
}
