//! What SQL asks of pages: the view `resolution` takes them apart with these functions, and an address is found in the
//! page that has it if there is one.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Error};

use super::super::octets::octets;
use super::page::Page;

/// SQL that joins, to each row with an address of this name, the page that has it if any has, under the name `near`: for
/// `decision_of(near.packed, ...)` and `place_of(near.packed, ...)`.
macro_rules! near {
    ($address:literal) => {
        concat!(
            "LEFT JOIN resolution_page AS near ON near.id = (SELECT id FROM resolution_page AS page WHERE page.first <= ",
            $address,
            " ORDER BY page.first DESC LIMIT 1)"
        )
    };
}
pub(in crate::ledger) use near;

/// Makes the functions known to a connection: `address_at`, `decision_at`, `place_at` and `decided_at` (packed, n) for
/// what stands `n`th in a page; `decision_of` and `place_of` (packed, address) for that of an address, NULL where the
/// page, which may be NULL, does not have it.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is of pages of one lifetime, the closure of any page's"
)]
pub(in crate::ledger) fn register(connection: &Connection) -> Result<(), Error> {
    at(connection, "address_at", |page, n| {
        Some(Value::Blob(octets(page.address(n)?).to_vec()))
    })?;
    at(connection, "decision_at", |page, n| {
        page.decision(n).map(Value::Integer)
    })?;
    at(connection, "place_at", |page, n| {
        page.place(n).map(Value::Integer)
    })?;
    at(connection, "decided_at", |page, n| {
        page.decided(n).map(Value::Integer)
    })?;
    of(connection, "decision_of", |page, n| page.decision(n))?;
    of(connection, "place_of", |page, n| page.place(n))
}

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

fn at(
    connection: &Connection,
    name: &'static str,
    value: fn(&Page<'_>, usize) -> Option<Value>,
) -> Result<(), Error> {
    connection.create_scalar_function(name, 2, FLAGS, move |context| {
        let n = usize::try_from(context.get_raw(1).as_i64()?).unwrap_or(usize::MAX);
        Ok(page(context)?.and_then(|page| value(&page, n)))
    })
}

fn of(
    connection: &Connection,
    name: &'static str,
    value: fn(&Page<'_>, usize) -> Option<i64>,
) -> Result<(), Error> {
    connection.create_scalar_function(name, 2, FLAGS, move |context| {
        let address = context.get_raw(1).as_blob()?;
        let found = page(context)?.and_then(|page| value(&page, page.find(address)?));
        Ok(found)
    })
}

/// The page that is the first argument.
fn page<'c>(context: &'c Context<'_>) -> Result<Option<Page<'c>>, Error> {
    let Some(packed) = context.get_raw(0).as_blob_or_null()? else {
        return Ok(None);
    };
    let damaged = || Error::UserFunctionError("a page of resolutions is damaged".into());
    Page::read(packed).map(Some).ok_or_else(damaged)
}
