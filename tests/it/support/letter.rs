//! Letters as somebody else's software reads them: Python's `email`, `csv` and `html.parser`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::IpAddr;
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{repository, run_tool, tool};

/// One letter, decoded.
#[derive(Debug, Deserialize)]
pub(crate) struct Letter {
    /// Header fields, unfolded and decoded.
    pub(crate) headers: Vec<(String, String)>,
    /// Header fields as they stand in the message.
    pub(crate) raw_headers: Vec<(String, String)>,
    /// The addresses in `From`.
    pub(crate) from: Vec<String>,
    /// The addresses in `To`.
    pub(crate) to: Vec<String>,
    /// The content type of each part, outermost first.
    pub(crate) structure: Vec<String>,
    /// The transfer encoding of each part that holds something.
    pub(crate) encodings: Vec<String>,
    /// The character set of each part of text.
    pub(crate) charsets: Vec<String>,
    /// The attached files by name, as text.
    pub(crate) attachments: BTreeMap<String, String>,
    /// The text part.
    pub(crate) text: String,
    /// The HTML part.
    pub(crate) html: String,
    /// The cells of `addresses.csv`.
    pub(crate) rows: Vec<Vec<String>>,
    /// What Python finds wrong with the message.
    pub(crate) defects: Vec<String>,
}

/// An HTML document, taken apart.
#[derive(Debug, Deserialize)]
pub(crate) struct Html {
    /// The tags that begin an element, in order.
    pub(crate) tags: Vec<String>,
    /// Tag, name and value of each attribute.
    pub(crate) attributes: Vec<(String, String, String)>,
    /// All text.
    pub(crate) text: String,
}

impl Letter {
    /// Reads messages, in order.
    pub(crate) fn read_all<B: AsRef<[u8]>>(messages: &[B]) -> Vec<Self> {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = messages
            .iter()
            .enumerate()
            .map(|(number, message)| {
                let path = folder.path().join(number.to_string());
                fs::write(&path, message).unwrap();
                path
            })
            .collect();
        paths.chunks(500).flat_map(python).collect()
    }

    /// A header field; the test fails when it is missing or there are several.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let value = values
            .next()
            .unwrap_or_else(|| panic!("no {name} in {:?}", self.headers));
        assert!(values.next().is_none(), "several {name} in {:?}", self.headers);
        &value.1
    }

    /// The column of `addresses.csv` with this name.
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        let header = self.rows.first().expect("addresses.csv has a header");
        let place = header
            .iter()
            .position(|cell| cell == name)
            .unwrap_or_else(|| panic!("no column {name} in {header:?}"));
        self.rows[1..].iter().map(|row| row[place].as_str()).collect()
    }

    /// The addresses in `addresses.csv`.
    pub(crate) fn attached_addresses(&self) -> BTreeSet<IpAddr> {
        let addresses: Vec<&str> = self.column("ip");
        addresses
            .iter()
            .map(|address| {
                address
                    .parse()
                    .unwrap_or_else(|_| panic!("{address:?} is no address"))
            })
            .collect()
    }

    /// The documentation addresses anywhere in the text part.
    pub(crate) fn text_addresses(&self) -> BTreeSet<IpAddr> {
        documentation_addresses(&self.text)
    }

    /// The documentation addresses anywhere in the HTML part.
    pub(crate) fn html_addresses(&self) -> BTreeSet<IpAddr> {
        documentation_addresses(&read_html(&self.html).text)
    }
}

/// Takes an HTML document apart.
pub(crate) fn read_html(source: &str) -> Html {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    fs::write(&path, source).unwrap();
    let mut pages = python(&["--html".into(), path]);
    pages.remove(0)
}

/// Addresses of 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and `2001:db8::/32` in any text.
fn documentation_addresses(text: &str) -> BTreeSet<IpAddr> {
    text.split(|c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':'))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter_map(|word| word.parse::<IpAddr>().ok())
        .filter(|address| match address {
            IpAddr::V4(address) => address.is_documentation(),
            IpAddr::V6(address) => address.segments()[..2] == [0x2001, 0xdb8],
        })
        .collect()
}

fn python<T: DeserializeOwned>(arguments: &[std::path::PathBuf]) -> Vec<T> {
    let output = run_tool(
        Command::new(tool("env"))
            .args(["python3", "-I"])
            .arg(repository().join("tests/it/support/read_letter.py"))
            .args(arguments),
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
