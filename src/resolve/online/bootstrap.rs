//! Which registry answers for an address or an AS, when nothing more is known (RFC 9224).

use std::io::Read;
use std::net::IpAddr;

use super::lenient;
use super::registry::Registry;

const BUILTIN: &str = include_str!("bootstrap.csv");

/// A bootstrap list that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[from] std::io::Error),
    /// Not a CSV file of two columns.
    #[error("it is not a CSV file of numbers,registry")]
    Csv(#[from] csv::Error),
    /// A line that says nothing.
    #[error(
        "line {line}: {text:?}: write a range or prefix (or AS64500-64510) and one of afrinic, apnic, arin, lacnic, ripe"
    )]
    Line {
        /// From 1.
        line: u64,
        /// What stands there.
        text: String,
    },
}

/// Ranges of addresses and ASes, each with its registry.
#[derive(Debug, Clone, Default)]
pub(super) struct Bootstrap {
    networks: Vec<((IpAddr, IpAddr), Registry)>,
    systems: Vec<((u32, u32), Registry)>,
}

impl Bootstrap {
    /// The compiled-in list.
    pub(super) fn builtin() -> Result<Self, BootstrapError> {
        Self::read(BUILTIN.as_bytes())
    }

    /// A list of the same form.
    pub(super) fn read(list: impl Read) -> Result<Self, BootstrapError> {
        let mut bootstrap = Self::default();
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(list);
        for row in reader.records() {
            let row = row?;
            let (numbers, name) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
            let bad = || BootstrapError::Line {
                line: row.position().map_or(0, csv::Position::line),
                text: format!("{numbers},{name}"),
            };
            let registry = Registry::of_name(name).ok_or_else(bad)?;
            if let Some(numbers) = numbers.strip_prefix("AS") {
                bootstrap
                    .systems
                    .push((systems(numbers).ok_or_else(bad)?, registry));
            } else {
                bootstrap
                    .networks
                    .push((lenient::range(numbers).ok_or_else(bad)?, registry));
            }
        }
        Ok(bootstrap)
    }

    /// The registry of the smallest range that holds the address.
    pub(super) fn registry_of(&self, address: IpAddr) -> Option<Registry> {
        let held = self
            .networks
            .iter()
            .filter(|(range, _)| lenient::holds(*range, address));
        // Of ranges that hold the same address, the one that starts last and ends first is inside the others.
        held.max_by_key(|((first, last), _)| (*first, std::cmp::Reverse(*last)))
            .map(|(_, registry)| *registry)
    }

    /// The registry of an AS.
    pub(super) fn registry_of_as(&self, number: u32) -> Option<Registry> {
        self.systems
            .iter()
            .find(|((first, last), _)| (*first..=*last).contains(&number))
            .map(|(_, registry)| *registry)
    }
}

fn systems(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_five_registries_ranges() {
        let bootstrap = Bootstrap::builtin().unwrap();
        for (address, registry) in [
            ("8.8.8.8", Some(Registry::Arin)),
            ("193.0.6.139", Some(Registry::Ripe)),
            ("1.1.1.1", Some(Registry::Apnic)),
            ("200.160.0.8", Some(Registry::Lacnic)),
            ("41.0.0.1", Some(Registry::Afrinic)),
            ("2a00::1", Some(Registry::Ripe)),
            ("2400:cb00::1", Some(Registry::Apnic)),
            ("2600::1", Some(Registry::Arin)),
            ("2800::1", Some(Registry::Lacnic)),
            ("2c0f::1", Some(Registry::Afrinic)),
            ("10.0.0.1", None),
            ("240.0.0.1", None),
            ("4000::1", None),
        ] {
            assert_eq!(
                bootstrap.registry_of(address.parse().unwrap()),
                registry,
                "{address}"
            );
        }
        // Every /8 that IANA has given to a registry, and no other: 221 of them.
        let given = (0..=255u8).filter(|octet| bootstrap.registry_of([*octet, 1, 1, 1].into()).is_some());
        assert_eq!(given.count(), 221);
        for (number, registry) in [
            (3333, Some(Registry::Ripe)),
            (15169, Some(Registry::Arin)),
            (37_000, Some(Registry::Afrinic)),
            (131_072, Some(Registry::Apnic)),
            (262_144, Some(Registry::Lacnic)),
            (23_456, None),
            (64_512, None),
            (4_200_000_000, None),
        ] {
            assert_eq!(bootstrap.registry_of_as(number), registry, "AS{number}");
        }
    }

    #[test]
    fn a_list_of_the_operators_own_is_checked_line_by_line() {
        let list = "numbers,registry\n192.0.2.0/24,ripe\n192.0.0.0/16,arin\nAS64500,apnic\n";
        let bootstrap = Bootstrap::read(list.as_bytes()).unwrap();
        assert_eq!(
            bootstrap.registry_of("192.0.2.1".parse().unwrap()),
            Some(Registry::Ripe)
        );
        assert_eq!(
            bootstrap.registry_of("192.0.3.1".parse().unwrap()),
            Some(Registry::Arin)
        );
        assert_eq!(bootstrap.registry_of_as(64500), Some(Registry::Apnic));
        let error = Bootstrap::read("numbers,registry\n192.0.2.0/24,nobody\n".as_bytes()).unwrap_err();
        assert!(matches!(error, BootstrapError::Line { line: 2, .. }), "{error}");
    }
}
