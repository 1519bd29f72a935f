//! RDAP (RFC 9082, RFC 9083): from an address or AS to what a registry's server says of it.
//!
//! [`network`] reads the object: its range, name, country, whether it is a placeholder. [`card`] reads an entity, as
//! jCard (RFC 7095) or `JSContact` (RFC 9553). [`choose`] puts the addresses of all entities into order. All of them
//! take whatever JSON comes: a member of the wrong kind counts as missing.

mod card;
mod choose;
mod network;

pub(super) use network::{Said, read};
