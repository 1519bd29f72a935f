//! Tables with a header, and lists without one.

use std::io::{self, Read};

use super::columns::Columns;
use super::dialect::{Dialect, Found};
use super::judge::Judge;
use super::origin::Origin;
use super::records::{Record, Records};
use super::text::Encoding;
use super::{Format, ImportError, Options, Reject, Row, Summary};

/// Reads all rows; the summary holds format and dialect already.
///
/// An input without any line is no error: it has no rows.
pub(super) fn read<R: Read, E>(
    mut records: Records<R>,
    name: &str,
    options: &Options,
    found: Found,
    summary: &mut Summary,
    each: &mut impl FnMut(Row) -> Result<(), E>,
    failed: &impl Fn(io::Error) -> ImportError<E>,
) -> Result<(), ImportError<E>> {
    let origin = Origin::new(name, summary.format, options);
    let columns = if summary.format == Format::List {
        Some(Columns::of_list(
            found.width,
            found.dialect == Dialect::Blanks,
            options,
        )?)
    } else {
        match records.next().map_err(failed)? {
            Some(header) => Some(named(&header, options)?),
            None => None,
        }
    };
    if let Some(columns) = columns {
        summary.columns = columns.understood();
        summary.evidence = columns.kept();
        let mut judge = Judge::new(origin, columns);
        while let Some(record) = records.next().map_err(failed)? {
            summary.rows += 1;
            let line = record.line;
            let row = match judge.judge(&record) {
                Ok(sighting) => Row::Sighting { line, sighting },
                Err((column, reason)) => {
                    summary.rejected += 1;
                    Row::Rejected(Reject {
                        line,
                        column,
                        reason,
                        row: record.text.to_owned(),
                    })
                }
            };
            each(row).map_err(ImportError::Keep)?;
        }
    }
    summary.comments = records.comments();
    if records.latin() {
        summary.encoding = Encoding::Windows1252;
    }
    Ok(())
}

/// The columns that a header names.
fn named<E>(header: &Record<'_>, options: &Options) -> Result<Columns, ImportError<E>> {
    if let Some(reason) = &header.fault {
        return Err(ImportError::Header {
            line: header.line,
            reason: reason.clone(),
        });
    }
    let names: Vec<String> = (0..header.width())
        .map(|index| header.cell(index).unwrap_or_default().into_owned())
        .collect();
    Columns::of_header(&names, options)
}
