//! The summary as a whole on invented claims.
