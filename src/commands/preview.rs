//! `forewarn preview`: the dry run. What it shows is read back from the frozen bytes, not composed again (G7).

use std::io::{self, Write};
use std::net::IpAddr;

use super::contacts::source_words;
use super::{Campaign, Context, counted, json_of};
use crate::contact::Decision;
use crate::failure::{Failure, OutputError};
use crate::ledger::{LetterRow, LetterView, Which};
use crate::message::{MessageView, printable, printable_letter};

/// How letters are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The headers that matter, and the text.
    Text,
    /// The HTML part.
    Html,
    /// One letter's exact bytes.
    Eml,
    /// All letters' bytes in one mbox (mboxrd: LF line ends, `From ` lines quoted).
    Mbox,
    /// One JSON object a line.
    Json,
}

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Every letter.
    pub all: bool,
    /// At most so many.
    pub sample: Option<u32>,
    /// To this contact.
    pub contact: Option<String>,
    /// About this address.
    pub ip: Option<IpAddr>,
    /// In this language.
    pub language: Option<String>,
    /// Of this round.
    pub round: Option<i64>,
    /// How.
    pub form: Form,
}

/// Writes the letters to `out`, one after the other, within bounded memory.
///
/// # Errors
/// When nothing matches, one letter is wanted and several match, or a letter is not what was planned.
pub fn run(context: &Context, request: &Request, out: &mut dyn Write) -> Result<(), Failure> {
    let campaign = Campaign::look(context)?;
    let narrowed = request.contact.is_some() || request.ip.is_some() || request.language.is_some();
    let which = match request.sample {
        Some(n) => Which::Sample(n),
        None if request.all || narrowed || matches!(request.form, Form::Mbox | Form::Eml) => Which::All,
        None => Which::Sample(1),
    };
    let view = LetterView {
        round: request.round,
        contact: request.contact.clone(),
        ip: request.ip.map(|ip| ip.to_canonical()),
        language: request.language.clone(),
        which,
    };
    let letters = campaign.ledger.letters(&view)?;
    if letters.is_empty() {
        return Err(if campaign.ledger.rounds()?.is_empty() {
            Failure::usage("no letters are planned").hint("make them with: forewarn plan")
        } else {
            Failure::usage("no letter matches").hint("see who gets one with: forewarn contacts list")
        });
    }
    if request.form == Form::Eml && letters.len() > 1 {
        let n = counted(letters.len() as u64, "letter", "letters");
        return Err(Failure::usage(format!("{n} match, and eml shows exactly one"))
            .hint("choose it with --contact or --ip, or take all of them with --format mbox"));
    }
    for (place, letter) in letters.iter().enumerate() {
        show(&campaign, letter, (place + 1, letters.len()), request.form, out)?;
    }
    out.flush().map_err(OutputError)?;
    Ok(())
}

fn show(
    campaign: &Campaign,
    letter: &LetterRow,
    place: (usize, usize),
    form: Form,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let bytes = campaign.ledger.bytes(letter.id)?;
    let written = match form {
        Form::Eml => out.write_all(&bytes),
        Form::Mbox => mbox(letter, &bytes, out),
        Form::Html => MessageView::parse(&bytes)
            .map_err(Failure::internal)
            .map(|view| out.write_all(view.html.as_bytes()))?,
        Form::Text => {
            let view = MessageView::parse(&bytes).map_err(Failure::internal)?;
            text(
                letter,
                &view,
                &campaign.ledger.decisions_behind(letter.id)?,
                place,
                out,
            )
        }
        Form::Json => {
            let view = MessageView::parse(&bytes).map_err(Failure::internal)?;
            let behind = campaign.ledger.decisions_behind(letter.id)?;
            let headers: serde_json::Map<String, serde_json::Value> = view
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), value.clone().into()))
                .collect();
            let attachments: Vec<_> = view
                .attachments
                .iter()
                .map(|a| serde_json::json!({ "name": a.name, "media_type": a.media_type, "content": String::from_utf8_lossy(&a.content) }))
                .collect();
            let json = serde_json::json!({
                "letter": json_of(letter), "headers": headers, "text": view.text, "html": view.html,
                "attachments": attachments, "contacts": behind.iter().map(provenance).collect::<Vec<_>>(),
            });
            writeln!(out, "{json}")
        }
    };
    written.map_err(|error| OutputError(error).into())
}

fn text(
    letter: &LetterRow,
    view: &MessageView,
    decisions: &[Decision],
    (place, of): (usize, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "===== letter {place} of {of} ===== {} ===== {} =====",
        letter.reference, letter.state
    )?;
    for decision in decisions {
        writeln!(out, "contact because: {}", printable(&provenance(decision)))?;
    }
    writeln!(out, "language because: {}", printable(&letter.language_why))?;
    writeln!(out, "returned mail to: {}", letter.envelope_from)?;
    writeln!(out)?;
    for (name, value) in &view.headers {
        writeln!(out, "{name}: {}", one_line(value))?;
    }
    writeln!(out)?;
    writeln!(out, "{}", printable_letter(&view.text).trim_end_matches('\n'))?;
    for attachment in &view.attachments {
        let rows = attachment
            .content
            .split(|octet| *octet == b'\n')
            .count()
            .saturating_sub(2);
        writeln!(
            out,
            "----- attached: {} ({}) -----",
            one_line(&attachment.name),
            counted(rows as u64, "row", "rows")
        )?;
    }
    writeln!(out)
}

/// Header values are one line each, whatever they hold.
fn one_line(value: &str) -> String {
    printable(value).replace(['\n', '\t'], " ")
}

/// Why this contact, in one line.
fn provenance(decision: &Decision) -> String {
    decision.winner().map_or_else(
        || "decided otherwise since; see forewarn contacts explain".to_owned(),
        |winner| {
            let path = winner.path.join(", ");
            let over: Vec<String> = decision
                .passed_over()
                .map(|(dead, why)| format!("; instead of {dead}, from which letters come back ({why})"))
                .collect();
            let over = over.concat();
            format!(
                "{}, {path} (confidence {}){over}",
                source_words(&winner.source),
                decision.confidence
            )
        },
    )
}

/// One message of an mbox in the mboxrd form.
fn mbox(letter: &LetterRow, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "From {} Thu Jan  1 00:00:00 1970", letter.envelope_from)?;
    for line in bytes.split_inclusive(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let quoted = line
            .iter()
            .position(|octet| *octet != b'>')
            .and_then(|at| line.get(at..));
        if quoted.is_some_and(|rest| rest.starts_with(b"From ")) {
            out.write_all(b">")?;
        }
        out.write_all(line)?;
        out.write_all(b"\n")?;
    }
    out.write_all(b"\n")
}
