//! The SPF record of a domain (RFC 7208): who may send mail with an envelope sender there.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Lookups that a receiver makes at most (RFC 7208 section 4.6.4); more is a permanent error.
pub const MOST_LOOKUPS: usize = 10;

/// Why there is no SPF record to go by. A receiver treats all but the first as a permanent error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSpf {
    /// No text begins with `v=spf1`.
    #[error("there is no SPF record")]
    Missing,
    /// More than one does (RFC 7208 section 3.2).
    #[error("there are {0} SPF records: receivers then use none of them")]
    Several(usize),
    /// A term that is no mechanism and no modifier.
    #[error("{0:?} in it is not valid SPF")]
    Term(String),
    /// More lookups than receivers make.
    #[error("it needs {0} DNS lookups, receivers make {MOST_LOOKUPS} at most")]
    Lookups(usize),
}

/// What a match of a mechanism means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// `+`
    Pass,
    /// `-`
    Fail,
    /// `~`
    SoftFail,
    /// `?`
    Neutral,
}

/// A valid SPF record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spf {
    /// As published.
    pub text: String,
    /// What happens to everybody else; `None` without `all`.
    pub all: Option<Qualifier>,
    /// Where the answer comes from if no mechanism matches.
    pub redirect: Option<String>,
    /// Networks that it names itself, with what a match means, in order.
    pub networks: Vec<(Qualifier, IpNet)>,
    /// Mechanisms and modifiers of its own that need a lookup.
    pub lookups: usize,
    /// It uses `ptr`, which should not be used (RFC 7208 section 5.5).
    pub ptr: bool,
}

impl Spf {
    /// The SPF record among the texts of a domain.
    ///
    /// # Errors
    /// [`BadSpf`]
    pub fn find(texts: &[String]) -> Result<Self, BadSpf> {
        let ours = |text: &&String| {
            let lower = text.to_ascii_lowercase();
            lower == "v=spf1" || lower.starts_with("v=spf1 ")
        };
        let mut found = texts.iter().filter(ours);
        let text = found.next().ok_or(BadSpf::Missing)?;
        let more = found.count();
        if more > 0 {
            return Err(BadSpf::Several(more + 1));
        }
        let mut spf = Self {
            text: text.clone(),
            all: None,
            redirect: None,
            networks: Vec::new(),
            lookups: 0,
            ptr: false,
        };
        for term in text.split(' ').skip(1).filter(|term| !term.is_empty()) {
            spf.take(term).ok_or_else(|| BadSpf::Term(term.to_owned()))?;
        }
        if spf.lookups > MOST_LOOKUPS {
            return Err(BadSpf::Lookups(spf.lookups));
        }
        Ok(spf)
    }

    /// Whether it names this address itself as one that may send; `None` if only a lookup could tell.
    #[must_use]
    pub fn names(&self, address: IpAddr) -> Option<bool> {
        let found = self
            .networks
            .iter()
            .find(|(_, network)| network.contains(&address));
        match found {
            Some((qualifier, _)) => Some(*qualifier == Qualifier::Pass),
            None if self.lookups > 0 => None,
            None => Some(self.all == Some(Qualifier::Pass)),
        }
    }

    /// Takes one term in; `None` if it is not valid.
    fn take(&mut self, term: &str) -> Option<()> {
        let modifier = term
            .split_once('=')
            .filter(|(name, _)| is_name(name) && !name.contains([':', '/']));
        if let Some((name, value)) = modifier {
            match name.to_ascii_lowercase().as_str() {
                "redirect" => {
                    if self.redirect.is_some() || !is_domain_spec(value) {
                        return None;
                    }
                    self.redirect = Some(value.to_owned());
                    self.lookups += 1;
                }
                "exp" if !is_domain_spec(value) => return None,
                // Unknown modifiers are ignored (RFC 7208 section 6).
                _ => {}
            }
            return Some(());
        }
        let (qualifier, rest) = match term.as_bytes().first()? {
            b'+' => (Qualifier::Pass, term.get(1..)?),
            b'-' => (Qualifier::Fail, term.get(1..)?),
            b'~' => (Qualifier::SoftFail, term.get(1..)?),
            b'?' => (Qualifier::Neutral, term.get(1..)?),
            _ => (Qualifier::Pass, term),
        };
        let end = rest.find([':', '/']).unwrap_or(rest.len());
        let (name, value) = rest.split_at(end);
        match name.to_ascii_lowercase().as_str() {
            "all" if value.is_empty() => {
                // Nothing after the first `all` is looked at (RFC 7208 section 5.1).
                self.all.get_or_insert(qualifier);
            }
            "include" | "exists" => {
                is_domain_spec(value.strip_prefix(':')?).then_some(())?;
                self.lookups += 1;
            }
            "a" | "mx" => {
                host_and_length(value)?;
                self.lookups += 1;
            }
            "ptr" => {
                (value.is_empty() || is_domain_spec(value.strip_prefix(':')?)).then_some(())?;
                self.lookups += 1;
                self.ptr = true;
            }
            "ip4" => {
                let value = value.strip_prefix(':')?;
                let network = value
                    .parse::<Ipv4Net>()
                    .ok()
                    .or_else(|| Some(Ipv4Net::from(value.parse::<std::net::Ipv4Addr>().ok()?)))?;
                self.networks.push((qualifier, network.into()));
            }
            "ip6" => {
                let value = value.strip_prefix(':')?;
                let network = value
                    .parse::<Ipv6Net>()
                    .ok()
                    .or_else(|| Some(Ipv6Net::from(value.parse::<std::net::Ipv6Addr>().ok()?)))?;
                self.networks.push((qualifier, network.into()));
            }
            _ => return None,
        }
        Some(())
    }
}

/// A name as modifiers have: a letter, then letters, digits, `-`, `_`, `.`.
fn is_name(text: &str) -> bool {
    let mut octets = text.bytes();
    octets.next().is_some_and(|first| first.is_ascii_alphabetic())
        && octets.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// A domain, perhaps with macros: visible characters, and a name or a macro at its end.
fn is_domain_spec(text: &str) -> bool {
    let whole = text.trim_end_matches('.');
    !whole.is_empty()
        && whole.bytes().all(|b| b.is_ascii_graphic())
        && (whole.ends_with('}') || whole.contains('.') && !whole.contains(['/', ':', '@', '=']))
}

/// `:domain/24//64`, every part of which may be missing.
fn host_and_length(text: &str) -> Option<()> {
    let end = text.find('/').unwrap_or(text.len());
    let (host, lengths) = text.split_at(end);
    if !host.is_empty() && !is_domain_spec(host.strip_prefix(':')?) {
        return None;
    }
    let length = |text: &str, most: u8| text.is_empty() || text.parse::<u8>().is_ok_and(|n| n <= most);
    let (four, six) = match lengths.split_once("//") {
        Some((four, six)) => (four, six),
        None => (lengths, ""),
    };
    let four = four.strip_prefix('/').unwrap_or(four);
    (length(four, 32) && length(six, 128)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Spf, BadSpf> {
        Spf::find(&["something else".to_owned(), text.to_owned()])
    }

    #[test]
    fn reads_what_receivers_read() {
        let spf = read("v=spf1 ip4:192.0.2.0/24 -ip6:2001:db8::1 a mx:mail.example/28//64 include:%{d}.spf.example exists:%{i}.x.example redirect=other.example x-note=1 ~all").unwrap();
        assert_eq!(spf.all, Some(Qualifier::SoftFail));
        assert_eq!((spf.lookups, spf.redirect.as_deref()), (5, Some("other.example")));
        assert_eq!(spf.names("192.0.2.7".parse().unwrap()), Some(true));
        assert_eq!(spf.names("2001:db8::1".parse().unwrap()), Some(false));
        assert_eq!(spf.names("198.51.100.1".parse().unwrap()), None);
        assert_eq!(
            read("V=SPF1 -ALL").unwrap().names("192.0.2.7".parse().unwrap()),
            Some(false)
        );
        assert!(read("v=spf1 ptr -all").unwrap().ptr);
    }

    #[test]
    fn names_what_is_wrong() {
        for term in [
            "al",
            "all:x",
            "ip4:192.0.2.0/33",
            "ip4:",
            "ip6:192.0.2.1",
            "include",
            "include:",
            "a/33",
            "mx:",
            "-",
            "redirect=",
            "ip4=192.0.2.1/24/",
            "include:nodots",
        ] {
            let text = format!("v=spf1 {term} -all");
            let known_modifier = term.starts_with("ip4=");
            match read(&text) {
                Err(BadSpf::Term(bad)) => assert_eq!(bad, term),
                Ok(_) if known_modifier => {}
                other => panic!("{text}: {other:?}"),
            }
        }
        assert_eq!(read("v=spf10 -all"), Err(BadSpf::Missing));
        let two = ["v=spf1 -all".to_owned(), "v=spf1 mx -all".to_owned()];
        assert_eq!(Spf::find(&two), Err(BadSpf::Several(2)));
        let many = format!("v=spf1{} -all", " mx:a.example".repeat(11));
        assert_eq!(read(&many), Err(BadSpf::Lookups(11)));
    }
}
