//! Proposals learned from what people coded: for each code a linear classifier over the words of a sentence and the
//! pieces of these words, with a probability that was calibrated and figures that were measured on interviews which
//! the classifier had not seen. It must not know texts, places or the store. A stranger would get wrong what counts
//! as an example against a code: only a sentence of a text that somebody coded, or one for which a person rejected it.
//!
//! - *Features*: [`features`]. *Classifier*: logistic regression, one for each code against the rest, with a
//!   quadratic penalty ([`logistic`]); both classes weigh the same however rare the code is (King & Zeng 2001).
//! - *Probability*: Platt's sigmoid (Platt 1999, as corrected by Lin, Lin & Weng 2007) on scores of held-out
//!   interviews ([`calibration`]).
//! - *Figures*: five-fold cross-validation in which an interview is never on both sides ([`folds`], [`figures`]).
//!
//! Nothing is drawn by chance and sums have one order, so the same examples, in whatever order they come, give the
//! same bits.

pub mod calibration;
pub mod corpus;
pub mod features;
pub mod figures;
pub mod folds;
mod lexicon;
pub mod logistic;
mod loss;
pub mod reasons;
pub mod training;

/// Sentences with a code below which nothing is learned of it.
pub const LEAST_SENTENCES: usize = 8;
/// Interviews with a code below which nothing is learned of it: fewer cannot be held out in turn.
pub const LEAST_INTERVIEWS: usize = 3;

pub use corpus::{Corpus, Entry, Example};
pub use figures::Figures;
pub use reasons::{Place, Reason};
pub use training::{Learned, LeftOut, Model, learn};

#[cfg(test)]
mod tests;
