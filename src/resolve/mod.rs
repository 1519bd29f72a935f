//! resolve
pub mod reject;
pub mod rpsl;
pub mod rules;
pub mod share;
