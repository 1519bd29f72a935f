//! One record to one sighting, or to the reason why not.
//!
//! A value that is there but illegible rejects its row, even where the field could be left out: who flags addresses in
//! earnest wants to know. What no field takes is kept as evidence, as it stands, but with characters that act on a
//! screen made visible.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;

use super::columns::Columns;
use super::exposure::Claim;
use super::field::{Field, plain};
use super::origin::Origin;
use super::reason::{MAX_CELL, Reason};
use super::records::Record;
use super::{time, value};
use crate::address;
use crate::sighting::{Exposure, Sighting};
use crate::visible::{acts, visible};

/// What is wrong, and in which column.
pub(super) type Fault = (Option<String>, Reason);

/// Judges the records of one table or list.
pub(super) struct Judge<'o> {
    origin: Origin<'o>,
    columns: Columns,
    evidence: Vec<usize>,
    tags: bool,
    last_exposure: Option<Judged>,
    last_time: Option<(String, Timestamp)>,
}

/// The latest exposure cell and what it meant: most inputs repeat it in row after row.
struct Judged {
    text: String,
    exposure: Exposure,
    /// Whether the cell says more, and so is kept as evidence, too.
    more: bool,
}

impl<'o> Judge<'o> {
    pub(super) fn new(origin: Origin<'o>, columns: Columns) -> Self {
        let name = columns
            .place(Field::Exposure)
            .map(|index| plain(columns.name(index)));
        Self {
            evidence: columns.evidence(),
            tags: name.is_some_and(|name| name == "tag" || name == "tags"),
            origin,
            columns,
            last_exposure: None,
            last_time: None,
        }
    }

    /// The sighting that the record tells.
    pub(super) fn judge(&mut self, record: &Record<'_>) -> Result<Sighting, Fault> {
        self.check_shape(record)?;
        let (address, port) = self.endpoint(record)?;
        self.origin
            .admit(address)
            .map_err(|reason| self.fault(Field::Address, reason))?;
        let protocol = self.field(record, Field::Protocol, |text| {
            value::protocol(text).map(str::to_owned)
        })?;
        let asn = self.field(record, Field::Asn, value::asn)?.flatten();
        let country = self.field(record, Field::Country, value::country)?.flatten();
        let hostname = self.field(record, Field::Hostname, |text| {
            value::hostname(text).map(str::to_owned)
        })?;
        let language = self.field(record, Field::Language, value::language)?;
        let source = self.field(record, Field::Source, |text| {
            value::source(text).map(str::to_owned)
        })?;
        let (first_seen, last_seen) = self.times(record)?;
        let (exposure, more) = self.exposure(record)?;
        Ok(Sighting {
            address,
            port,
            protocol,
            exposure,
            first_seen,
            last_seen,
            source: source.unwrap_or_else(|| self.origin.source.clone()),
            asn,
            country,
            hostname,
            language,
            evidence: self.evidence(record, more),
        })
    }

    fn check_shape(&self, record: &Record<'_>) -> Result<(), Fault> {
        if let Some(fault) = &record.fault {
            return Err((None, fault.clone()));
        }
        if let Some(width) = self.columns.width().filter(|width| *width != record.width()) {
            return Err((
                None,
                Reason::Ragged {
                    columns: width,
                    cells: record.width(),
                },
            ));
        }
        if record.text.len() > MAX_CELL
            && let Some(index) = record.longer(MAX_CELL)
        {
            return Err((Some(self.columns.name(index).to_owned()), Reason::LongCell));
        }
        if record.text.as_bytes().contains(&0) {
            return Err((None, Reason::Nul));
        }
        Ok(())
    }

    /// Address and port, from one cell or two.
    fn endpoint(&self, record: &Record<'_>) -> Result<(IpAddr, Option<u16>), Fault> {
        let text = self.cell(record, Field::Address).unwrap_or_default();
        let parsed = address::parse(&text);
        let (address, own) = parsed.map_err(|bad| self.fault(Field::Address, Reason::Address(bad)))?;
        let port = self.field(record, Field::Port, value::port)?;
        match (own, port) {
            (Some(own), Some(port)) if own != port => Err(self.fault(Field::Port, Reason::TwoPorts)),
            _ => Ok((address, port.or(own))),
        }
    }

    /// First and last time; the one stands in for the other, now for both.
    fn times(&mut self, record: &Record<'_>) -> Result<(Timestamp, Timestamp), Fault> {
        let last = self.time(record, Field::Seen)?;
        let first = self.time(record, Field::FirstSeen)?;
        let last_seen = last.or(first).unwrap_or(self.origin.options.now);
        let first_seen = first.unwrap_or(last_seen);
        if first_seen > last_seen {
            return Err(self.fault(Field::FirstSeen, Reason::TimesReversed));
        }
        Ok((first_seen, last_seen))
    }

    fn time(&mut self, record: &Record<'_>, field: Field) -> Result<Option<Timestamp>, Fault> {
        let Some(cell) = self.cell(record, field) else {
            return Ok(None);
        };
        let Some(text) = value::present(&cell) else {
            return Ok(None);
        };
        if let Some((_, time)) = self.last_time.as_ref().filter(|(last, _)| last == text) {
            return Ok(Some(*time));
        }
        let options = self.origin.options;
        let time =
            time::parse(text, &options.timezone, options.now).map_err(|reason| self.fault(field, reason))?;
        let (last, at) = self.last_time.get_or_insert_with(|| (String::new(), time));
        text.clone_into(last);
        *at = time;
        Ok(Some(time))
    }

    /// The exposure, and whether its cell says more than that.
    fn exposure(&mut self, record: &Record<'_>) -> Result<(Exposure, bool), Fault> {
        let cell = self.cell(record, Field::Exposure).unwrap_or_default();
        if cell.is_empty() {
            let exposure = self
                .origin
                .exposure(None)
                .map_err(|reason| self.fault(Field::Exposure, reason))?;
            return Ok((exposure, false));
        }
        if let Some(last) = self.last_exposure.as_ref().filter(|last| last.text == cell) {
            return Ok((last.exposure.clone(), last.more));
        }
        let bad = |reason| self.fault(Field::Exposure, reason);
        let claim = Claim::of_cell(&cell, self.tags).map_err(|_| bad(Reason::BadExposure))?;
        let exposure = self.origin.exposure(claim.as_ref()).map_err(bad)?;
        let more = claim.is_some_and(|claim| claim.more || claim.exposure != exposure);
        self.last_exposure = Some(Judged {
            text: cell.into_owned(),
            exposure: exposure.clone(),
            more,
        });
        Ok((exposure, more))
    }

    /// Every other cell that holds something, by its column's name.
    fn evidence(&self, record: &Record<'_>, more: bool) -> BTreeMap<String, String> {
        let mut evidence = BTreeMap::new();
        let mut keep = |name: &str, text: Cow<'_, str>| {
            if !text.trim().is_empty() {
                evidence.insert(name.to_owned(), visible(&text, |_| false).into_owned());
            }
        };
        let exposure = self.columns.place(Field::Exposure).filter(|_| more);
        for index in self
            .evidence
            .iter()
            .copied()
            .take_while(|index| *index < record.width())
            .chain(exposure)
        {
            keep(self.columns.name(index), record.cell(index).unwrap_or_default());
        }
        if let Some(comment) = record.comment() {
            keep("comment", Cow::Borrowed(comment.trim()));
        }
        evidence
    }

    /// The field's value, where its cell holds one.
    fn field<T>(
        &self,
        record: &Record<'_>,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<Option<T>, Fault> {
        let Some(cell) = self.cell(record, field) else {
            return Ok(None);
        };
        let Some(text) = value::present(&cell) else {
            return Ok(None);
        };
        if text.chars().any(acts) {
            return Err(self.fault(field, Reason::Control));
        }
        parse(text).map(Some).map_err(|reason| self.fault(field, reason))
    }

    fn cell<'r>(&self, record: &Record<'r>, field: Field) -> Option<Cow<'r, str>> {
        record.cell(self.columns.place(field)?)
    }

    fn fault(&self, field: Field, reason: Reason) -> Fault {
        let column = self
            .columns
            .place(field)
            .map(|index| self.columns.name(index).to_owned());
        (column, reason)
    }
}
