//! IPv4 and IPv6 addresses as numbers of their own size: one algorithm serves both, and IPv4 pays for four octets only.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many bits [`Width::leading`] has.
pub(super) const LEADING_BITS: u32 = 16;

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
    /// The first [`LEADING_BITS`] of those bits in which addresses differ; of a higher address never lower.
    fn leading(self) -> usize;
    /// How many bits the addresses of a range have in common, if it holds all that have these in common: if it is a CIDR.
    fn prefix_length(first: Self, last: Self) -> Option<u8>;
    /// First and last of the addresses that have so many bits in common with this one; `None` when it has not so many.
    fn prefix(self, length: u8) -> Option<(Self, Self)>;
    fn address(self) -> IpAddr;
}

macro_rules! width {
    ($number:ty, $address:ty, $variant:path, $class:literal, $leading:expr) => {
        impl Width for $number {
            const OCTETS: usize = size_of::<$number>();
            const MIN: Self = 0;
            const MAX: Self = <$number>::MAX;
            const CLASS: &'static str = $class;

            #[inline]
            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            #[inline]
            fn get(bytes: &[u8]) -> Option<Self> {
                bytes
                    .first_chunk()
                    .map(|octets| Self::from_be_bytes(*octets))
            }

            #[inline]
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            #[inline]
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }

            #[inline]
            fn distance(self, other: Self) -> Self {
                self.saturating_sub(other)
            }

            #[inline]
            fn leading(self) -> usize {
                let leading: fn(Self) -> Self = $leading;
                usize::try_from(leading(self)).unwrap_or_default()
            }

            #[inline]
            fn prefix_length(first: Self, last: Self) -> Option<u8> {
                let host = first ^ last;
                let is_prefix = host & host.wrapping_add(1) == 0 && first & host == 0;
                u8::try_from(host.leading_zeros())
                    .ok()
                    .filter(|_| is_prefix)
            }

            #[inline]
            fn prefix(self, length: u8) -> Option<(Self, Self)> {
                let host = match u32::from(length) {
                    Self::BITS => 0,
                    length => Self::MAX.checked_shr(length)?,
                };
                Some((self & !host, self | host))
            }

            #[inline]
            fn address(self) -> IpAddr {
                $variant(<$address>::from_bits(self))
            }
        }
    };
}

width!(u32, Ipv4Addr, IpAddr::V4, "inetnum", |address| address >> 16);
width!(u128, Ipv6Addr, IpAddr::V6, "inet6num", |address| {
    // All that has ever been handed out is in 2000::/3, and differs from there on.
    const FROM: u128 = 0b001 << 16;
    (address >> 109).clamp(FROM, FROM + 0xffff) - FROM
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cidr_is_told_from_other_ranges() {
        assert_eq!(u32::prefix_length(0, u32::MAX), Some(0));
        assert_eq!(u32::prefix_length(7, 7), Some(32));
        assert_eq!(u32::prefix_length(8, 11), Some(30));
        assert_eq!(u32::prefix_length(4, 11), None);
        assert_eq!(u32::prefix_length(8, 10), None);
        assert_eq!(u32::prefix_length(1, u32::MAX), None);
        assert_eq!(u128::prefix_length(0, u128::MAX), Some(0));
        assert_eq!(u128::prefix_length(u128::MAX, u128::MAX), Some(128));
        assert_eq!(9_u32.prefix(33), None);
        assert_eq!(9_u128.prefix(u8::MAX), None);
    }

    proptest! {
        #[test]
        fn a_prefix_is_found_again_from_any_of_its_addresses(address: u128, other: u128, length in 0_u8..=128) {
            let (first, last) = address.prefix(length).unwrap();
            prop_assert!(first <= address && address <= last);
            prop_assert_eq!(u128::prefix_length(first, last), Some(length));
            prop_assert_eq!((first | (other & (first ^ last))).prefix(length), Some((first, last)));
            let (address, length) = ((address >> 96) as u32, length / 4);
            let (first, last) = address.prefix(length).unwrap();
            prop_assert!(first <= address && address <= last);
            prop_assert_eq!(u32::prefix_length(first, last), Some(length));
        }

        #[test]
        fn leading_bits_rise_with_the_address(one: u128, other: u128, shift in 0_u32..128) {
            let (low, high) = (one.min(other) >> shift, one.max(other) >> shift);
            prop_assert!(low.leading() <= high.leading() && high.leading() >> LEADING_BITS == 0);
            let (low, high) = ((0b001 << 125) | low >> 3, (0b001 << 125) | high >> 3);
            prop_assert!(low.leading() <= high.leading() && high.leading() >> LEADING_BITS == 0);
        }
    }
}
