//! Addresses as the ledger keeps them: 4 or 16 octets in network order, which sort as SQLite sorts blobs.

use std::net::IpAddr;
use std::ops::Deref;

use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;

use super::LedgerError;

/// The octets of an address; by default none, which sort before those of every address.
#[derive(Clone, Copy, Default)]
pub(super) struct Octets {
    octets: [u8; 16],
    length: usize,
}

impl Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }
}

impl ToSql for Octets {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        (**self).to_sql()
    }
}

/// The octets of an address, as the ledger keeps them.
pub(super) fn octets(address: IpAddr) -> Octets {
    let mut octets = [0; 16];
    let length = match address {
        IpAddr::V4(address) => {
            if let Some(four) = octets.first_chunk_mut() {
                *four = address.octets();
            }
            4
        }
        IpAddr::V6(address) => {
            octets = address.octets();
            16
        }
    };
    Octets { octets, length }
}

/// The address of these octets.
pub(super) fn from_octets(octets: &[u8]) -> Result<IpAddr, LedgerError> {
    let four = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    let sixteen = <[u8; 16]>::try_from(octets).map(IpAddr::from);
    four.or(sixteen).map_err(|_| LedgerError::Damaged {
        problem: "an address has a wrong length".to_owned(),
    })
}
