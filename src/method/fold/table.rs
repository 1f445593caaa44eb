//! The folding table as data: what becomes of letters and signs. It must not know how it is applied.
//! A stranger would get wrong that every change here changes what is found: raise [`super::FOLD_VERSION`] with it, and
//! give each new pair a line in the tests.

/// Letters and signs that are replaced by another, first the letter as written, then what it becomes.
pub const PAIRS: &[(char, char)] = &[
    // ye, with all its tails and carriers
    ('ي', 'ی'),
    ('ى', 'ی'),
    ('ې', 'ی'),
    ('ۍ', 'ی'),
    ('ئ', 'ی'),
    ('ے', 'ی'),
    ('ۓ', 'ی'),
    // kaf and gaf
    ('ك', 'ک'),
    ('ڪ', 'ک'),
    ('ګ', 'گ'),
    // he
    ('ة', 'ه'),
    ('ۀ', 'ه'),
    ('ە', 'ه'),
    ('ہ', 'ه'),
    ('ۂ', 'ه'),
    ('ۃ', 'ه'),
    ('ھ', 'ه'),
    // alef and waw
    ('أ', 'ا'),
    ('إ', 'ا'),
    ('آ', 'ا'),
    ('ٱ', 'ا'),
    ('ؤ', 'و'),
    // digits: Persian, then Arabic-Indic, and the signs between them
    ('۰', '0'),
    ('۱', '1'),
    ('۲', '2'),
    ('۳', '3'),
    ('۴', '4'),
    ('۵', '5'),
    ('۶', '6'),
    ('۷', '7'),
    ('۸', '8'),
    ('۹', '9'),
    ('٠', '0'),
    ('١', '1'),
    ('٢', '2'),
    ('٣', '3'),
    ('٤', '4'),
    ('٥', '5'),
    ('٦', '6'),
    ('٧', '7'),
    ('٨', '8'),
    ('٩', '9'),
    ('٫', '.'),
    ('٬', ','),
    ('،', ','),
    // apostrophes, above all those of Uzbek oʻ and gʻ
    ('ʻ', '\''),
    ('ʼ', '\''),
    ('’', '\''),
    ('‘', '\''),
    ('`', '\''),
    ('´', '\''),
];

/// Ranges (both ends included) of what leaves no trace in the folded form.
pub const DROPPED: &[(char, char)] = &[
    ('\u{00AD}', '\u{00AD}'), // soft hyphen
    ('\u{0610}', '\u{061A}'), // signs over names
    ('\u{061C}', '\u{061C}'), // Arabic letter mark
    ('\u{0621}', '\u{0621}'), // hamza that stands alone
    ('\u{0640}', '\u{0640}'), // tatweel
    ('\u{064B}', '\u{065F}'), // tashkeel, hamza and madda as marks, Pashto zwarakay
    ('\u{0670}', '\u{0670}'), // superscript alef
    ('\u{06D6}', '\u{06DC}'), // signs of recitation
    ('\u{06DF}', '\u{06E4}'),
    ('\u{06E7}', '\u{06E8}'),
    ('\u{06EA}', '\u{06ED}'),
    ('\u{200C}', '\u{200F}'), // ZWNJ, ZWJ, LRM, RLM
    ('\u{202A}', '\u{202E}'), // bidi embeddings and overrides
    ('\u{2060}', '\u{2064}'), // word joiner and invisible operators
    ('\u{2066}', '\u{2069}'), // bidi isolates
    ('\u{FC5E}', '\u{FC63}'), // presentation forms of tashkeel: NFKD would leave a space
    ('\u{FE00}', '\u{FE0F}'), // variation selectors
    ('\u{FE70}', '\u{FE7F}'), // presentation forms of tashkeel
    ('\u{FEFF}', '\u{FEFF}'), // zero-width no-break space
];
