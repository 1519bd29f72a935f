//! A block in a registry's statistics, as small as can be: for a look at very many addresses.

use std::net::IpAddr;

use super::delegated::Status;
use super::rir::Rir;

/// What a registry says of a block, without the holder's id: no memory is taken for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Whose statistics.
    pub registry: Rir,
    /// Whether somebody has it.
    pub status: Status,
    /// First and last address.
    pub range: (IpAddr, IpAddr),
    /// The holder's country, two letters (ISO 3166-1 alpha-2).
    pub country: Option<[u8; 2]>,
}
