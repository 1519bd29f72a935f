//! Noting what a walk over all addresses came to: millions of rows, so each is small, and what stays as it is costs no
//! write.

use std::net::IpAddr;

use jiff::Timestamp;
use rusqlite::params;

use super::places::{PlaceReader, PlaceWriter, Places};
use super::{Ledger, LedgerError, Story, octets};
use crate::resolve::Sketch;

/// Addresses with the outlines of their decisions and their surroundings, as a [`Walk`](crate::resolve::Walk) gives
/// them out.
#[derive(Debug, Default)]
pub struct Sketched {
    /// With the number of the outline and the number of the place, counted from 0.
    addresses: Vec<(IpAddr, u32, u32)>,
    outlines: Vec<(u32, Story)>,
    places: Places,
    /// The walk's number of the latest place.
    latest: Option<u64>,
}

impl Sketched {
    /// Adds an address behind all others; `surroundings` are those that the walk names after this step.
    pub fn push(&mut self, address: IpAddr, sketch: Sketch, surroundings: &[u8]) {
        if self.latest != Some(sketch.place) {
            self.places.push(surroundings);
            self.latest = Some(sketch.place);
        }
        let place = u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX);
        self.addresses.push((address, sketch.outline, place));
    }

    /// Adds an outline that is new, with its number.
    pub fn outline(&mut self, number: u32, story: Story) {
        self.outlines.push((number, story));
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
}

impl Outlines {
    fn number(&self, outline: u32) -> Result<i64, LedgerError> {
        let number = self.numbers.get(outline as usize).copied();
        number.ok_or_else(|| LedgerError::Damaged {
            problem: "a decision has no outline".to_owned(),
        })
    }
}

/// Rows written by one statement, which finds its way through the B-tree once for all of them.
const TOGETHER: usize = 128;

/// What is noted already of the addresses of a page.
struct Noted {
    /// The ledger's number of each place, where it has one.
    places: Vec<Option<i64>>,
    /// Whether an address, by its number, stays as it is.
    same: Vec<bool>,
}

impl Ledger {
    /// Notes decisions by their outlines in one transaction, in place of earlier ones for the same addresses; what is
    /// noted already stays untouched, with the time when it was decided. Durable when it returns. `known` is that of
    /// the whole walk, empty at its beginning.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing has changed, and `known` is of no more use.
    pub fn record_sketches(
        &self,
        sketched: &Sketched,
        known: &mut Outlines,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        self.atomically(|| {
            for (number, outline) in &sketched.outlines {
                let place = usize::try_from(*number).unwrap_or(usize::MAX);
                debug_assert_eq!(
                    place,
                    known.numbers.len(),
                    "outlines come in the order of their numbers"
                );
                known.numbers.push(self.decision_number(outline)?);
            }
            let mut noted = self.noted(sketched, known)?;
            let changed = sketched.addresses.iter().zip(&noted.same);
            let changed = changed.filter(|(_, same)| !**same).map(|(row, _)| row);
            let mut decided = None;
            let mut writer = PlaceWriter::default();
            let mut rows = Vec::with_capacity(TOGETHER);
            for (address, outline, place) in changed {
                let decided = match decided {
                    Some(decided) => decided,
                    None => *decided.insert(self.deciding_number(at)?),
                };
                let known_place = noted.places.get_mut(*place as usize);
                let place = match known_place.as_deref().copied().flatten() {
                    Some(known) => known,
                    None => {
                        let surroundings = sketched.places.get(*place as usize).unwrap_or_default();
                        let new = writer.write(self, surroundings)?;
                        known_place.into_iter().for_each(|known| *known = Some(new));
                        new
                    }
                };
                rows.push((*address, known.number(*outline)?, place));
                if rows.len() == TOGETHER {
                    self.write_rows(&rows, decided)?;
                    rows.clear();
                }
            }
            writer.flush(self)?;
            match decided {
                Some(decided) => self.write_rows(&rows, decided),
                None => Ok(()),
            }
        })
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
        };
        let (Some((first, ..)), Some((last, ..))) = (sketched.addresses.first(), sketched.addresses.last()) else {
            return Ok(noted);
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT address, decision, place FROM resolution WHERE address BETWEEN ?1 AND ?2 ORDER BY address",
        )?;
        let mut rows = statement.query(params![octets(*first), octets(*last)])?;
        let mut reader = PlaceReader::default();
        let mut ours = sketched.addresses.iter().zip(&mut noted.same).peekable();
        while let Some(row) = rows.next()? {
            let address = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            while ours.next_if(|((ours, ..), _)| &*octets(*ours) < address).is_some() {}
            let Some(((_, outline, place), same)) = ours.next_if(|((ours, ..), _)| &*octets(*ours) == address) else {
                continue;
            };
            let before: Option<i64> = row.get(2)?;
            let lies_there = match before {
                Some(before) => {
                    let there = sketched.places.get(*place as usize) == Some(reader.read(self, before)?);
                    if there && let Some(place) = noted.places.get_mut(*place as usize) {
                        place.get_or_insert(before);
                    }
                    there
                }
                None => false,
            };
            *same = lies_there && known.number(*outline)? == row.get::<_, i64>(1)?;
            known.moved |= before.is_some() && !lies_there;
        }
        Ok(noted)
    }

    fn write_rows(&self, rows: &[(IpAddr, i64, i64)], decided: i64) -> Result<(), LedgerError> {
        if rows.is_empty() {
            return Ok(());
        }
        let values: Vec<String> = (0..rows.len())
            .map(|row| format!("(?{}, ?{}, ?{}, ?1)", row * 3 + 2, row * 3 + 3, row * 3 + 4))
            .collect();
        let mut insert = self.connection.prepare_cached(&format!(
            "INSERT INTO resolution (address, decision, place, decided) VALUES {} {OR_REPLACE}",
            values.join(", ")
        ))?;
        insert.raw_bind_parameter(1, decided)?;
        let mut parameter = 2;
        for (address, decision, place) in rows {
            match address {
                IpAddr::V4(address) => insert.raw_bind_parameter(parameter, address.octets())?,
                IpAddr::V6(address) => insert.raw_bind_parameter(parameter, address.octets())?,
            }
            insert.raw_bind_parameter(parameter + 1, decision)?;
            insert.raw_bind_parameter(parameter + 2, place)?;
            parameter += 3;
        }
        insert.raw_execute()?;
        Ok(())
    }
}

/// A decision takes the place of the one before.
pub(super) const OR_REPLACE: &str = "ON CONFLICT (address) DO UPDATE SET decision = excluded.decision, \
    place = excluded.place, decided = excluded.decided";
