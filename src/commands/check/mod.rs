//! `forewarn check`: everything that can be wrong before the first letter.
//!
//! First what can be known offline (`settings.rs`), then the gateway (`gateway.rs`), the sender's domain in DNS
//! (`domain.rs`; `coverage.rs` for its SPF record), and what the plan will take. Nothing is sent, but for the one sample that `--canary` asks for.

mod coverage;
mod domain;
mod gateway;
mod settings;

use std::io::{self, Write};

use serde::Serialize;

use super::{Context, Summary, json_of};
use crate::config::Config;
use crate::failure::{Failure, Kind};

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Touch no network.
    pub offline: bool,
    /// Send one sample to this address.
    pub canary: Option<String>,
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    /// As it should be.
    Fine,
    /// Letters can go; a person should look.
    Warning,
    /// The world outside has to change, or could not be asked.
    Unreachable,
    /// A setting, or a record of the sender's own, has to change.
    Problem,
}

/// One thing looked at.
#[derive(Debug, Clone, Serialize)]
struct Point {
    what: &'static str,
    fine: bool,
    verdict: Verdict,
    detail: Vec<String>,
}

impl Point {
    fn new(what: &'static str, verdict: Verdict, detail: Vec<String>) -> Self {
        Self {
            what,
            fine: verdict == Verdict::Fine,
            verdict,
            detail,
        }
    }

    fn fine(what: &'static str, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Fine, vec![detail.into()])
    }

    fn warning(what: &'static str, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Warning, vec![detail.into()])
    }

    fn problem(what: &'static str, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Problem, vec![detail.into()])
    }

    fn unreachable(what: &'static str, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Unreachable, vec![detail.into()])
    }

    fn failed(what: &'static str, failure: &Failure) -> Self {
        let verdict = match failure.kind {
            Kind::Usage => Verdict::Problem,
            Kind::Outside | Kind::Internal => Verdict::Unreachable,
        };
        let hints = failure.hints.iter().map(|hint| format!("hint: {hint}"));
        let detail = std::iter::once(failure.to_string()).chain(hints).collect();
        Self::new(what, verdict, detail)
    }

    /// The same with a hint.
    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.detail.push(format!("hint: {}", hint.into()));
        self
    }
}

/// Everything looked at.
#[derive(Debug)]
pub struct Report(Vec<Point>);

/// Looks at configuration, contacts file and letters; then, unless `offline`, at the gateway and at the sender's
/// domain in DNS.
///
/// # Errors
/// Only when there is no readable `campaign.toml`, or the canary's address is none; everything else is a point of the
/// report.
pub fn run(context: &Context, request: &Request) -> Result<Report, Failure> {
    let config = Config::load(&context.folder)?;
    let mut points = settings::look(&config);
    let settings_fine = points.iter().all(|point| point.fine);
    points.extend(gateway::look(context, &config, request, settings_fine)?);
    if !request.offline {
        points.extend(domain::look(&config));
    }
    Ok(Report(points))
}

impl Report {
    fn worst(&self) -> Verdict {
        self.0
            .iter()
            .map(|point| point.verdict)
            .max()
            .unwrap_or(Verdict::Fine)
    }
}

impl Summary for Report {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for point in &self.0 {
            let mark = match point.verdict {
                Verdict::Fine => "ok",
                Verdict::Warning => "warning",
                Verdict::Unreachable | Verdict::Problem => "problem",
            };
            let mut lines = point.detail.iter().flat_map(|detail| detail.lines());
            writeln!(
                out,
                "{mark:7} {:14} {}",
                point.what,
                lines.next().unwrap_or_default()
            )?;
            for line in lines {
                writeln!(out, "{:22} {line}", "")?;
            }
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(&self.0)
    }

    fn leaves_work(&self) -> bool {
        self.worst() != Verdict::Fine
    }

    fn exit_code(&self) -> u8 {
        match self.worst() {
            Verdict::Fine => 0,
            Verdict::Warning => 1,
            Verdict::Problem => 2,
            Verdict::Unreachable => 3,
        }
    }
}
