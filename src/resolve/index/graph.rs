//! The objects that network objects refer to, and what the references come to.
//!
//! Filled while a dump is read, in whatever order its objects come; asked only when all of it has been read, so that
//! a role may stand before or after the network that names it, in the same file or another.

use std::collections::HashMap;

use super::claims::{Claims, Holder, Offer, Step};
use super::customs::{self, Customs};
use super::import::{Class, Record};
use crate::resolve::rpsl::Object;

/// A handle by its number; handles are compared in upper case.
pub(super) type Handle = u32;

/// The references of one network object that matter, in the order in which they stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct References {
    abuse_c: Vec<Handle>,
    organisation: Option<Handle>,
    irts: Vec<Handle>,
    roles: Vec<Handle>,
    languages: Vec<String>,
}

#[derive(Debug, Default)]
struct Organisation {
    name: String,
    country: Option<String>,
    languages: Vec<String>,
    abuse_c: Vec<Handle>,
    mailboxes: Vec<(String, Option<String>)>,
}

/// A role or an incident response team: its mailboxes, each with the registry's doubt.
#[derive(Debug, Default)]
struct Desk {
    mailboxes: Vec<(String, Option<String>)>,
}

/// All handles of one registry and what is known of them.
#[derive(Debug, Default)]
pub(super) struct Graph {
    numbers: HashMap<Box<str>, Handle>,
    handles: Vec<Box<str>>,
    organisations: HashMap<Handle, Organisation>,
    roles: HashMap<Handle, Desk>,
    irts: HashMap<Handle, Desk>,
}

/// How many objects of each class a registry's dump holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Referred {
    pub(super) organisations: u64,
    pub(super) roles: u64,
    pub(super) irts: u64,
    pub(super) mailboxes: u64,
}

impl Graph {
    /// Takes an organisation, role or irt; one that comes again replaces the earlier one.
    pub(super) fn add(&mut self, object: &Object) {
        match object.class() {
            "organisation" => {
                let organisation = Organisation {
                    name: object.first("org-name").unwrap_or_default(),
                    country: object.first("country").and_then(|country| country_code(&country)),
                    languages: object.values("language").collect(),
                    abuse_c: self.handles_in(object, "abuse-c"),
                    mailboxes: mailboxes(object),
                };
                let handle = self.number(&object.key());
                self.organisations.insert(handle, organisation);
            }
            "role" => {
                if let Some(handle) = object.first("nic-hdl") {
                    let handle = self.number(&handle);
                    let mailboxes = mailboxes(object);
                    self.roles.insert(handle, Desk { mailboxes });
                }
            }
            "irt" => {
                let handle = self.number(&object.key());
                let mailboxes = mailboxes(object);
                self.irts.insert(handle, Desk { mailboxes });
            }
            _ => {}
        }
    }

    /// Takes an organisation or a contact of ARIN's.
    pub(super) fn add_record(&mut self, record: &Record) {
        let handle = self.number(&record.handle);
        let doubt = record.comments.iter().find(|comment| {
            let comment = comment.to_ascii_lowercase();
            comment.contains("has attempted to validate") || comment.contains("invalid")
        });
        let mailboxes: Vec<_> = record
            .mailboxes
            .iter()
            .map(|mailbox| (mailbox.clone(), doubt.cloned()))
            .collect();
        if record.class == Class::Contact {
            self.roles.insert(handle, Desk { mailboxes });
        } else {
            let organisation = Organisation {
                name: record.name.clone(),
                country: country_code(&record.country),
                languages: Vec::new(),
                abuse_c: self.handles(&record.abuse),
                mailboxes: Vec::new(),
            };
            self.organisations.insert(handle, organisation);
        }
    }

    /// The references of a network or AS of ARIN's.
    pub(super) fn references_of_record(&mut self, record: &Record) -> References {
        let organisation = record.organisation.as_str();
        References {
            abuse_c: self.handles(&record.abuse),
            organisation: (!organisation.is_empty()).then(|| self.number(organisation)),
            ..References::default()
        }
    }

    /// The numbers of these handles, each once.
    fn handles(&mut self, handles: &[String]) -> Vec<Handle> {
        let mut found = Vec::new();
        for handle in handles {
            let number = self.number(handle);
            if !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    /// The references of a network object that this registry's customs follow.
    pub(super) fn references(&mut self, object: &Object, customs: Customs) -> References {
        let follows = |step| customs.steps.contains(&step);
        let mut references = References {
            abuse_c: self.handles_in(object, "abuse-c"),
            organisation: object.first("org").map(|handle| self.number(&handle)),
            languages: object.values("language").collect(),
            ..References::default()
        };
        if follows(Step::Irt) {
            references.irts = self.handles_in(object, "mnt-irt");
        }
        if follows(Step::ContactRole) {
            references.roles = self.handles_in(object, "admin-c");
            references.roles.extend(self.handles_in(object, "tech-c"));
        }
        references
    }

    pub(super) fn referred(&self) -> Referred {
        let desks = || {
            self.roles
                .values()
                .chain(self.irts.values())
                .map(|desk| desk.mailboxes.len())
        };
        let own = self
            .organisations
            .values()
            .map(|organisation| organisation.mailboxes.len());
        Referred {
            organisations: self.organisations.len() as u64,
            roles: self.roles.len() as u64,
            irts: self.irts.len() as u64,
            mailboxes: desks().chain(own).sum::<usize>() as u64,
        }
    }

    /// What references come to, step by step in the order of the registry's customs.
    pub(super) fn claims(&self, references: &References, customs: Customs) -> Claims {
        let organisation = references
            .organisation
            .and_then(|handle| self.organisations.get(&handle));
        let holder = references.organisation.map(|handle| Holder {
            handle: self.handle(handle).to_owned(),
            name: organisation.map(|found| found.name.clone()).unwrap_or_default(),
            country: organisation.and_then(|found| found.country.clone()),
        });
        let mut languages = references.languages.clone();
        languages.extend(
            organisation
                .into_iter()
                .flat_map(|found| found.languages.iter().cloned()),
        );
        let mut claims = Claims {
            holder,
            languages,
            ..Claims::default()
        };
        for step in customs.steps {
            self.follow(*step, references, customs.words, &mut claims);
        }
        claims
    }

    fn follow(
        &self,
        step: Step,
        references: &References,
        (attribute, class): (&str, &str),
        claims: &mut Claims,
    ) {
        let through = references
            .organisation
            .map(|handle| format!("org {}", self.handle(handle)));
        let organisation = references
            .organisation
            .and_then(|handle| self.organisations.get(&handle));
        match step {
            Step::AbuseC => {
                self.desks(
                    step,
                    &self.roles,
                    attribute,
                    class,
                    &references.abuse_c,
                    None,
                    claims,
                );
            }
            Step::OrganisationAbuseC => match (&through, organisation) {
                (Some(through), None) => claims.gaps.push(format!("{through} is not in the dump")),
                (Some(through), Some(found)) if found.abuse_c.is_empty() => {
                    claims.gaps.push(format!("{through} has no {attribute}"));
                }
                (Some(_), Some(found)) => {
                    let through = through.as_deref();
                    self.desks(
                        step,
                        &self.roles,
                        attribute,
                        class,
                        &found.abuse_c,
                        through,
                        claims,
                    );
                }
                (None, _) => {}
            },
            Step::Irt => self.desks(step, &self.irts, "mnt-irt", "irt", &references.irts, None, claims),
            Step::OrganisationMailbox => {
                for (published, doubt) in organisation.into_iter().flat_map(|found| &found.mailboxes) {
                    claims.offers.push(Offer {
                        published: published.clone(),
                        step,
                        path: through.iter().cloned().collect(),
                        doubt: doubt.clone(),
                    });
                }
            }
            // No registry's customs hold these: they are what online sources offer.
            Step::Abusix | Step::Registrant | Step::Remark | Step::Technical | Step::ReverseDns => {}
            Step::ContactRole => {
                // Persons are never asked, and a role without an abuse mailbox is the usual case here: no gaps.
                let named = references.roles.iter().filter(|role| {
                    self.roles
                        .get(role)
                        .is_some_and(|desk| !desk.mailboxes.is_empty())
                });
                let named: Vec<Handle> = named.copied().collect();
                self.desks(
                    step,
                    &self.roles,
                    "admin-c or tech-c",
                    "role",
                    &named,
                    None,
                    claims,
                );
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the words and the table are one case each"
    )]
    fn desks(
        &self,
        step: Step,
        desks: &HashMap<Handle, Desk>,
        attribute: &str,
        class: &str,
        named: &[Handle],
        through: Option<&str>,
        claims: &mut Claims,
    ) {
        for handle in named {
            let reference = format!("{attribute} {}", self.handle(*handle));
            let of = through
                .map(|through| format!(" of {through}"))
                .unwrap_or_default();
            match desks.get(handle) {
                None => claims.gaps.push(format!("{reference}{of} is not in the dump")),
                Some(desk) if desk.mailboxes.is_empty() => {
                    claims.gaps.push(format!(
                        "{class} {}{of} has no abuse-mailbox",
                        self.handle(*handle)
                    ));
                }
                Some(desk) => claims
                    .offers
                    .extend(desk.mailboxes.iter().map(|(published, doubt)| {
                        Offer {
                            published: published.clone(),
                            step,
                            path: through
                                .map(str::to_owned)
                                .into_iter()
                                .chain([reference.clone()])
                                .collect(),
                            doubt: doubt.clone(),
                        }
                    })),
            }
        }
    }

    fn handles_in(&mut self, object: &Object, attribute: &str) -> Vec<Handle> {
        let mut found = Vec::new();
        for value in object.values(attribute) {
            for handle in value.split([',', ' ']).filter(|handle| !handle.is_empty()) {
                let upper = handle.to_ascii_uppercase();
                if !customs::is_dummy(&upper) {
                    let number = self.number_of_upper(upper);
                    if !found.contains(&number) {
                        found.push(number);
                    }
                }
            }
        }
        found
    }

    fn number(&mut self, handle: &str) -> Handle {
        self.number_of_upper(handle.to_ascii_uppercase())
    }

    fn number_of_upper(&mut self, handle: String) -> Handle {
        if let Some(number) = self.numbers.get(handle.as_str()) {
            return *number;
        }
        let number = Handle::try_from(self.handles.len()).unwrap_or(Handle::MAX);
        let handle = handle.into_boxed_str();
        self.handles.push(handle.clone());
        self.numbers.insert(handle, number);
        number
    }

    fn handle(&self, number: Handle) -> &str {
        self.handles.get(number as usize).map_or("?", |handle| handle)
    }
}

/// The `abuse-mailbox` values of an object, each with the remark in which the registry calls it invalid, if any.
fn mailboxes(object: &Object) -> Vec<(String, Option<String>)> {
    let doubt = |mailbox: &str| {
        let mailbox = mailbox.to_ascii_lowercase();
        object.values("remarks").find(|remark| {
            let remark = remark.to_ascii_lowercase();
            remark.contains(&mailbox) && remark.contains("invalid")
        })
    };
    object
        .values("abuse-mailbox")
        .map(|published| {
            let doubt = doubt(&published);
            (published, doubt)
        })
        .collect()
}

/// Two letters that name a country; `EU`, `AP` and the user-assigned `ZZ` name none.
pub(super) fn country_code(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    let two = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    (two && !matches!(code.as_str(), "EU" | "AP" | "ZZ" | "XX")).then_some(code)
}
