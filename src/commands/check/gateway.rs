//! The gateway: whether it can be reached, what it offers, whether the plan fits through it, and how long that takes.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Point, Request, Verdict};
use crate::commands::sample::{self, Rehearsed};
use crate::commands::send::{foresee, settings, span, stopped};
use crate::commands::{Campaign, Context, counted};
use crate::config::Config;
use crate::failure::Failure;
use crate::gateway::{Capabilities, Endpoint, Gateway, Outbox, Security};
use crate::ledger::Load;

/// A certificate that runs out within so many days deserves a warning.
const DAYS: i64 = 14;

/// What an open connection tells.
struct Probe {
    capabilities: Option<Capabilities>,
    security: Option<Security>,
    /// How long it took to be ready for a letter.
    ready: Duration,
}

pub(super) fn look(
    context: &Context,
    config: &Config,
    request: &Request,
    settings_fine: bool,
) -> Result<Vec<Point>, Failure> {
    let to = match &request.canary {
        Some(address) => Some(sample::own_address(config, address)?),
        None => None,
    };
    let now = context.clock.now();
    let prepared = settings(config).and_then(|settings| {
        let endpoint = settings.endpoint.clone();
        Ok((endpoint, Gateway::new(settings).map_err(stopped)?))
    });
    let (endpoint, gateway) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return Ok(vec![Point::failed("gateway", &failure)]),
    };
    let plan = Plan::read(context);
    let mut points = Vec::new();
    if request.offline {
        points.push(Point::fine("gateway", format!("{endpoint} (not contacted)")));
        points.extend(plan.map(|plan| plan.point(None, now)));
        return Ok(points);
    }
    if let Endpoint::Outbox(folder) = &endpoint {
        points.push(match Outbox::open(folder).map_err(stopped) {
            Ok(_) => Point::fine(
                "gateway",
                format!("{endpoint} can be written; nothing leaves this machine"),
            ),
            Err(failure) => Point::failed("gateway", &failure),
        });
        points.extend(plan.map(|plan| plan.point(None, now)));
    } else {
        match probe(&gateway) {
            Err(failure) => {
                points.push(Point::failed("gateway", &failure));
                points.extend(plan.map(|plan| plan.point(None, now)));
                return Ok(points);
            }
            Ok(probe) => {
                points.push(reached(&endpoint, &probe));
                points.extend(probe.security.as_ref().map(|security| protected(security, now)));
                points.extend(plan.map(|plan| plan.point(probe.capabilities.as_ref(), now)));
            }
        }
    }
    if let Some(to) = to {
        points.push(if settings_fine {
            canary(context, config, &gateway, &to)
        } else {
            Point::problem("canary", "not sent: what is wrong above comes first")
        });
    }
    Ok(points)
}

fn probe(gateway: &Gateway) -> Result<Probe, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::outside)?;
    runtime.block_on(async {
        let began = Instant::now();
        let connection = gateway.open().await.map_err(|no| sample::unavailable(&no))?;
        let probe = Probe {
            capabilities: connection.capabilities().cloned(),
            security: connection.security(),
            ready: began.elapsed(),
        };
        connection.quit().await;
        Ok(probe)
    })
}

/// What the gateway offers.
fn reached(endpoint: &Endpoint, probe: &Probe) -> Point {
    let can = probe.capabilities.clone().unwrap_or_default();
    let mut point = Point::fine(
        "gateway",
        format!(
            "{endpoint} is ready for letters after {} ms",
            probe.ready.as_millis()
        ),
    );
    point
        .detail
        .push(format!("it offers {}", can.keywords.join(", ")));
    if !can.pipelining {
        point
            .detail
            .push("without PIPELINING each letter takes three round trips more".to_owned());
    }
    if !can.dsn {
        point
            .detail
            .push("without DSN returned letters are told apart by their return path alone".to_owned());
    }
    point
}

/// Whether the certificate will still hold.
fn protected(security: &Security, now: Timestamp) -> Point {
    let Security {
        version,
        cipher,
        expires,
    } = security;
    let Some(expires) = expires else {
        return Point::warning(
            "TLS",
            format!("{version}, {cipher}; the certificate's end could not be read"),
        );
    };
    let days = expires.duration_since(now).as_hours() / 24;
    let text = format!(
        "{version}, {cipher}; the certificate holds for {} (until {expires:.0})",
        counted(days.max(0).cast_unsigned(), "more day", "more days")
    );
    if days < DAYS {
        Point::warning("TLS", text).hint("have it renewed before you send: letters stop when it has run out")
    } else {
        Point::fine("TLS", text)
    }
}

fn canary(context: &Context, config: &Config, gateway: &Gateway, to: &crate::contact::Mailbox) -> Point {
    let planned = Campaign::look(context)
        .ok()
        .and_then(|campaign| sample::of_plan(&campaign, to, context.clock.now()).ok())
        .and_then(|samples| samples.into_iter().next());
    let sent = match planned {
        Some(sample) => Ok(sample),
        None => sample::made_up(context, config, to),
    }
    .and_then(|sample| sample::hand_over(gateway, &[sample]));
    match sent {
        Ok(results) => {
            let fine = results.iter().all(Rehearsed::accepted);
            let verdict = if fine { Verdict::Fine } else { Verdict::Unreachable };
            let mut detail = sample::lines(&results, to.as_str());
            if fine {
                detail.push(format!(
                    "look whether it arrives in the mailbox of {}, and how its Authentication-Results judge it",
                    to.as_str()
                ));
            }
            Point::new("canary", verdict, detail)
        }
        Err(failure) => Point::failed("canary", &failure),
    }
}

/// What is to be sent.
struct Plan {
    load: Load,
    /// When the last letter goes, if the gateway takes each at once.
    ends: Result<Option<Timestamp>, Failure>,
    held: u64,
    paced: bool,
}

impl Plan {
    /// The letters that could be sent now; `None` without any.
    fn read(context: &Context) -> Option<Self> {
        let campaign = Campaign::look(context).ok()?;
        let now = context.clock.now();
        let load = campaign.ledger.load(now).ok().filter(|load| load.letters > 0)?;
        let pace = &campaign.config.pace;
        let paced = pace.rate > 0
            || campaign.config.gateway.rate > 0
            || pace.per_domain > 0
            || !pace.hours.trim().is_empty();
        let foreseen = foresee(&campaign, now);
        let held = foreseen
            .as_ref()
            .map_or(0, |forecast| forecast.held.iter().map(|held| held.letters).sum());
        Some(Self {
            load,
            ends: foreseen.map(|forecast| forecast.ends),
            held,
            paced,
        })
    }

    fn point(&self, can: Option<&Capabilities>, now: Timestamp) -> Point {
        let Load {
            letters,
            bytes,
            largest,
        } = self.load;
        let size = format!(
            "{} to send, {} in all, the largest {}",
            counted(letters, "letter", "letters"),
            octets(bytes),
            octets(largest)
        );
        let ends = match &self.ends {
            Ok(ends) => ends.unwrap_or(now),
            Err(failure) => return Point::failed("plan", failure),
        };
        let most = can.and_then(|can| can.largest_letter);
        if let Some(most) = most.filter(|most| largest > *most) {
            return Point::problem("plan", size).hint(format!(
                "the gateway takes {} at most: raise its limit, or lower [limits] ips_in_body and plan again",
                octets(most)
            ));
        }
        let mut point = Point::fine("plan", size);
        point.detail.push(if self.paced {
            format!(
                "by the pace the last one goes in {} (see forewarn send --dry-run)",
                span(ends.duration_since(now))
            )
        } else {
            "they go as fast as the gateway takes them ([pace] sets no bound)".to_owned()
        });
        if self.held > 0 {
            point.detail.push(format!(
                "{} for working hours",
                counted(self.held, "of them waits", "of them wait")
            ));
        }
        point
    }
}

/// Octets as people read them.
fn octets(n: u64) -> String {
    match n {
        0..=9_999 => counted(n, "octet", "octets"),
        10_000..=9_999_999 => format!("{} KB", n.div_ceil(1_000)),
        _ => format!("{} MB", n.div_ceil(1_000_000)),
    }
}
