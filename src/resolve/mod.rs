//! resolve
pub mod reject;
pub mod rpsl;
pub mod share;
