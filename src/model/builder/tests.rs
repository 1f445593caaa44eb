//! Refusals of the builder, and what it settles.
