//! `forewarn check`: what can be wrong before the first letter, without touching the network.

use std::io::{self, Write};

use serde::Serialize;

use super::{Context, Summary, json_of, letters, resolve, send, sender};
use crate::config::Config;
use crate::failure::Failure;
use crate::gateway::Gateway;
use crate::letter::check;

/// One thing looked at.
#[derive(Debug, Clone, Serialize)]
struct Point {
    what: &'static str,
    fine: bool,
    detail: Vec<String>,
}

/// Everything looked at.
#[derive(Debug)]
pub struct Report(Vec<Point>);

/// Looks at configuration, contacts file, letters and gateway settings.
///
/// # Errors
/// Only when there is no readable `campaign.toml`; everything else is a point of the report.
pub fn run(context: &Context) -> Result<Report, Failure> {
    let config = Config::load(&context.folder)?;
    let point = |what, result: Result<Vec<String>, Failure>| match result {
        Ok(detail) => Point {
            what,
            fine: true,
            detail,
        },
        Err(failure) => Point {
            what,
            fine: false,
            detail: std::iter::once(failure.to_string())
                .chain(failure.hints.iter().map(|h| format!("hint: {h}")))
                .collect(),
        },
    };
    let sender = sender::presentable(&config).map(|()| {
        vec![format!(
            "{} <{}>",
            config.sender.organisation, config.sender.address
        )]
    });
    let contacts = resolve::resolver(&config).map(|resolver| {
        let rules = resolver.rules().all().len();
        let registries: Vec<String> = resolver
            .index()
            .iter()
            .flat_map(|index| index.about())
            .map(|about| about.registry.clone())
            .collect();
        let registries = if registries.is_empty() {
            "no registry dumps".to_owned()
        } else {
            registries.join(", ")
        };
        vec![format!("{rules} rules, {registries}")]
    });
    let letter = letters::of_campaign(&config).and_then(|catalog| {
        let findings: Vec<String> = check(&catalog)
            .into_iter()
            .map(|f| format!("{}: {}", f.place, f.what))
            .collect();
        if findings.is_empty() {
            Ok(vec![format!(
                "{} in {} languages",
                config.letter,
                catalog.languages().len()
            )])
        } else {
            Err(Failure::usage(findings.join("\n")))
        }
    });
    let gateway = send::settings(&config).and_then(|settings| {
        let endpoint = settings.endpoint.to_string();
        Gateway::new(settings).map_err(send::stopped)?;
        Ok(vec![format!("{endpoint} (not contacted)")])
    });
    Ok(Report(vec![
        point("campaign.toml", Ok(vec![config.name.clone()])),
        point("sender", sender),
        point("contacts", contacts),
        point("letter", letter),
        point("gateway", gateway),
    ]))
}

impl Summary for Report {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for point in &self.0 {
            let mark = if point.fine { "ok     " } else { "problem" };
            let mut lines = point.detail.iter().flat_map(|detail| detail.lines());
            writeln!(
                out,
                "{mark} {:14} {}",
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
        self.0.iter().any(|point| !point.fine)
    }
}
