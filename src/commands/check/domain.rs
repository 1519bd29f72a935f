//! The sender's domain in DNS: whether receivers can believe the letters, and whether what they return arrives.

use std::net::IpAddr;

use super::coverage::{Covered, Stop, Whole, covers, whole};
use super::{Point, Verdict};
use crate::commands::send::settings;
use crate::config::Config;
use crate::dns::{Dns, DnsError};
use crate::failure::Failure;
use crate::gateway::Endpoint;
use crate::sender::dkim::Key;
use crate::sender::dmarc::{BadPolicy, Policy, Wish, aligned};
use crate::sender::spf::{BadSpf, Qualifier, Spf};

pub(super) fn look(config: &Config) -> Vec<Point> {
    let sender = &config.sender;
    let Some(from) = domain_of(&sender.address) else {
        return vec![Point::problem(
            "sender domain",
            "not looked at: [sender] address names no domain",
        )];
    };
    let bounce = sender.bounce_address.as_deref().unwrap_or(&sender.address);
    let bounce = domain_of(bounce).unwrap_or_else(|| from.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return vec![Point::failed("sender domain", &Failure::outside(error))],
    };
    let gateway = gateway_host(config);
    let answers = runtime.block_on(async {
        let dns = Dns::new(config.dns.server, config.dns.deadline())?;
        let mut answers = Answers::ask(&dns, &from, &bounce, sender.dkim_selector.as_deref()).await;
        answers.follow(&dns, &sender.outgoing, gateway.as_deref()).await;
        Ok::<_, DnsError>(answers)
    });
    match answers {
        Ok(answers) => answers.points(),
        Err(error) => vec![
            Point::unreachable("sender domain", error.to_string())
                .hint("name a DNS server in campaign.toml: [dns] server"),
        ],
    }
}

/// The host that letters are handed to, if that is not this machine.
fn gateway_host(config: &Config) -> Option<String> {
    match settings(config).ok()?.endpoint {
        Endpoint::Smtp { host, .. } => Some(host).filter(|host| {
            let own = host.parse::<IpAddr>().map(|address| address.is_loopback());
            !own.unwrap_or_else(|_| host.eq_ignore_ascii_case("localhost"))
        }),
        Endpoint::Outbox(_) => None,
    }
}

/// The domain of an address, as DNS has it.
fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    idna::domain_to_ascii(domain)
        .ok()
        .filter(|domain| !domain.is_empty())
}

/// What DNS said, before anybody judges it.
struct Answers {
    from: String,
    bounce: String,
    selector: Option<String>,
    spf: Result<Vec<String>, DnsError>,
    /// The SPF record with all that it leads to.
    whole: Option<Whole>,
    /// Addresses that letters come from, whether the operator named them, and what a receiver makes of each.
    outgoing: Vec<(IpAddr, bool, Covered)>,
    key: Option<Result<Vec<String>, DnsError>>,
    /// The texts, and the domain at which they were found: the sender's own or one above it.
    policy: Result<(Vec<String>, String), DnsError>,
    exchanges: Result<Vec<String>, DnsError>,
    /// Only asked for without mail exchangers.
    address: bool,
}

impl Answers {
    async fn ask(dns: &Dns, from: &str, bounce: &str, selector: Option<&str>) -> Self {
        let key = async {
            match selector {
                Some(selector) => Some(dns.texts(&format!("{selector}._domainkey.{from}")).await),
                None => None,
            }
        };
        let exchanges = async {
            let found = dns.exchanges(bounce).await;
            found.map(|found| found.into_iter().map(|exchange| exchange.host).collect())
        };
        let (spf, key, policy, exchanges) =
            tokio::join!(dns.texts(bounce), key, policy(dns, from), exchanges);
        let address = match &exchanges {
            Err(error) if error.is_answer() => dns.addresses(bounce).await.is_ok(),
            _ => false,
        };
        Self {
            from: from.to_owned(),
            bounce: bounce.to_owned(),
            selector: selector.map(str::to_owned),
            spf,
            whole: None,
            outgoing: Vec::new(),
            key,
            policy,
            exchanges,
            address,
        }
    }

    /// Follows the SPF record, for the addresses that the operator named, or else for those of the gateway.
    async fn follow(&mut self, dns: &Dns, named: &[IpAddr], gateway: Option<&str>) {
        let Some(spf) = self.spf.as_ref().ok().and_then(|texts| Spf::find(texts).ok()) else {
            return;
        };
        self.whole = Some(whole(dns, &self.bounce, &spf).await);
        let addresses = match gateway {
            _ if !named.is_empty() => named.to_vec(),
            Some(host) => match host.parse() {
                Ok(address) => vec![address],
                // A gateway that only the local network knows tells nothing.
                Err(_) => dns.addresses(host).await.unwrap_or_default(),
            },
            None => Vec::new(),
        };
        for address in addresses {
            let covered = covers(dns, &self.bounce, &spf, address).await;
            self.outgoing.push((address, !named.is_empty(), covered));
        }
    }

    fn points(&self) -> Vec<Point> {
        let policy = self.policy();
        let mut points = vec![self.spf(), self.dkim()];
        points.push(match &policy {
            Ok((policy, home)) => self.dmarc(policy, home, &points),
            Err(point) => point.clone(),
        });
        points.push(self.returns());
        points
    }

    fn spf(&self) -> Point {
        let bounce = &self.bounce;
        let texts = match &self.spf {
            Ok(texts) => texts.as_slice(),
            Err(error) if error.is_answer() => &[],
            Err(error) => return silent("SPF", error),
        };
        match Spf::find(texts) {
            Ok(spf) => self.record(&spf),
            Err(BadSpf::Missing) => Point::warning("SPF", format!("{bounce} has no SPF record")).hint(
                "publish one that names your gateway, such as: v=spf1 mx -all; without it letters end up as spam",
            ),
            Err(bad) => Point::problem("SPF", format!("{bounce}: {bad}"))
                .hint("receivers treat a broken record as a failure: mend it before you send"),
        }
    }

    /// A valid record, and what it comes to with all that it leads to.
    fn record(&self, spf: &Spf) -> Point {
        let text = format!("{}: {}", self.bounce, spf.text);
        let whole = self.whole.as_ref();
        let all = whole.map_or(spf.all, |whole| whole.all);
        match whole.and_then(|whole| whole.open.as_ref()) {
            Some(domain) if *domain == self.bounce => {
                return Point::problem("SPF", text)
                    .hint("+all lets everybody send in your name: end the record with -all or ~all");
            }
            Some(domain) => {
                return Point::problem("SPF", text).hint(format!(
                    "the record of {domain}, which it leads to, lets everybody send in your name (+all): take it out"
                ));
            }
            None => {}
        }
        match whole.and_then(|whole| whole.stop.as_ref()) {
            Some(Stop::Wrong(why)) => {
                return Point::problem("SPF", format!("{text}\n{why}"))
                    .hint("receivers treat a broken record as a failure: mend it before you send");
            }
            Some(Stop::Silent(error)) => return silent("SPF", error),
            None => {}
        }
        if let Some(point) = self.uncovered(&text) {
            return point;
        }
        if all.is_none_or(|all| all == Qualifier::Neutral) {
            return Point::warning("SPF", text)
                .hint("the record says nothing about everybody else: end it with -all or ~all");
        }
        if spf.ptr {
            return Point::warning("SPF", text)
                .hint("ptr is slow and many receivers ignore it: name the gateway's addresses instead");
        }
        let mut point = Point::fine("SPF", text);
        let covered = self.outgoing.iter();
        let covered: Vec<String> = covered
            .filter(|(_, _, covered)| *covered == Covered::By(Some(Qualifier::Pass)))
            .map(|(address, ..)| address.to_string())
            .collect();
        if !covered.is_empty() {
            point.detail.push(format!("it covers {}", covered.join(", ")));
        }
        point
    }

    /// The first address that letters come from and that the record does not cover.
    fn uncovered(&self, text: &str) -> Option<Point> {
        let sure =
            |covered: &Covered| matches!(covered, Covered::By(Some(Qualifier::Pass)) | Covered::Unclear);
        let (address, named, covered) = self.outgoing.iter().find(|(_, _, covered)| !sure(covered))?;
        let what = match covered {
            Covered::Stopped(Stop::Silent(error)) => return Some(silent("SPF", error)),
            Covered::Stopped(Stop::Wrong(why)) => format!("for {address} it comes to no result: {why}"),
            Covered::By(Some(Qualifier::Fail)) => {
                format!("{address} fails: receivers may refuse your letters")
            }
            Covered::By(Some(Qualifier::SoftFail)) => {
                format!("{address} is not covered (~all): your letters are suspect")
            }
            _ => format!("{address} is not covered"),
        };
        let text = format!("{text}\n{what}");
        Some(if *named {
            Point::problem("SPF", text)
                .hint("add it to the record, such as ip4:ADDRESS, or correct [sender] outgoing")
        } else {
            Point::warning("SPF", text).hint(
                "that is the gateway's address: add it to the record, or, if letters go on from others, name those in \
                 [sender] outgoing",
            )
        })
    }

    fn dkim(&self) -> Point {
        let Some(selector) = &self.selector else {
            return Point::warning("DKIM", "not looked at: no selector is set").hint(
                "set [sender] dkim_selector to the selector that your gateway signs with (s= in DKIM-Signature)",
            );
        };
        let name = format!("{selector}._domainkey.{}", self.from);
        let texts = match &self.key {
            Some(Ok(texts)) => texts.as_slice(),
            Some(Err(error)) if !error.is_answer() => return silent("DKIM", error),
            _ => &[],
        };
        match Key::find(texts) {
            Ok(key) => {
                let bits = key.bits.map_or_else(String::new, |bits| format!(", {bits} bits"));
                let text = format!("{name}: {} key{bits}", key.kind);
                if key.bits.is_some_and(|bits| bits < 1024) {
                    Point::problem("DKIM", text)
                        .hint("receivers ignore keys below 1024 bits: make one of 2048")
                } else if key.bits.is_some_and(|bits| bits < 2048) {
                    Point::warning("DKIM", text).hint("keys should have 2048 bits today")
                } else if key.testing {
                    Point::warning("DKIM", text)
                        .hint("t=y says that you are only testing, and receivers ignore the signatures: take it out")
                } else {
                    Point::fine("DKIM", text)
                }
            }
            Err(bad) => Point::problem("DKIM", format!("{name}: {bad}"))
                .hint("publish the key that the gateway signs with, or correct [sender] dkim_selector"),
        }
    }

    fn policy(&self) -> Result<(Policy, String), Point> {
        let from = &self.from;
        let (texts, home) = match &self.policy {
            Ok((texts, home)) => (texts.as_slice(), home.as_str()),
            Err(error) if error.is_answer() => (&[][..], from.as_str()),
            Err(error) => return Err(silent("DMARC", error)),
        };
        match Policy::find(texts) {
            Ok(policy) => Ok((policy, home.to_owned())),
            Err(BadPolicy::Missing) => Err(Point::warning(
                "DMARC",
                format!("_dmarc.{from}: there is no DMARC record"),
            )
            .hint("publish one, such as: v=DMARC1; p=none; rua=mailto:you@your.domain")),
            Err(bad) => Err(Point::problem("DMARC", format!("_dmarc.{home}: {bad}"))
                .hint("receivers ignore a broken record: mend it before you send")),
        }
    }

    /// The policy, and whether SPF or DKIM will speak for the domain in From.
    fn dmarc(&self, policy: &Policy, home: &str, before: &[Point]) -> Point {
        let wish = if home == self.from {
            policy.wish
        } else {
            policy.below
        };
        let wish = match wish {
            Wish::None => "none",
            Wish::Quarantine => "quarantine",
            Wish::Reject => "reject",
        };
        let text = format!("_dmarc.{home}: p={wish}");
        let usable = |what: &str| {
            let mut points = before.iter().filter(|point| point.what == what);
            points.any(|point| point.verdict <= Verdict::Warning)
        };
        let spf =
            usable("SPF") && self.spf.is_ok() && aligned(&self.from, &self.bounce, home, policy.strict_spf);
        let dkim = self.selector.is_some() && usable("DKIM");
        let ways = match (spf, dkim) {
            (true, true) => "SPF and DKIM speak for it",
            (true, false) => "SPF speaks for it",
            (false, true) => "DKIM speaks for it",
            (false, false) => {
                return Point::new(
                    "DMARC",
                    if wish == "none" {
                        Verdict::Warning
                    } else {
                        Verdict::Problem
                    },
                    vec![
                        format!("{text}; neither SPF nor DKIM would speak for {}", self.from),
                        format!(
                            "hint: let the gateway sign as {} and set [sender] dkim_selector, or take a bounce_address \
                             in that domain",
                            self.from
                        ),
                    ],
                );
            }
        };
        let mut point = Point::fine("DMARC", format!("{text}; {ways}"));
        if !policy.reports {
            point
                .detail
                .push("it asks for no reports (rua=), so that nobody would tell you of failures".to_owned());
        }
        point
    }

    /// Whether returned mail finds its way.
    fn returns(&self) -> Point {
        let bounce = &self.bounce;
        match &self.exchanges {
            Ok(hosts) if hosts.iter().any(String::is_empty) => {
                Point::problem("returned mail", format!("{bounce} takes no mail (null MX)"))
                    .hint("take a bounce_address in a domain that receives mail")
            }
            Ok(hosts) => Point::fine("returned mail", format!("{bounce}: MX {}", hosts.join(", "))),
            Err(error) if error.is_answer() && self.address => Point::warning(
                "returned mail",
                format!("{bounce} has no MX record; servers then try its address"),
            ),
            Err(error) if error.is_answer() => Point::problem("returned mail", error.to_string())
                .hint("what comes back would be lost, and receivers refuse senders that cannot be answered"),
            Err(error) => silent("returned mail", error),
        }
    }
}

/// DNS said nothing that could be judged.
fn silent(what: &'static str, error: &DnsError) -> Point {
    Point::unreachable(what, error.to_string())
        .hint("ask again later, or name another DNS server in campaign.toml: [dns] server")
}

/// The policy of a domain, or of one above it: what is published for `cert.example` holds for `mail.cert.example`.
async fn policy(dns: &Dns, from: &str) -> Result<(Vec<String>, String), DnsError> {
    let mut domain = from;
    let mut first = None;
    loop {
        match dns.texts(&format!("_dmarc.{domain}")).await {
            Ok(texts) if texts.iter().any(|text| text.trim_start().starts_with("v=DMARC1")) => {
                return Ok((texts, domain.to_owned()));
            }
            Err(error) if !error.is_answer() && first.is_none() => return Err(error),
            // A server that does not answer for the domains above says nothing about this one.
            Ok(_) | Err(_) => {}
        }
        first.get_or_insert(domain);
        domain = match domain.split_once('.') {
            Some((_, above)) if above.contains('.') => above,
            _ => return Ok((Vec::new(), from.to_owned())),
        };
    }
}
