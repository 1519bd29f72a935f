//! One registry's objects, gathered while dumps are read, then written as an index.
//!
//! Memory: 24 octets for an IPv4 network, 48 for an IPv6 one, its name once (recent names are shared), and the handles
//! and mailboxes of organisations, roles and irts. What networks refer to is kept once per different set of
//! references, of which there are far fewer than networks.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use jiff::Timestamp;

use crate::folder::folder_of;
use crate::resolve::index::customs::{self, Customs};
use crate::resolve::index::flatten;
use crate::resolve::index::graph::{Graph, References, country_code};
use crate::resolve::index::import::{Class, Record};
use crate::resolve::index::network::{As, KEPT, NONE, Network, PLACEHOLDER};
use crate::resolve::index::pages::{Part, Writer};
use crate::resolve::index::table;
use crate::resolve::index::width::Width;
use crate::resolve::index::{About, Dump};
use crate::resolve::rpsl::Object;

/// Slots for recent names; neighbouring networks of one holder tend to have the same name.
const RECENT_NAMES: usize = 1 << 14;

pub(super) struct Builder {
    customs: Customs,
    graph: Graph,
    /// Different sets of references, each with its number.
    references: HashMap<References, u32>,
    v4: Vec<Network<u32>>,
    v6: Vec<Network<u128>>,
    ases: Vec<As>,
    names: Names,
    objects: u64,
}

impl Builder {
    pub(super) fn new(customs: Customs) -> Self {
        Self {
            customs,
            graph: Graph::default(),
            references: HashMap::new(),
            v4: Vec::new(),
            v6: Vec::new(),
            ases: Vec::new(),
            names: Names::default(),
            objects: 0,
        }
    }

    pub(super) fn objects(&self) -> u64 {
        self.objects
    }

    pub(super) fn networks(&self) -> usize {
        self.v4.len() + self.v6.len()
    }

    /// IPv4 and IPv6 networks.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.v4.len() as u64, self.v6.len() as u64)
    }

    /// Whether any object has an abuse mailbox.
    pub(super) fn names_somebody(&self) -> bool {
        self.graph.referred().mailboxes > 0
    }

    /// Takes an object, or says what is wrong with it.
    pub(super) fn add(&mut self, object: &Object, dump: u8) -> Result<(), String> {
        self.objects += 1;
        match object.class() {
            "inetnum" | "inet6num" => self.add_network(object, dump),
            "aut-num" => {
                let key = object.key().to_ascii_uppercase();
                let asn = key
                    .strip_prefix("AS")
                    .and_then(|number| number.trim().parse().ok());
                let asn = asn.ok_or_else(|| format!("aut-num {key:?} is no AS"))?;
                let references = self.graph.references(object, self.customs);
                let name = object.first("as-name").unwrap_or_default();
                self.add_as((asn, asn), references, &name, dump)
            }
            _ => {
                self.graph.add(object);
                Ok(())
            }
        }
    }

    fn add_network(&mut self, object: &Object, dump: u8) -> Result<(), String> {
        let key = object.key();
        let (first, last) =
            range_of(&key).ok_or_else(|| format!("{} {key:?} is no range of addresses", object.class()))?;
        let name = object.first("netname").unwrap_or_default();
        let upper = name.to_ascii_uppercase();
        let whole = |bits_first: u128, bits_last: u128, top: u128| bits_first == 0 && bits_last == top;
        let mut flags = 0;
        if object
            .raw("mnt-by")
            .chain(object.raw("mnt-lower"))
            .any(|value| self.keeps(value))
        {
            flags |= KEPT;
        }
        let references = self.graph.references(object, self.customs);
        let claims = self.number(references);
        let country = object
            .values("country")
            .find_map(|country| country_code(&country));
        let country = country
            .and_then(|code| code.as_bytes().first_chunk().copied())
            .unwrap_or_default();
        let name = self.names.keep(&name)?;
        match (first, last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                let (first, last) = (first.to_bits(), last.to_bits());
                let whole = whole(first.into(), last.into(), u32::MAX.into());
                if customs::is_placeholder(&upper, whole) {
                    flags |= PLACEHOLDER;
                }
                self.v4
                    .push(network(first, last, claims, name, country, dump, flags));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                let (first, last) = (first.to_bits(), last.to_bits());
                if customs::is_placeholder(&upper, whole(first, last, u128::MAX)) {
                    flags |= PLACEHOLDER;
                }
                self.v6
                    .push(network(first, last, claims, name, country, dump, flags));
            }
            _ => return Err(format!("{} {key:?} is no range of addresses", object.class())),
        }
        Ok(())
    }

    fn add_as(
        &mut self,
        (first, last): (u32, u32),
        references: References,
        name: &str,
        dump: u8,
    ) -> Result<(), String> {
        let claims = self.number(references);
        let name = self.names.keep(name)?;
        self.ases.push(As {
            first,
            last,
            claims,
            name,
            dump: dump.into(),
        });
        Ok(())
    }

    /// The number of a set of references.
    fn number(&mut self, references: References) -> u32 {
        let number = u32::try_from(self.references.len()).unwrap_or(NONE);
        *self.references.entry(references).or_insert(number)
    }

    /// Takes a record of ARIN's.
    pub(super) fn add_record(&mut self, record: &Record, dump: u8) -> Result<(), String> {
        self.objects += 1;
        match record.class {
            Class::Organisation | Class::Contact => self.graph.add_record(record),
            Class::As => {
                let references = self.graph.references_of_record(record);
                if let Some(ases) = record.ases {
                    self.add_as(ases, references, &record.name, dump)?;
                }
            }
            Class::Net => {
                let references = self.graph.references_of_record(record);
                let claims = self.number(references);
                let name = self.names.keep(&record.name)?;
                let flags = if customs::is_of_other_registry(&record.organisation) {
                    PLACEHOLDER
                } else {
                    0
                };
                for (first, last) in &record.networks {
                    match (first, last) {
                        (IpAddr::V4(first), IpAddr::V4(last)) => self.v4.push(network(
                            first.to_bits(),
                            last.to_bits(),
                            claims,
                            name,
                            [0; 2],
                            dump,
                            flags,
                        )),
                        (IpAddr::V6(first), IpAddr::V6(last)) => self.v6.push(network(
                            first.to_bits(),
                            last.to_bits(),
                            claims,
                            name,
                            [0; 2],
                            dump,
                            flags,
                        )),
                        _ => return Err("its range has two families".to_owned()),
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether a maintainer that stands for the registry is among the handles in a value.
    fn keeps(&self, value: &[u8]) -> bool {
        let mut handles = value.split(|byte| matches!(byte, b',' | b' '));
        handles.any(|handle| {
            self.customs
                .keepers
                .iter()
                .any(|keeper| keeper.as_bytes().eq_ignore_ascii_case(handle))
        })
    }

    /// Writes the index into the place of `path`; see [`Writer::finish`] for what holds when this returns.
    pub(super) fn write(
        mut self,
        path: &Path,
        registry: String,
        imported: Timestamp,
        dumps: &[Dump],
    ) -> io::Result<About> {
        let repeated = flatten::arrange(&mut self.v4) + flatten::arrange(&mut self.v6);
        let mut writer = Writer::new(folder_of(path))?;
        let ranges = table::write(&mut writer, table::V4, &mut self.v4)?
            + table::write(&mut writer, table::V6, &mut self.v6)?;
        writer.section(Part::Names, &self.names.heap)?;
        let referred = self.graph.referred();
        let about = About {
            registry,
            imported,
            dumps: dumps.to_vec(),
            inetnums: self.v4.len() as u64,
            inet6nums: self.v6.len() as u64,
            ranges,
            organisations: referred.organisations,
            roles: referred.roles,
            irts: referred.irts,
            repeated,
        };
        self.write_claims(&mut writer)?;
        self.write_ases(&mut writer)?;
        writer.section(Part::About, &serde_json::to_vec(&about)?)?;
        writer.finish(path)?;
        Ok(about)
    }

    fn write_ases(&mut self, writer: &mut Writer) -> io::Result<()> {
        // Stable: of an AS that comes again, the last one counts.
        self.ases.sort_by_key(|one| one.first);
        self.ases.dedup_by(|later, earlier| {
            let same = later.first == earlier.first;
            if same {
                *earlier = *later;
            }
            same
        });
        writer.records(Part::Ases, &self.ases)
    }

    fn write_claims(&self, writer: &mut Writer) -> io::Result<()> {
        let mut in_order: Vec<(&References, u32)> = self
            .references
            .iter()
            .map(|(references, number)| (references, *number))
            .collect();
        in_order.sort_unstable_by_key(|(_, number)| *number);
        let mut ends = Vec::with_capacity(in_order.len());
        let mut end = 0;
        writer.begin(Part::Claims)?;
        for (references, _) in in_order {
            let claims = serde_json::to_vec(&self.graph.claims(references, self.customs))?;
            writer.bytes(&claims)?;
            end += claims.len() as u64;
            ends.push(end);
        }
        writer.end(Part::Claims, end);
        writer.records(Part::ClaimEnds, &ends)
    }
}

fn network<W: Width>(
    first: W,
    last: W,
    claims: u32,
    name: u32,
    country: [u8; 2],
    dump: u8,
    flags: u8,
) -> Network<W> {
    Network {
        first,
        last,
        parent: NONE,
        claims,
        name,
        country,
        dump,
        flags,
    }
}

/// First and last address of `a - b` or a network; the first is never above the last, both are of one family.
pub(super) fn range_of(key: &str) -> Option<(IpAddr, IpAddr)> {
    if let Some((first, last)) = key.split_once('-') {
        let (first, last): (IpAddr, IpAddr) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        return (first.is_ipv4() == last.is_ipv4() && first <= last).then_some((first, last));
    }
    let network: IpNet = key.trim().parse().ok()?;
    (network.addr() == network.network()).then(|| (network.network(), network.broadcast()))
}

/// All names, one behind the other, each behind its length in one octet.
#[derive(Default)]
struct Names {
    heap: Vec<u8>,
    /// Where recent names stand, by their hash; 0: free, else the place + 1.
    recent: Vec<u32>,
}

impl Names {
    /// Where a name stands; longer than 255 octets it is cut.
    fn keep(&mut self, name: &str) -> Result<u32, String> {
        let octets = name
            .get(..name.floor_char_boundary(255))
            .unwrap_or_default()
            .as_bytes();
        self.recent.resize(RECENT_NAMES, 0);
        // FNV-1a: the cache only has to spread names, a wrong slot costs a few octets.
        let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
            (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
        });
        let slot = usize::try_from(hash % RECENT_NAMES as u64).unwrap_or(0);
        let length = u8::try_from(octets.len()).unwrap_or(u8::MAX);
        let recent = self.recent.get(slot).copied().unwrap_or(0);
        if let Some(at) = recent.checked_sub(1) {
            let entry = self.heap.get(at as usize..).unwrap_or_default();
            if entry.first() == Some(&length) && entry.get(1..=octets.len()) == Some(octets) {
                return Ok(at);
            }
        }
        let at = u32::try_from(self.heap.len()).map_err(|_| "there are too many network names".to_owned())?;
        self.heap.push(length);
        self.heap.extend_from_slice(octets);
        if let Some(place) = self.recent.get_mut(slot) {
            *place = at.saturating_add(1);
        }
        Ok(at)
    }
}
