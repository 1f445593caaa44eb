//! What a methods section would describe, once, with its publication: pure functions over
//! values of the model.

pub mod reading;
pub mod settings;
