//! The SPF record of a domain (RFC 7208): who may send mail with an envelope sender there.

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

/// What may match an address (RFC 7208 section 5). Domains are as published, macros included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mechanism {
    /// Whom another domain's record lets pass.
    Include(String),
    /// A host's addresses; without a host, the domain's own. With the prefix lengths for IPv4 and IPv6.
    A(Option<String>, (u8, u8)),
    /// The addresses of a domain's mail exchangers.
    Mx(Option<String>, (u8, u8)),
    /// Names that the address points to.
    Ptr,
    /// A network.
    Network(IpNet),
    /// Everybody, if the name exists.
    Exists(String),
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
    /// What may match before `all`, with what a match means, in order.
    pub mechanisms: Vec<(Qualifier, Mechanism)>,
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
            mechanisms: Vec::new(),
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
            name @ ("include" | "exists") => {
                let domain = value.strip_prefix(':').filter(|domain| is_domain_spec(domain))?;
                self.lookups += 1;
                let domain = domain.to_owned();
                self.push(
                    qualifier,
                    if name == "include" {
                        Mechanism::Include(domain)
                    } else {
                        Mechanism::Exists(domain)
                    },
                );
            }
            name @ ("a" | "mx") => {
                let (host, lengths) = host_and_lengths(value)?;
                self.lookups += 1;
                self.push(
                    qualifier,
                    if name == "a" {
                        Mechanism::A(host, lengths)
                    } else {
                        Mechanism::Mx(host, lengths)
                    },
                );
            }
            "ptr" => {
                (value.is_empty() || is_domain_spec(value.strip_prefix(':')?)).then_some(())?;
                self.lookups += 1;
                self.ptr = true;
                self.push(qualifier, Mechanism::Ptr);
            }
            "ip4" => {
                let value = value.strip_prefix(':')?;
                let network = value
                    .parse::<Ipv4Net>()
                    .ok()
                    .or_else(|| Some(Ipv4Net::from(value.parse::<std::net::Ipv4Addr>().ok()?)))?;
                self.push(qualifier, Mechanism::Network(network.into()));
            }
            "ip6" => {
                let value = value.strip_prefix(':')?;
                let network = value
                    .parse::<Ipv6Net>()
                    .ok()
                    .or_else(|| Some(Ipv6Net::from(value.parse::<std::net::Ipv6Addr>().ok()?)))?;
                self.push(qualifier, Mechanism::Network(network.into()));
            }
            _ => return None,
        }
        Some(())
    }

    /// Nothing behind `all` is ever looked at (RFC 7208 section 5.1).
    fn push(&mut self, qualifier: Qualifier, mechanism: Mechanism) {
        if self.all.is_none() {
            self.mechanisms.push((qualifier, mechanism));
        }
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
fn host_and_lengths(text: &str) -> Option<(Option<String>, (u8, u8))> {
    let end = text.find('/').unwrap_or(text.len());
    let (host, lengths) = text.split_at(end);
    let host = match host {
        "" => None,
        host => Some(
            host.strip_prefix(':')
                .filter(|host| is_domain_spec(host))?
                .to_owned(),
        ),
    };
    let length = |text: &str, most: u8| match text {
        "" => Some(most),
        text => text.parse::<u8>().ok().filter(|n| *n <= most),
    };
    let (four, six) = match lengths.split_once("//") {
        Some((four, six)) => (four, six),
        None => (lengths, ""),
    };
    let four = four.strip_prefix('/').unwrap_or(four);
    Some((host, (length(four, 32)?, length(six, 128)?)))
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
        let mail = Some("mail.example".to_owned());
        assert_eq!(
            spf.mechanisms,
            [
                (
                    Qualifier::Pass,
                    Mechanism::Network("192.0.2.0/24".parse().unwrap())
                ),
                (
                    Qualifier::Fail,
                    Mechanism::Network("2001:db8::1/128".parse().unwrap())
                ),
                (Qualifier::Pass, Mechanism::A(None, (32, 128))),
                (Qualifier::Pass, Mechanism::Mx(mail, (28, 64))),
                (Qualifier::Pass, Mechanism::Include("%{d}.spf.example".to_owned())),
                (Qualifier::Pass, Mechanism::Exists("%{i}.x.example".to_owned())),
            ]
        );
        let spf = read("V=SPF1 -ALL ip4:192.0.2.7").unwrap();
        assert_eq!((spf.all, spf.mechanisms.len()), (Some(Qualifier::Fail), 0));
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
