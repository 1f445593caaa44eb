//! gainsay: a local-first, encrypted database for interview research. Researchers bring in
//! transcripts, code passages and record the claims that sources make; gainsay cross-checks
//! the claims across sources and dates and says which agree, which contradict and which only
//! seem to. The rooms and the arrows between them: `docs/architecture.md`.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
pub mod formats;
pub mod method;
pub mod model;
pub mod project;
pub mod report;
pub mod store;
pub mod vault;
