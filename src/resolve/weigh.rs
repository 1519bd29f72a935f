//! All that is known about a range, weighed: who wins, who loses and why.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use super::index::claims::{Claims, Offer, Step};
use super::index::{AboutDelegated, Delegation, Index, Known, Registry, Standing, Status};
use super::judgements::{Judged, Judgements};
use super::online::{Answer, Heard};
use super::pattern::Said;
use super::reject::{Judgement, Rejects};
use super::rules::{Action, Rule};
use super::surroundings::{block_mark, name_mark, range_mark, range_text};
use super::{Place, Policy, ResolveError, Resolver, beyond, whole_space};
use crate::contact::{Candidate, Consultation, Decision, LanguageHint, Mailbox, Source, Unresolved, Verdict};
use crate::language::Language;

/// The confidence of an operator's own word.
const OPERATOR: u8 = 100;
/// The most a mailbox can count that passes reports on to others.
const LOW: u8 = 30;
/// The most a mailbox can count that its registry doubts.
const DOUBTED: u8 = 75;

/// Inside no registry's own network: for a mailbox of an AS, whose networks are not known.
const NOWHERE: (IpAddr, IpAddr) = (
    IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
    IpAddr::V4(std::net::Ipv4Addr::BROADCAST),
);

/// A network and those it inherits from, most specific first; never empty.
struct Chain<'a> {
    /// The registry's number among those that are asked.
    number: usize,
    registry: &'a Registry,
    networks: Vec<Known>,
    /// What each network is called.
    names: Vec<Name>,
}

/// What a network is called in a story.
struct Name {
    /// Class and key as the registry writes them.
    key: String,
    /// The same with its name.
    full: String,
}

impl Chain<'_> {
    /// Gives the networks their names, and what is said in their place.
    fn name(&mut self, said: &[Said]) {
        for said in said.iter().filter(|said| said.registry == self.number) {
            if let Some(network) = self.networks.get_mut(said.depth) {
                network.claims = Arc::clone(&said.claims);
            }
        }
        self.names = self.networks.iter().map(Name::of).collect();
    }

    fn placeholder(&self) -> bool {
        self.networks.first().is_some_and(|network| network.placeholder)
    }

    fn order(&self, given: Option<&Delegation>) -> Order {
        let range = self.networks.first().map(|network| network.range);
        let range = range.unwrap_or(whole_space(Ipv6Addr::UNSPECIFIED.into()));
        order(self.registry, self.placeholder(), range, given)
    }
}

/// Which of several registries' networks comes first: a real one before a placeholder, then one of the registry that
/// has given the block out, then the smallest.
pub(super) type Order = (bool, bool, u128);

pub(super) fn order(
    registry: &Registry,
    placeholder: bool,
    range: (IpAddr, IpAddr),
    given: Option<&Delegation>,
) -> Order {
    let elsewhere = given.is_some_and(|block| registry.about().registry != block.registry.name());
    let size = match range {
        (IpAddr::V4(first), IpAddr::V4(last)) => u128::from(last.to_bits() - first.to_bits()),
        (IpAddr::V6(first), IpAddr::V6(last)) => last.to_bits() - first.to_bits(),
        _ => u128::MAX,
    };
    (placeholder, elsewhere, size)
}

/// The decision for a range, from the rules that apply, the network of each registry, and what was heard online.
pub(super) fn weigh(
    resolver: &Resolver,
    address: IpAddr,
    range: (IpAddr, IpAddr),
    place: &Place,
    heard: &[Heard],
) -> Result<Decision, ResolveError> {
    let words = Words {
        leave_out: false,
        judgements: &mut Judgements::default(),
        said: &[],
    };
    decide(resolver, address, range, place, heard, words)
}

/// The decision for a place in which ranges and names are left out; see [`super::Surroundings`]. What networks say is in
/// `said`, or in the index.
pub(super) fn outline(
    resolver: &Resolver,
    address: IpAddr,
    place: &Place,
    judgements: &mut Judgements,
    said: &[Said],
) -> Result<Decision, ResolveError> {
    let words = Words {
        leave_out: true,
        judgements,
        said,
    };
    decide(resolver, address, place.range, place, &[], words)
}

/// How a decision is worded.
struct Words<'a> {
    /// Whether ranges and names are left out.
    leave_out: bool,
    judgements: &'a mut Judgements,
    /// What stands in place of what networks say.
    said: &'a [Said],
}

fn decide(
    resolver: &Resolver,
    address: IpAddr,
    mut range: (IpAddr, IpAddr),
    place: &Place,
    heard: &[Heard],
    words: Words<'_>,
) -> Result<Decision, ResolveError> {
    let Words {
        leave_out,
        judgements,
        said,
    } = words;
    let mut consulted = Vec::new();
    let standing = resolver.standing(address, &place.blocks)?;
    let rules = &resolver.rules;
    let ruling = place.ruling;
    let contact_rule = ruling.contact.and_then(|number| rules.rule(number));
    let language_rule = ruling.language.and_then(|number| rules.rule(number));
    consulted.extend(rules_say(
        rules.file(),
        rules.all().len(),
        contact_rule,
        language_rule,
    ));

    let mut chains = Vec::new();
    for (number, (spot, registry)) in place.spots.iter().zip(resolver.registries()).enumerate() {
        match spot.and_then(|spot| spot.network) {
            Some(network) => chains.push(climb(number, registry, address, network)?),
            None => consulted.push(registry_says(number, registry, None, judgements)),
        }
    }
    let given = standing.given();
    if leave_out {
        range = leave_ranges_out(resolver, address, &mut chains);
    }
    for chain in &mut chains {
        chain.name(said);
    }
    chains.sort_by_key(|chain| chain.order(given));
    consulted.extend(statistics_say(&standing, resolver.index(), leave_out));
    for chain in &chains {
        consulted.push(registry_says(
            chain.number,
            chain.registry,
            Some(chain),
            judgements,
        ));
    }
    consulted.extend(heard.iter().map(Heard::consultation));
    let answers: Vec<&Answer> = heard
        .iter()
        .filter_map(|heard| heard.said.as_ref().ok())
        .collect();

    let mut candidates: Vec<Candidate> = Vec::new();
    if let Some(rule) = contact_rule {
        candidates.extend(ruled(rule, rules.source(rule)));
    }
    for chain in chains.iter().filter(|chain| !chain.placeholder()) {
        offered(chain, &resolver.policy, judgements, said, &mut candidates);
    }
    for answer in &answers {
        candidates.extend(answer.candidates(&resolver.policy));
    }
    let suppressed = contact_rule.is_some_and(|rule| rule.action == Action::Suppress);
    let most_specific = chains.iter().find(|chain| !chain.placeholder());
    let networks = most_specific.map_or(&[][..], |chain| &chain.networks);
    let known = answers.iter().filter(|answer| answer.is_of_network());
    let country = networks
        .iter()
        .find_map(|network| network.country.clone())
        .or_else(|| known.clone().find_map(|answer| answer.country.clone()))
        .or_else(|| given.and_then(|block| block.country.clone()));
    let threshold = resolver.policy.threshold;
    let sure = |one: &Candidate| one.mailbox.is_some() && one.confidence >= threshold;
    // The further away, the later it is asked, and only when nobody nearer is named.
    if !suppressed && !candidates.iter().any(sure) {
        beyond::of_origin(resolver, place.origin, &mut candidates, &mut consulted)?;
    }
    if !suppressed && !candidates.iter().any(sure) {
        beyond::of_country(resolver, country.as_deref(), &mut candidates, &mut consulted);
    }
    let (candidates, won) = rank(candidates, resolver.policy.threshold, suppressed);
    let winner = candidates.first().filter(|_| won);
    let verdict = match winner.and_then(|winner| winner.mailbox.clone()) {
        _ if suppressed => Verdict::Suppress,
        Some(mailbox) => Verdict::Notify(mailbox),
        None => Verdict::Unresolved(why_nobody(&candidates, &chains, &standing, heard)),
    };
    Ok(Decision {
        range,
        verdict,
        confidence: winner.map_or(0, |winner| winner.confidence),
        languages: languages(language_rule, reader(winner, &chains, &answers), country.clone()),
        country,
        network: networks
            .first()
            .map(|network| network.name.clone())
            .into_iter()
            .chain(known.map(|answer| answer.name.clone()))
            .find(|name| !name.is_empty()),
        rule: contact_rule.map(|rule| rules.source(rule)),
        candidates,
        consulted,
    })
}

/// Leaves ranges and names out; returns the range that the decision has instead.
fn leave_ranges_out(resolver: &Resolver, address: IpAddr, chains: &mut [Chain<'_>]) -> (IpAddr, IpAddr) {
    let flagged = chains.iter().filter_map(|chain| chain.networks.first());
    let own = flagged
        .filter_map(|network| resolver.policy.rejects.own_network(network.range))
        .max_by_key(ipnet::IpNet::prefix_len);
    let networks = chains.iter_mut().flat_map(|chain| &mut chain.networks);
    for (number, network) in networks.enumerate() {
        network.leave_out(number);
    }
    own.map_or(whole_space(address), |own| (own.network(), own.broadcast()))
}

/// Follows a network upwards until a registry maintainer keeps one, or there is nothing above.
fn climb(
    number: usize,
    registry: &Registry,
    address: IpAddr,
    network: u32,
) -> Result<Chain<'_>, ResolveError> {
    let mut networks = Vec::new();
    let mut next = Some(network);
    while let Some(network) = next {
        let network = registry.network(address, network)?;
        next = network.parent.filter(|_| !network.kept && !network.placeholder);
        networks.push(network);
    }
    Ok(Chain {
        number,
        registry,
        networks,
        names: Vec::new(),
    })
}

fn ruled(rule: &Rule, source: Source) -> Option<Candidate> {
    let Action::Notify(Some(mailbox)) = &rule.action else {
        return None;
    };
    Some(Candidate {
        published: mailbox.to_string(),
        mailbox: Some(mailbox.clone()),
        lost: None,
        source,
        object: format!("rule {}", rule.written),
        path: vec![format!("rule {} on line {}", rule.written, rule.line)],
        depth: 0,
        confidence: OPERATOR,
        marks: Vec::new(),
    })
}

/// Adds all mailboxes that a network and its parents name, in the order of the registry's algorithm.
fn offered(
    chain: &Chain<'_>,
    policy: &Policy,
    judgements: &mut Judgements,
    said: &[Said],
    found: &mut Vec<Candidate>,
) {
    // Whether a registry's mailbox is in its own place depends on the flagged network, not on one above it.
    let Some(flagged) = chain.networks.first().map(|most_specific| most_specific.range) else {
        return;
    };
    let about = chain.registry.about();
    for (depth, (network, name)) in (0_u32..).zip(chain.networks.iter().zip(&chain.names)) {
        let number = (chain.number, network.claimed);
        let here = |said: &&Said| (said.registry, said.depth) == (chain.number, depth as usize);
        let judged = match said.iter().find(here) {
            Some(said) => Arc::clone(&said.judged),
            None => judgements.of(number, &network.claims, flagged, policy),
        };
        for judged in &*judged {
            let Some(offer) = network.claims.offers.get(judged.offer) else {
                continue;
            };
            let climbed = chain.names.iter().take(depth as usize + 1).map(|name| &name.full);
            let way = Way {
                source: Source::Dump {
                    registry: about.registry.clone(),
                    file: network.dump.file.clone(),
                    dated: network.dump.dated,
                    imported: about.imported,
                },
                object: name.key.clone(),
                path: climbed.chain(&offer.path).cloned().collect(),
                depth,
            };
            found.push(weighed(&judged.published, judged.verdict.clone(), offer, way));
        }
    }
}

/// How an offer came to be known.
pub(super) struct Context<'a> {
    pub(super) source: Source,
    pub(super) object: String,
    pub(super) path: Vec<String>,
    pub(super) depth: u32,
    /// The flagged network, where it is known.
    pub(super) range: Option<(IpAddr, IpAddr)>,
    /// Handle of who holds the object that names the mailbox.
    pub(super) holder: Option<&'a str>,
}

/// What one published address comes to: usable or not, and how sure it is.
pub(super) fn candidate(published: &str, offer: &Offer, context: Context<'_>, policy: &Policy) -> Candidate {
    let verdict = judge(published, offer, context.range, context.holder, policy);
    let way = Way {
        source: context.source,
        object: context.object,
        path: context.path,
        depth: context.depth,
    };
    weighed(published, verdict, offer, way)
}

/// The way to an offer, as a candidate has it.
struct Way {
    source: Source,
    object: String,
    path: Vec<String>,
    depth: u32,
}

fn weighed(published: &str, verdict: Result<Usable, String>, offer: &Offer, way: Way) -> Candidate {
    let mut candidate = Candidate {
        published: published.to_owned(),
        mailbox: None,
        lost: None,
        source: way.source,
        object: way.object,
        path: way.path,
        depth: way.depth,
        confidence: sureness(offer, way.depth, matches!(verdict, Ok((_, Some(_))))),
        marks: Vec::new(),
    };
    if let Some(doubt) = &offer.doubt {
        candidate.marks.push(format!("the registry remarks: {doubt}"));
    }
    match verdict {
        Ok((mailbox, low)) => {
            candidate.mailbox = Some(mailbox);
            candidate.marks.extend(low);
        }
        Err(reason) => candidate.lost = Some(reason),
    }
    candidate
}

/// A usable mailbox, with the reason for low confidence if there is one.
pub(super) type Usable = (Mailbox, Option<String>);

/// The usable mailbox; or the reason against it.
pub(super) fn judge(
    published: &str,
    offer: &Offer,
    range: Option<(IpAddr, IpAddr)>,
    holder: Option<&str>,
    policy: &Policy,
) -> Result<Usable, String> {
    let rejects: &Rejects = &policy.rejects;
    if let Some(reason) = rejects.judge_text(&offer.published) {
        return Err(reason.to_owned());
    }
    let mailbox = Mailbox::parse(published, &policy.allow_domains).map_err(|error| error.to_string())?;
    match rejects.judge(&mailbox, range.unwrap_or(NOWHERE), holder) {
        Judgement::Fine => Ok((mailbox, None)),
        Judgement::Low(reason) => Ok((mailbox, Some(reason.to_owned()))),
        Judgement::Rejected(reason) => Err(format!("on the reject list: {reason}")),
    }
}

/// How sure an offer is; `low` when its mailbox passes reports on to others.
fn sureness(offer: &Offer, depth: u32, low: bool) -> u8 {
    let doubted = if offer.doubt.is_some() { DOUBTED } else { u8::MAX };
    let low = if low { LOW } else { u8::MAX };
    confidence(offer.step, depth).min(doubted).min(low)
}

/// Whether somebody is named surely enough for nobody further away to be asked.
pub(super) fn names_somebody(said: &Said, threshold: u8) -> bool {
    let depth = u32::try_from(said.depth).unwrap_or(u32::MAX);
    said.judged.iter().any(|Judged { offer, verdict, .. }| {
        let offer = said.claims.offers.get(*offer);
        let low = |usable: &Usable| usable.1.is_some();
        let sure =
            |usable: &Usable| offer.is_some_and(|offer| sureness(offer, depth, low(usable)) >= threshold);
        verdict.as_ref().is_ok_and(sure)
    })
}

fn confidence(step: Step, depth: u32) -> u8 {
    match step {
        Step::AbuseC | Step::OrganisationAbuseC if depth == 0 => 95,
        Step::AbuseC | Step::OrganisationAbuseC | Step::Inherited => 90,
        Step::Irt | Step::OrganisationMailbox => 85,
        Step::ContactRole => 75,
        Step::Abusix => 65,
        Step::Registrant => 60,
        Step::Remark => 40,
        Step::Technical => LOW,
        Step::ReverseDns => 20,
    }
}

pub(super) fn is_abuse_like(address: &str) -> bool {
    const WORDS: [&str; 8] = ["abuse", "abuso", "cert", "csirt", "security", "soc", "irt", "noc"];
    let local = address
        .split_once('@')
        .map_or(address, |(local, _)| local)
        .to_ascii_lowercase();
    local
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| WORDS.contains(&part))
        || local.contains("abuse")
}

/// Winner, alternates, rejected; and whether there is a winner. Says of each loser why it lost.
fn rank(candidates: Vec<Candidate>, threshold: u8, suppressed: bool) -> (Vec<Candidate>, bool) {
    let mut usable: Vec<Candidate> = Vec::new();
    let mut rejected: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let is_contact = |one: &Candidate, contact: &Mailbox| {
            let mailbox = one.mailbox.as_ref();
            mailbox.is_some_and(|mailbox| mailbox.as_str().eq_ignore_ascii_case(contact.as_str()))
        };
        match &candidate.mailbox {
            Some(contact) if usable.iter().any(|one| is_contact(one, contact)) => {}
            Some(_) => usable.push(candidate),
            None if rejected.iter().any(|one| one.published == candidate.published) => {}
            None => rejected.push(candidate),
        }
    }
    let won = usable
        .iter()
        .position(|one| one.confidence >= threshold)
        .filter(|_| !suppressed);
    let winner = won.map(|at| usable.remove(at));
    for one in &mut usable {
        one.lost = Some(why_lost(one, winner.as_ref(), threshold, suppressed));
    }
    // Stable: of equal confidence, the order of the algorithm.
    usable.sort_by_key(|one| std::cmp::Reverse(one.confidence));
    let won = winner.is_some();
    (winner.into_iter().chain(usable).chain(rejected).collect(), won)
}

fn why_lost(one: &Candidate, winner: Option<&Candidate>, threshold: u8, suppressed: bool) -> String {
    match winner {
        _ if suppressed => "a rule says not to write".to_owned(),
        _ if one.confidence < threshold => {
            format!(
                "its confidence {} is under the threshold {threshold}",
                one.confidence
            )
        }
        Some(Candidate {
            source: Source::Operator { .. },
            ..
        }) => "the operator's rule comes first".to_owned(),
        Some(winner) if winner.source != one.source && matches!(one.source, Source::Online { .. }) => {
            "a source that was asked earlier names another".to_owned()
        }
        Some(winner) if winner.depth < one.depth => "a more specific network names another".to_owned(),
        Some(winner) if winner.object != one.object => "another registry's network comes first".to_owned(),
        _ => "the same object names another first".to_owned(),
    }
}

fn why_nobody(
    candidates: &[Candidate],
    chains: &[Chain<'_>],
    standing: &Standing,
    heard: &[Heard],
) -> Unresolved {
    let answers = || heard.iter().filter_map(|heard| heard.said.as_ref().ok());
    if let Some(trouble) = heard.iter().find_map(Heard::open_trouble) {
        // What failed might have named somebody surer: neither "nobody" nor "not sure enough" is known yet.
        trouble.reason()
    } else if candidates.iter().any(|one| one.mailbox.is_some()) {
        Unresolved::BelowThreshold
    } else if !candidates.is_empty() {
        Unresolved::RejectedAddress
    } else if chains.iter().any(|chain| !chain.placeholder()) || answers().any(Answer::is_of_network) {
        Unresolved::NoAbuseRole
    } else if matches!(standing, Standing::Unallocated(_)) {
        Unresolved::Unallocated
    } else if !chains.is_empty() || answers().any(|answer| answer.placeholder) {
        Unresolved::PlaceholderOnly
    } else if heard.iter().any(Heard::is_of_nothing) {
        Unresolved::Unallocated
    } else {
        Unresolved::NoSource
    }
}

/// What is known of those who will read the letter: the network that names the winner, or without an automatic winner
/// the flagged one.
fn reader<'a>(
    winner: Option<&Candidate>,
    chains: &'a [Chain<'_>],
    answers: &[&'a Answer],
) -> Option<&'a Claims> {
    match winner.map(|winner| (&winner.source, winner.depth)) {
        Some((Source::Dump { registry, .. }, depth)) => chains
            .iter()
            .find(|chain| chain.registry.about().registry == *registry)
            .and_then(|chain| chain.networks.get(depth as usize))
            .map(|network| &*network.claims),
        Some((source @ Source::Online { .. }, _)) => answers
            .iter()
            .find(|answer| answer.source() == *source)
            .map(|answer| &answer.claims),
        _ => chains
            .iter()
            .find(|chain| !chain.placeholder())
            .and_then(|chain| chain.networks.first())
            .map(|network| &*network.claims)
            .or_else(|| {
                let known = answers.iter().find(|answer| answer.is_of_network());
                known.map(|answer| &answer.claims)
            }),
    }
}

/// The rule's language; then what the registry says of the reader, and last the flagged network's country.
fn languages(rule: Option<&Rule>, reader: Option<&Claims>, country: Option<String>) -> Vec<LanguageHint> {
    let mut hints: Vec<LanguageHint> = Vec::new();
    hints.extend(
        rule.and_then(|rule| rule.language.clone())
            .map(LanguageHint::Rule),
    );
    if let Some(reader) = reader {
        let tags = reader.languages.iter().filter_map(|tag| Language::new(tag).ok());
        for hint in tags.map(LanguageHint::Registry) {
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        let holder = reader.holder.as_ref().and_then(|holder| holder.country.clone());
        hints.extend(holder.map(LanguageHint::HolderCountry));
    }
    hints.extend(country.map(LanguageHint::NetworkCountry));
    hints
}

fn rules_say(
    file: &str,
    count: usize,
    contact: Option<&Rule>,
    language: Option<&Rule>,
) -> Option<Consultation> {
    if count == 0 {
        return None;
    }
    let mut answers = Vec::new();
    if let Some(rule) = contact {
        let order = match &rule.action {
            Action::Notify(Some(mailbox)) => format!("write to {mailbox}"),
            Action::Notify(None) | Action::Unsaid => "write to whom the registry names".to_owned(),
            Action::Suppress => "do not write".to_owned(),
        };
        let note = if rule.note.is_empty() {
            String::new()
        } else {
            format!(" ({})", rule.note)
        };
        answers.push(format!("line {}, {}: {order}{note}", rule.line, rule.written));
    }
    if let Some(rule) = language
        && let Some(tag) = &rule.language
    {
        answers.push(format!("line {}, {}: write in {tag}", rule.line, rule.written));
    }
    if answers.is_empty() {
        answers.push("no rule applies".to_owned());
    }
    Some(Consultation {
        source: format!("the rules in {file}"),
        answers,
    })
}

/// What the registries' statistics say; nothing when none are loaded.
fn statistics_say(standing: &Standing, index: Option<&Index>, leave_out: bool) -> Option<Consultation> {
    let of = |about: &AboutDelegated| {
        let dated = about.dump.dated.map(|time| format!(" of {}", date(time)));
        format!("{}{}", about.delegations_of.name(), dated.unwrap_or_default())
    };
    let loaded: Vec<String> = index?.about_delegated().map(of).collect();
    if loaded.is_empty() {
        return None;
    }
    let range = |block: &Delegation| match block.range {
        _ if leave_out => block_mark(),
        (first, last) => format!("{first} - {last}"),
    };
    let answer = match standing {
        Standing::Given(block) => {
            let country = block.country.as_deref();
            let country = country
                .map(|code| format!(", country {code}"))
                .unwrap_or_default();
            format!(
                "{} has given out {}{country}",
                block.registry.name(),
                range(block)
            )
        }
        Standing::Unallocated(Some(block)) => {
            let word = match block.status {
                Status::Reserved => "reserved",
                Status::Available | Status::Given => "available",
            };
            format!(
                "{} is {word} at {}: nobody has it",
                range(block),
                block.registry.name()
            )
        }
        Standing::Unallocated(None) => "no registry has given the address out".to_owned(),
        Standing::Unknown => "none of these has given the address out".to_owned(),
    };
    Some(Consultation {
        source: format!("the statistics of {}", loaded.join(", ")),
        answers: vec![answer],
    })
}

fn date(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

fn registry_says(
    number: usize,
    registry: &Registry,
    chain: Option<&Chain<'_>>,
    judgements: &mut Judgements,
) -> Consultation {
    let about = registry.about();
    let networks = chain.map_or(&[][..], |chain| &chain.networks);
    let names = chain.map_or(&[][..], |chain| &chain.names);
    let dump = networks
        .first()
        .map(|network| &network.dump)
        .or(about.dumps.first());
    let source = judgements.source(number, dump, || {
        let file = dump.map_or("", |dump| dump.file.as_str());
        let dated = dump
            .and_then(|dump| dump.dated)
            .map(|time| format!(" of {}", date(time)))
            .unwrap_or_default();
        format!(
            "the {} dump {file}{dated}, imported {}",
            about.registry,
            date(about.imported)
        )
    });
    let mut answers = Vec::with_capacity(2 * networks.len().max(1));
    for (depth, (network, name)) in networks.iter().zip(names).enumerate() {
        let which = if depth == 0 {
            "the most specific network"
        } else {
            "the next less specific network"
        };
        // Put together without format!, which takes several times as long: there are hundreds of thousands of stories.
        answers.push(if network.placeholder {
            [
                "only ",
                &name.full,
                " covers the address: it says that the range is another registry's",
            ]
            .concat()
        } else {
            let described = network.claims.described(network.country.as_deref());
            [which, " is ", &name.full, &described].concat()
        });
        let gaps = network.claims.gaps.iter();
        answers.extend(gaps.map(|gap| [&name.key, ": ", gap].concat()));
        for offer in &network.claims.offers {
            let path = offer.path.join(", ");
            answers.push([&name.key, " names ", &offer.published, " by ", &path].concat());
        }
        if network.claims.offers.is_empty() && !network.placeholder {
            let why = if network.kept {
                "; the registry's own maintainer keeps it, so nothing is inherited from above"
            } else {
                ""
            };
            answers.push([&name.key, " leads to no abuse mailbox", why].concat());
        }
    }
    if answers.is_empty() {
        answers.push("no network there".to_owned());
    }
    Consultation { source, answers }
}

impl Known {
    /// Leaves out what other networks that say the same do not share; what stays empty is not left out.
    fn leave_out(&mut self, number: usize) {
        self.left_out = Some(number);
        if !self.name.is_empty() {
            self.name = name_mark(number);
        }
    }
}

impl Name {
    fn of(network: &Known) -> Self {
        let range = match network.left_out {
            Some(number) => range_mark(number),
            None => range_text(network.range),
        };
        let key = [network.class, " ", &range].concat();
        let full = match network.name.as_str() {
            "" => key.clone(),
            name => [&key, " (", name, ")"].concat(),
        };
        Self { key, full }
    }
}
