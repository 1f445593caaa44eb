//! Runs the built program as a person or a script would, each test in a folder of its own, on
//! the small invented study of `fixtures/small`.
//!
//! It must not call the library, but for the examples of the help. What a stranger would get
//! wrong: these runs have no terminal, so whatever would ask fails.

mod agreement;
mod codebook;
mod coders;
mod coding;
mod correcting;
mod crossing;
mod desk;
mod face;
mod life;
mod odd_claims;
mod protected;
mod reading;
mod refusals;
mod rules;
mod settings;
mod sql;
mod sums;
mod tallies;
