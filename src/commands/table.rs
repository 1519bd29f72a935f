//! Tables for people: plain columns that can be read without colour and pasted into a mail.

use comfy_table::{CellAlignment, ContentArrangement, Table};

/// A table with these headings; columns whose heading begins with `#` hold numbers and are set flush right.
#[must_use]
pub fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_preset("     --            ")
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings.iter().map(|heading| heading.trim_start_matches('#')));
    for (column, heading) in table.column_iter_mut().zip(headings) {
        column.set_padding((0, 2));
        if heading.starts_with('#') {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
