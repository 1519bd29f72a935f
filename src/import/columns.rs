//! Which column holds what: by the operator's word, else by its name.
//!
//! Two columns with names for the same field: the more telling name wins ([`Field::names`] is in that order), among
//! equal ones the left; the other is kept as evidence. Columns of the source side of an event report (`src_port`,
//! `src_asn`) only count where the address is the source's, too.

use super::field::{Field, plain};
use super::reason::MAX_CELLS;
use super::{ImportError, Options};
use crate::visible::visible;

/// Longest name kept, in characters.
const NAME: usize = 100;

/// The columns of one input.
#[derive(Debug)]
pub(super) struct Columns {
    names: Vec<String>,
    places: [Option<usize>; Field::ALL.len()],
    /// Whether rows may have more or fewer cells than there are columns.
    loose: bool,
}

/// Whether an operator's name for a column means this one.
pub(super) fn same(wanted: &str, name: &str) -> bool {
    wanted == name || (!plain(wanted).is_empty() && plain(wanted) == plain(name))
}

/// Whether an operator's name for a column means the one with this number in a list: `2` or `column 2`.
pub(super) fn numbered(wanted: &str, number: &str) -> bool {
    let wanted = plain(wanted);
    wanted.strip_prefix("column").unwrap_or(&wanted) == number
}

impl Columns {
    /// The columns of a table with this header.
    pub(super) fn of_header<E>(header: &[String], options: &Options) -> Result<Self, ImportError<E>> {
        let mut columns = Self::named(header);
        let mapped = columns.map(options, |wanted, names| {
            let exact = names.iter().position(|name| name == wanted);
            exact.or_else(|| names.iter().position(|name| same(wanted, name)))
        })?;
        for field in Field::ALL {
            if columns.place(field).is_none() {
                let place = columns.guess(field, &mapped);
                columns.put(field, place);
            }
        }
        if columns.place(Field::Address).is_none() {
            return Err(ImportError::NoAddress {
                columns: columns.shown(),
            });
        }
        Ok(columns)
    }

    /// The columns of a list whose first row has this many cells; `loose` if others may have more or fewer.
    pub(super) fn of_list<E>(width: usize, loose: bool, options: &Options) -> Result<Self, ImportError<E>> {
        let width = if loose { MAX_CELLS } else { width };
        let header: Vec<String> = (1..=width).map(|number| format!("column {number}")).collect();
        let mut columns = Self::named(&header);
        columns.loose = loose;
        let mapped = columns.map(options, |wanted, names| {
            (0..names.len()).find(|index| numbered(wanted, &(index + 1).to_string()))
        })?;
        if columns.place(Field::Address).is_none() && !mapped.contains(&0) {
            columns.put(Field::Address, Some(0));
        }
        if columns.place(Field::Address).is_none() {
            return Err(ImportError::NoAddress {
                columns: columns.shown(),
            });
        }
        Ok(columns)
    }

    /// Columns with harmless names, no two alike, and no meaning yet.
    fn named(header: &[String]) -> Self {
        let mut names: Vec<String> = Vec::with_capacity(header.len());
        let mut taken = std::collections::HashSet::new();
        for (index, name) in header.iter().enumerate() {
            let shown: String = visible(name.trim(), |_| false).chars().take(NAME).collect();
            let base = if shown.is_empty() {
                format!("column {}", index + 1)
            } else {
                shown
            };
            let mut name = base.clone();
            let mut count = 1;
            while !taken.insert(name.clone()) {
                count += 1;
                name = format!("{base} ({count})");
            }
            names.push(name);
        }
        Self {
            names,
            places: [None; Field::ALL.len()],
            loose: false,
        }
    }

    /// Applies what the operator mapped; returns the columns that are spoken for.
    fn map<E>(
        &mut self,
        options: &Options,
        find: impl Fn(&str, &[String]) -> Option<usize>,
    ) -> Result<Vec<usize>, ImportError<E>> {
        let mut mapped: Vec<(usize, Field)> = Vec::new();
        for (wanted, field) in &options.columns {
            let Some(index) = find(wanted, &self.names) else {
                return Err(ImportError::UnknownColumn {
                    column: wanted.clone(),
                    columns: self.shown(),
                });
            };
            let clash = |(place, other): &&(usize, Field)| {
                (*place == index) != (other == field) || (*place == index && other != field)
            };
            let clash = mapped
                .iter()
                .filter(|(place, other)| *place == index || (other == field && *field != Field::Evidence))
                .find(clash);
            if let Some((place, _)) = clash {
                return Err(ImportError::MappedTwice {
                    first: self.name(*place).to_owned(),
                    second: wanted.clone(),
                    field: *field,
                });
            }
            mapped.push((index, *field));
            if *field != Field::Evidence {
                self.put(*field, Some(index));
            }
        }
        Ok(mapped.into_iter().map(|(index, _)| index).collect())
    }

    /// The free column whose name tells most about this field.
    fn guess(&self, field: Field, mapped: &[usize]) -> Option<usize> {
        let address = self.place(Field::Address).map(|index| plain(self.name(index)));
        let of_source =
            |name: &str| name.len() > 3 && (name.starts_with("src") || name.starts_with("source"));
        let foreign = |name: &str| {
            let about_host = !matches!(field, Field::Address | Field::Source | Field::Seen);
            about_host && of_source(name) && !address.as_deref().is_some_and(of_source)
        };
        let free = |index: &usize| !mapped.contains(index) && !self.places.contains(&Some(*index));
        let names: Vec<String> = self.names.iter().map(|name| plain(name)).collect();
        field
            .names()
            .filter(|wanted| !foreign(wanted))
            .find_map(|wanted| {
                (0..names.len())
                    .filter(free)
                    .find(|index| names.get(*index).is_some_and(|name| name == wanted))
            })
    }

    fn put(&mut self, field: Field, place: Option<usize>) {
        if let Some(slot) = self.places.get_mut(field as usize) {
            *slot = place;
        }
    }

    /// The column that holds this field.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).copied().flatten()
    }

    /// The column's name.
    pub(super) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// How many cells a row must have, if that is fixed.
    pub(super) fn width(&self) -> Option<usize> {
        (!self.loose).then_some(self.names.len())
    }

    /// Columns without a meaning, in order.
    pub(super) fn evidence(&self) -> Vec<usize> {
        (0..self.names.len())
            .filter(|index| !self.places.contains(&Some(*index)))
            .collect()
    }

    /// Columns that were understood, in order.
    pub(super) fn understood(&self) -> Vec<(String, Field)> {
        let field = |index: usize| {
            Field::ALL
                .into_iter()
                .find(|field| self.place(*field) == Some(index))
        };
        let understood = |(index, name): (usize, &String)| field(index).map(|field| (name.clone(), field));
        self.names.iter().enumerate().filter_map(understood).collect()
    }

    /// Names of the columns without a meaning; of a loose list none can be told beforehand.
    pub(super) fn kept(&self) -> Vec<String> {
        if self.loose {
            return Vec::new();
        }
        self.evidence()
            .into_iter()
            .map(|index| self.name(index).to_owned())
            .collect()
    }

    /// Names for an error message.
    fn shown(&self) -> Vec<String> {
        const MANY: usize = 40;
        let mut shown: Vec<String> = self.names.iter().take(MANY).cloned().collect();
        if self.names.len() > MANY {
            shown.push("...".to_owned());
        }
        shown
    }
}
