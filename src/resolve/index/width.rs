//! IPv4 and IPv6 addresses as numbers of their own size: one algorithm serves both, and IPv4 pays for four octets only.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address as an unsigned number.
pub(super) trait Width: Copy + Ord + Debug + Send + Sync + 'static {
    /// Octets it takes on disk, big-endian.
    const OCTETS: usize;
    /// The lowest address.
    const MIN: Self;
    /// The highest address.
    const MAX: Self;
    /// The class of network objects with such addresses.
    const CLASS: &'static str;
    fn put(self, out: &mut Vec<u8>);
    /// Reads from the first octets; `None` when there are too few.
    fn get(bytes: &[u8]) -> Option<Self>;
    fn next(self) -> Option<Self>;
    fn previous(self) -> Option<Self>;
    /// `self - other`; 0 when `other` is larger.
    fn distance(self, other: Self) -> Self;
    fn address(self) -> IpAddr;
}

macro_rules! width {
    ($number:ty, $address:ty, $variant:path, $class:literal) => {
        impl Width for $number {
            const OCTETS: usize = size_of::<$number>();
            const MIN: Self = 0;
            const MAX: Self = <$number>::MAX;
            const CLASS: &'static str = $class;

            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn get(bytes: &[u8]) -> Option<Self> {
                bytes
                    .first_chunk()
                    .map(|octets| Self::from_be_bytes(*octets))
            }

            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }

            fn distance(self, other: Self) -> Self {
                self.saturating_sub(other)
            }

            fn address(self) -> IpAddr {
                $variant(<$address>::from_bits(self))
            }
        }
    };
}

width!(u32, Ipv4Addr, IpAddr::V4, "inetnum");
width!(u128, Ipv6Addr, IpAddr::V6, "inet6num");
