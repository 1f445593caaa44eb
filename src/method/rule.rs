//! Rules: expressions a researcher can read, which propose codings. It must not know codes, stores or who wrote a rule.
//! A stranger would get wrong that a hit is a *proposal*: it says which words, where, made the rule true, and no more.
//!
//! ```text
//! (hawala OR "money dealer*") NEAR/12 (pressure OR warn* OR regist*) NOT "before 2015"
//! ```
//!
//! # Grammar (EBNF)
//! ```text
//! rule      = any ;
//! any       = all , { "OR" , all } ;
//! all       = near , { "AND" , near | not } ;           (* A NOT B = A AND NOT B *)
//! near      = unary , { link , unary } ;
//! link      = [ "NOT" ] , ( "NEAR/" | "PRE/" | "AFTER/" ) , number ;   (* number: 1 to 1000, in any digits *)
//! unary     = not | term | at_least | weigh | field | coded | "(" , any , ")" ;
//! not       = "NOT" , unary ;
//! at_least  = "ATLEAST/" , number , [ "/" , number ] , ( term | "(" , term , { "OR" , term } , ")" ) ;   (* first number: 2 to 20 *)
//! weigh     = "WEIGH/" , number , "(" , weighed , { "OR" , weighed } , ")" ;   (* number: 1 to 10000 *)
//! weighed   = ( term | "(" , term , { "OR" , term } , ")" ) , [ "^" , [ "-" ] , number ] ;   (* number: 1 to 1000 *)
//! term      = word | "=" , word | phrase ;
//! phrase    = quote , word , { word } , quote ;          (* quote: " or a pair “ ” „ “ « » *)
//! word      = letters and digits as in `token`, "*" at its end, start or inside ;
//! field     = ( "speaker:" | "lang:" | "side:" ) , ( value | quote , value , quote ) ;
//! coded     = "CODED" , ( key of a code | quote , key of a code , quote ) ;
//! ```
//! What binds tightest first: `NOT`, `NEAR/n` and its sisters, `AND`, `OR`. Operators are written in capitals; `and` is a
//! word.
//!
//! # Meaning, with a unit (sentence, paragraph, turn)
//! - A *word* is true where a word of the unit folds to the same form, or, in a rule for a language that has a stemmer
//!   ([`crate::method::stem`]), has the same stem. `=word` and words in quotes are taken as written, and so are words
//!   with `*`, which stands for any letters, or none. A *phrase* is true where its words follow one another;
//!   punctuation between them does not count. A word that holds signs (`al-Qaeda`, `S-01`) is the phrase of its parts.
//!   Where phrase and word end, so must the words of the text.
//! - `A NEAR/n B`: a place of A and a place of B that share no word, in either order, B's first word at most n words
//!   after A's last (neighbours are 1 apart). `A PRE/n B`: A before B; `A AFTER/n B`: A after B. A and B are words,
//!   phrases or OR groups of these. In a chain `A NEAR/n B PRE/m C` each link holds between the two beside it: one and
//!   the same B is near an A and before a C.
//! - `A NOT NEAR/n B` (or `PRE`, `AFTER`) keeps the places of A that have no B so close. This is the window for words of
//!   negation: `kill* NOT AFTER/3 (not OR never OR *n't)`. In a chain it speaks of the side right before it, and the
//!   next link goes on from that side.
//! - `ATLEAST/n (A OR B …)`: n places of these that share no word; with `ATLEAST/n/m` each at most m words after the
//!   one before. One word that stands there n times counts n times. This is for what is told in many ways, of which a
//!   few stand together: a field of words, where no order can be named.
//! - `WEIGH/n (A^3 OR B OR (C OR D)^-2)` (decision 0019): the weights of the words and phrases that stand in the unit, each once
//!   however often it stands there, sum to n or more. A word without a weight weighs 1, a group gives each of its words
//!   the weight, one written twice weighs both together. What weighs less than nothing speaks against a hit, and is not
//!   shown as its reason. This is for what many words hint at, none of which tells it alone, and as many speak against.
//! - `speaker:` is the label of the turn, `lang:` the language of the text (of a translation it is not known), `side:`
//!   the side of the source who speaks. `*` in a value stands for any signs.
//! - `CODED x` is true where some words of the unit have the code x, or one below it, accepted.
//! - `AND`, `OR`, `NOT`, fields and `CODED` speak of the unit as a whole. A rule that could be true without any word
//!   (`NOT a`, `a OR NOT b`, `speaker:S-01`) is refused, since such a proposal would have no reason to show.
//!
//! # Our choices
//! - Two words without an operator are an error in a rule ("put AND between, or quotes for a phrase"): tools differ in
//!   what they make of them, and a codebook must not depend on which tool its author knew. A *search* reads AND, as
//!   search boxes do, and knows neither stems, sides, languages nor codes.
//! - `AND` and `NOT` inside `NEAR`, and a bracketed `NEAR` inside `NEAR`, are refused with the rewriting to use: their
//!   meaning differs between tools, and a chain says what is mostly meant.
//! - Signs of other tools (`[code]`, `W/n`, `&&` …) are refused, not searched for.
//!
//! # Cost
//! One pass over a text for all rules: a word met before is known by its letters (`memory`), any other is folded and
//! looked up once, whatever the number of rules. Time is linear in the text for any rule, and in the places that rules
//! find. Weighed lists have no places: a word or phrase that lists weigh is one thing for all of them, and where it
//! stands in a unit for the first time, its weight is added to each (`weights`, `weighing`). What is light is never
//! asked about; words are told of the few lists that become hits.
//!
//! Memory is bounded too, whatever a rule says. A term written twice is one term, groups of the same terms are one
//! leaf, and a place is held once for a leaf, however many of its terms mean the words. A rule that would hold too many
//! places all the same is decided by itself, its leaves found again a few at a time (`places`). What made a hit is told
//! place by place, each once, by the first term that means it. Of lists there is a sum for each, and a place for each
//! word of theirs that stands in the unit, however long the unit is.

mod circumstances;
mod count;
pub mod error;
pub mod expression;
mod finder;
mod lexeme;
pub mod matching;
mod memory;
mod near;
mod operator;
mod parse;
mod pattern;
mod places;
mod print;
mod program;
mod reader;
pub mod score;
mod shortfall;
mod terms;
mod truth;
mod vocabulary;
mod weighing;
mod weights;

pub use circumstances::{Circumstances, CodedSpans};
pub use error::{ParseError, ParseErrorKind};
pub use expression::{
    AnyOf, Coded, Expression, Field, FieldKind, Link, Near, Node, Order, Part, Style, Term,
};
pub use matching::{FiredWord, Hit, Miss, Rule, RuleReader, RuleSet};
pub use pattern::WordPattern;
pub use shortfall::{Shortfall, ShortfallReason};
pub use vocabulary::PatternId;
