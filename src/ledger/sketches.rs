//! Noting what a walk over all addresses came to: millions of rows, so each is small, and what stays as it is costs no
//! write.

use std::collections::HashSet;
use std::net::IpAddr;

use jiff::Timestamp;

use super::paged::Resolution;
use super::places::{PlaceReader, PlaceWriter, Places};
use super::resolutions::Desk;
use super::stories::StoryWriter;
use super::{AddressTotals, Ledger, LedgerError, Story, octets};
use crate::resolve::Sketch;

/// Addresses with the outlines of their decisions and their surroundings, as a [`Walk`](crate::resolve::Walk) gives
/// them out.
#[derive(Debug, Default)]
pub struct Sketched {
    /// With the number of the outline and the number of the place, counted from 0.
    addresses: Vec<(IpAddr, u32, u32)>,
    outlines: Vec<(u32, Story)>,
    places: Places,
    /// The same as rows keep them, once that is done.
    packed: Vec<Vec<u8>>,
    /// The walk's numbers of the first place and of the latest.
    first: Option<u64>,
    latest: Option<u64>,
}

impl Sketched {
    /// None yet, with room for so many addresses.
    #[must_use]
    pub fn with_room(addresses: usize) -> Self {
        Self {
            addresses: Vec::with_capacity(addresses),
            places: Places::with_room(addresses),
            ..Self::default()
        }
    }

    /// Adds an address behind all others; `surroundings` are those that the walk names after this step.
    pub fn push(&mut self, address: IpAddr, sketch: Sketch, surroundings: &[u8]) {
        if self.latest != Some(sketch.place) {
            self.places.push(surroundings);
            self.latest = Some(sketch.place);
            self.first.get_or_insert(sketch.place);
        }
        let place = u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX);
        self.addresses.push((address, sketch.outline, place));
    }

    /// Adds an outline that is new, with its number.
    pub fn outline(&mut self, number: u32, story: Story) {
        self.outlines.push((number, story));
    }

    /// Does what can be done before the places are noted, in a thread that has time. To no avail where some of the addresses
    /// are noted already.
    pub fn pack(&mut self) {
        self.packed = self.places.pack();
    }

    /// How many addresses these are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }
}

/// What was noted of a walk before; one for each walk.
#[derive(Debug, Default)]
pub struct Outlines {
    /// The ledger's numbers of the outlines.
    numbers: Vec<i64>,
    /// Whether places may be left that no address refers to any more.
    moved: bool,
    /// Whether the ledger knew no decision before; `None` until the first page.
    fresh: Option<bool>,
    desk: Desk,
    /// How the digests of the outlines' stories begin.
    told: HashSet<[u8; 8]>,
    /// The place of the latest address: the walk's number of it, and the ledger's.
    lying: Option<(u64, i64)>,
    /// For each outline, the number of its verdict in `totals`.
    verdicts: Vec<u8>,
    /// How many addresses each verdict was for.
    totals: Vec<(&'static str, u64)>,
}

impl Outlines {
    fn number(&self, outline: u32) -> Result<i64, LedgerError> {
        let number = self.numbers.get(outline as usize).copied();
        number.ok_or_else(|| LedgerError::Damaged {
            problem: "a decision has no outline".to_owned(),
        })
    }

    /// What the addresses of the walk came to, each counted once.
    #[must_use]
    pub fn totals(&self) -> AddressTotals {
        let mut totals = AddressTotals::default();
        for (verdict, addresses) in &self.totals {
            totals.add(verdict, *addresses);
        }
        totals
    }

    fn push_verdict(&mut self, verdict: &'static str) {
        let known = self.totals.iter().position(|(one, _)| *one == verdict);
        let number = known.unwrap_or_else(|| {
            self.totals.push((verdict, 0));
            self.totals.len() - 1
        });
        // There are a dozen.
        self.verdicts.push(u8::try_from(number).unwrap_or(u8::MAX));
    }

    fn count(&mut self, outline: u32) {
        let verdict = self.verdicts.get(outline as usize).copied();
        if let Some((_, addresses)) = verdict.and_then(|verdict| self.totals.get_mut(usize::from(verdict))) {
            *addresses += 1;
        }
    }
}

/// What is noted already of the addresses of a page.
struct Noted {
    /// The ledger's number of each place, where it has one.
    places: Vec<Option<i64>>,
    /// Whether an address, by its number, stays as it is.
    same: Vec<bool>,
    /// Whether none of the addresses is noted.
    none: bool,
}

impl Ledger {
    /// Notes decisions by their outlines in one transaction, in place of earlier ones for the same addresses; what is
    /// noted already stays untouched, with the time when it was decided. Tells `noted` how many addresses are done with
    /// each page. Durable when it returns. `known` is that of the whole walk, empty at its beginning.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing has changed, and `known` is of no more use. That of a page is passed on; those
    /// before it are noted.
    pub fn record_sketches<E: From<LedgerError>>(
        &self,
        pages: impl IntoIterator<Item = Result<Sketched, E>>,
        known: &mut Outlines,
        at: Timestamp,
        mut noted: impl FnMut(usize),
    ) -> Result<(), E> {
        let mut failed = None;
        self.atomically(|| {
            for page in pages {
                match page {
                    Ok(page) => {
                        self.record_page(&page, known, at)?;
                        noted(page.len());
                    }
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn record_page(
        &self,
        sketched: &Sketched,
        known: &mut Outlines,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        let fresh = match known.fresh {
            Some(fresh) => fresh,
            None => *known.fresh.insert(self.knows_no_decision()?),
        };
        let mut stories = StoryWriter::new(self)?;
        for (number, outline) in &sketched.outlines {
            let place = usize::try_from(*number).unwrap_or(usize::MAX);
            debug_assert_eq!(
                place,
                known.numbers.len(),
                "outlines come in the order of their numbers"
            );
            // Most are noted for the first time, which need not be looked for where nothing was noted before.
            let surely_new = known.told.insert(outline.first_octets()) && fresh;
            known.numbers.push(if surely_new {
                stories.note(outline, &mut known.desk)?
            } else {
                stories.number(outline, &mut known.desk)?
            });
            known.push_verdict(outline.verdict());
        }
        for (_, outline, _) in &sketched.addresses {
            known.count(*outline);
        }
        let mut noted = self.noted(sketched, known)?;
        if noted.none && !sketched.packed.is_empty() {
            let numbers = self.write_packed_places(&sketched.packed)?;
            noted.places = numbers.map(Some).take(sketched.places.len()).collect();
        }
        // A network goes on behind the end of a page.
        if let (Some((walked, place)), Some(first)) = (known.lying, noted.places.first_mut())
            && sketched.first == Some(walked)
            && (noted.none || first.is_none())
        {
            *first = Some(place);
        }
        let changed = sketched.addresses.iter().zip(&noted.same);
        let changed = changed.filter(|(_, same)| !**same).map(|(row, _)| row);
        let mut decided = None;
        let mut writer = PlaceWriter::default();
        let mut rows = Vec::with_capacity(sketched.addresses.len());
        for (address, outline, place) in changed {
            let decided = match decided {
                Some(decided) => decided,
                None => *decided.insert(self.deciding_number(at)?),
            };
            let known_place = noted.places.get_mut(*place as usize);
            let place = if let Some(known) = known_place.as_deref().copied().flatten() {
                known
            } else {
                let surroundings = sketched.places.get(*place as usize).unwrap_or_default();
                let new = writer.write(self, surroundings)?;
                if let Some(known) = known_place {
                    *known = Some(new);
                }
                new
            };
            rows.push(Resolution {
                address: *address,
                decision: known.number(*outline)?,
                place: Some(place),
                decided,
            });
        }
        writer.flush(self)?;
        known.lying = sketched.latest.zip(noted.places.last().copied().flatten());
        self.write_resolutions(&rows)
    }

    /// Whether nothing was decided yet.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn knows_no_decision(&self) -> Result<bool, LedgerError> {
        let none = "SELECT NOT EXISTS (SELECT 1 FROM decision)";
        Ok(self.connection.query_row(none, [], |row| row.get(0))?)
    }

    /// To be called when a walk is over. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says; the ledger is then no worse than before.
    pub fn finish_sketches(&self, known: &Outlines) -> Result<(), LedgerError> {
        if known.moved { self.forget_places() } else { Ok(()) }
    }

    /// Compares with what is noted; both are in the order of the addresses.
    fn noted(&self, sketched: &Sketched, known: &mut Outlines) -> Result<Noted, LedgerError> {
        let mut noted = Noted {
            places: vec![None; sketched.places.len()],
            same: vec![false; sketched.addresses.len()],
            none: true,
        };
        let (Some((first, ..)), Some((last, ..))) = (sketched.addresses.first(), sketched.addresses.last())
        else {
            return Ok(noted);
        };
        let mut reader = PlaceReader::default();
        let mut ours = sketched.addresses.iter().zip(&mut noted.same).peekable();
        self.each_resolution(*first, *last, |before| {
            let there = octets(before.address);
            while ours.next_if(|((ours, ..), _)| *octets(*ours) < *there).is_some() {}
            let Some(((_, outline, place), same)) = ours.next_if(|((ours, ..), _)| *ours == before.address)
            else {
                return Ok(());
            };
            noted.none = false;
            let lies_there = match before.place {
                Some(before) => {
                    let there = sketched.places.get(*place as usize) == Some(reader.read(self, before)?);
                    if there && let Some(place) = noted.places.get_mut(*place as usize) {
                        place.get_or_insert(before);
                    }
                    there
                }
                None => false,
            };
            *same = lies_there && known.number(*outline)? == before.decision;
            known.moved |= before.place.is_some() && !lies_there;
            Ok(())
        })?;
        Ok(noted)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::net::Ipv4Addr;

    use super::*;
    use crate::contact::Verdict;
    use crate::ledger::{Access, Stories};
    use crate::resolve::rules::Rules;
    use crate::resolve::{Facts, Policy, Resolver, Stride};

    /// A contact for every fourth network of four addresses; `last` for the one at the end.
    fn resolver(last: &str) -> Resolver {
        let mut rules = String::from("match,contact,language,action,note\n");
        for network in (0..1024).step_by(16) {
            let contact = if network == 1008 {
                last
            } else {
                "abuse@net.example"
            };
            let start = Ipv4Addr::from_bits(0x0a00_0000 + network);
            writeln!(rules, "{start}/30,{contact},,notify,").unwrap();
        }
        let policy = Policy {
            allow_networks: vec!["10.0.0.0/8".parse().unwrap()],
            allow_domains: vec!["example".to_owned()],
            ..Policy::default()
        };
        let rules = Rules::read(rules.as_bytes(), "contacts.csv", &policy.allow_domains).unwrap();
        Resolver::new(rules, None, policy)
    }

    fn addresses(step: usize) -> impl Iterator<Item = IpAddr> {
        (0..1024)
            .step_by(step)
            .map(|n| Ipv4Addr::from_bits(0x0a00_0000 + n).into())
    }

    /// Walks over every `step`th address in pages; returns how many rows that has written: pages, places and stories.
    fn walk(ledger: &Ledger, resolver: &Resolver, step: usize, at: &str) -> u64 {
        let before = ledger.connection.total_changes();
        let (mut walk, mut known) = (resolver.walk(), Outlines::default());
        let mut stories = Stories::default();
        let addresses: Vec<IpAddr> = addresses(step).collect();
        let pages = addresses
            .chunks(300)
            .map(|page| -> Result<Sketched, LedgerError> {
                let mut sketched = Sketched::default();
                for address in page {
                    let sketch = match walk.step(*address, &Facts::default()).unwrap() {
                        Stride::Known(sketch) => sketch,
                        Stride::New(sketch, outline) => {
                            let story = stories.of(outline, |_| false, |_| None).unwrap();
                            sketched.outline(sketch.outline, story);
                            sketch
                        }
                    };
                    sketched.push(*address, sketch, walk.surroundings());
                }
                if addresses.first() == page.first() {
                    sketched.pack();
                }
                Ok(sketched)
            });
        let mut noted = 0;
        ledger
            .record_sketches(pages, &mut known, at.parse().unwrap(), |n| noted += n)
            .unwrap();
        assert_eq!(noted, addresses.len());
        ledger.finish_sketches(&known).unwrap();
        let totals = known.totals();
        let has_contact = |address: &&IpAddr| {
            let decision = ledger.decision_about(**address).unwrap().unwrap();
            matches!(decision.verdict, Verdict::Notify(_))
        };
        assert_eq!(totals.total, addresses.len() as u64);
        assert_eq!(
            totals.resolved,
            addresses.iter().filter(has_contact).count() as u64
        );
        ledger.connection.total_changes() - before
    }

    fn number(ledger: &Ledger, query: &str) -> i64 {
        ledger.connection.query_row(query, [], |row| row.get(0)).unwrap()
    }

    const PLACES: &str = "SELECT count(DISTINCT place) FROM resolution";
    const OLD: &str =
        "SELECT count(*) FROM resolution JOIN deciding ON id = decided WHERE at < 1000000000000";
    const UNUSED: &str = "SELECT count(*) FROM place WHERE id NOT IN (SELECT place >> 6 FROM resolution)";

    #[test]
    fn the_ledger_tells_what_was_decided_and_writes_only_what_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path(), Access::Write, &|| [7; 32]).unwrap();
        let first = resolver("abuse@net.example");
        let (then, now) = ("2001-01-01T00:00:00Z", "2026-11-21T14:05:00Z");
        let expect = |resolver: &Resolver| {
            for address in addresses(1) {
                let decision = resolver.decide(address, &Facts::default()).unwrap();
                let noted = ledger.decision_about(address).unwrap();
                assert_eq!(noted.as_ref(), Some(&*decision), "{address}");
            }
        };

        // Every other address first: the rest is found to lie where these do, also behind the end of a page.
        assert!(walk(&ledger, &first, 2, then) >= 8);
        assert_eq!(number(&ledger, "SELECT count(*) FROM resolution"), 512);
        assert_eq!(number(&ledger, PLACES), 128);
        walk(&ledger, &first, 1, then);
        assert_eq!(number(&ledger, PLACES), 128);
        assert_eq!(number(&ledger, "SELECT count(*) FROM resolution"), 1024);
        expect(&first);

        assert_eq!(walk(&ledger, &first, 1, now), 0);
        assert_eq!(number(&ledger, OLD), 1024);

        // Four addresses have another contact.
        let second = resolver("other@net.example");
        let written = walk(&ledger, &second, 1, now);
        assert!(written < 15, "{written}");
        assert_eq!(number(&ledger, OLD), 1020);
        expect(&second);

        // Another range is another place, and the one before is nobody's: every place has changed.
        let none = Resolver::new(Rules::default(), None, Policy::default());
        walk(&ledger, &none, 1, now);
        assert_eq!(number(&ledger, OLD), 0);
        assert_eq!(number(&ledger, UNUSED), 0);
        expect(&none);
    }
}
