//! The one normalisation of a text at import. It must not know turns.
//! A stranger would get wrong that this is no Unicode normalisation: apart from line ends and a byte order mark every
//! code point stays as it came.

use super::{TextError, TextLimits};

/// Makes the text that is stored from the bytes of a file.
///
/// A byte order mark at the start goes; CR LF, CR CR LF and a lone CR become LF; nothing else changes.
/// *Errors*: not UTF-8, NUL, or beyond the limits; limits are checked before memory is taken.
pub fn normalise(bytes: &[u8], limits: &TextLimits) -> Result<String, TextError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(TextError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| TextError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    if let Some(byte) = text.find('\0') {
        return Err(TextError::Nul { byte });
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let limit_bytes = limits.text_bytes;
    if normal_pieces(text).map(str::len).sum::<usize>() > limit_bytes {
        return Err(TextError::TooLong { limit_bytes });
    }
    check_lines(text, limits.line_bytes)?;
    Ok(normal_pieces(text).collect())
}

/// The text in pieces, each line end replaced by a piece that is one LF.
fn normal_pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = match rest.find('\r') {
            _ if rest.is_empty() => return None,
            None => (rest, ""),
            Some(0) => ("\n", after_line_end(&rest[1..])),
            Some(at) => rest.split_at(at),
        };
        rest = after;
        Some(piece)
    })
}

/// What follows a line end whose first CR has been read.
fn after_line_end(rest: &str) -> &str {
    rest.strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix('\n'))
        .unwrap_or(rest)
}

fn check_lines(text: &str, limit_bytes: usize) -> Result<(), TextError> {
    let mut line = 1;
    let mut bytes = 0;
    for piece in normal_pieces(text) {
        for (at, part) in piece.split('\n').enumerate() {
            if at > 0 {
                line += 1;
                bytes = 0;
            }
            bytes += part.len();
            if bytes > limit_bytes {
                return Err(TextError::LineTooLong {
                    line,
                    bytes,
                    limit_bytes,
                });
            }
        }
    }
    Ok(())
}
