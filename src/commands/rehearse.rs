//! `forewarn rehearse`: the whole campaign on a copy of the ledger, against a server of our own with troubles.
//!
//! The server listens on loopback and delivers nothing to anybody. The campaign's own pace is left out, so that it
//! does not take days; deferred letters are tried again at their due times, on a clock that jumps ahead.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::sync::oneshot;

use super::send::{self, foresee, span};
use super::{Campaign, Clock, Context, Progress, Summary, at_path, counted, json_of};
use crate::config::Config;
use crate::failure::Failure;
use crate::gateway::peer::{Faults, Peer, Profile, Record, Script};
use crate::ledger::{Access, FILE, Ledger, Lock};

/// After a send that stopped early, a person would start it again after this time...
const PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// ...but not for ever.
const MOST_STOPS: u64 = 50;
/// Sends at most: with the longest backoff this is far beyond the time after which letters are given up.
const MOST_SENDS: u64 = 500;

/// What a rehearsal came to.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The faults' name.
    pub faults: &'static str,
    /// The share of letters that met them, in per cent.
    pub share: u8,
    /// The seed.
    pub seed: u64,
    /// Letters that were to be sent.
    pub letters: u64,
    /// What became of them, by state; the sum is `letters`.
    pub fates: BTreeMap<String, u64>,
    /// Letters that the server took.
    pub taken: u64,
    /// Letters that it took a second time.
    pub taken_twice: u64,
    /// How often `send` ran.
    pub sends: u64,
    /// Why sends stopped early, and how often.
    pub stops: BTreeMap<String, u64>,
    /// Seconds from the first letter to the last, with the waits for deferred ones.
    pub lasts_seconds: i64,
    /// Seconds of work here.
    pub worked_seconds: f64,
    /// Seconds that the campaign's own pace makes it last, if nothing is put off.
    pub pace_seconds: i64,
    /// The real ledger is byte for byte as it was.
    pub ledger_untouched: bool,
    /// A signal ended it.
    pub interrupted: bool,
}

/// Rehearses everything that could be sent, a round that is not approved yet included.
///
/// # Errors
/// When nothing is planned, another process works on the ledger, or the copy cannot be made; and as a defect when the
/// sums do not match.
pub fn run(context: &Context, faults: Faults) -> Result<Report, Failure> {
    let config = Config::load(&context.folder)?;
    // Nobody may write while it is copied.
    let lock = Lock::take(&context.folder, "rehearse", context.clock.now())?;
    let ledger = context.folder.join(FILE);
    let before = Print::of(&ledger)?;
    let folder = at_path(&std::env::temp_dir(), "make a folder in", tempfile::tempdir())?;
    copy(&ledger, folder.path())?;
    drop(lock);

    let began = Instant::now();
    let server = Server::start(faults)?;
    let mut rehearsal = Rehearsal::begin(context, &config, folder.path(), &server)?;
    // What is refused here is refused by nobody: no warnings.
    let quiet = tracing::subscriber::NoSubscriber::default();
    tracing::subscriber::with_default(quiet, || rehearsal.play())?;
    let record = server.stop();
    let mut report = rehearsal.report(faults, &record)?;
    report.worked_seconds = began.elapsed().as_secs_f64();
    report.ledger_untouched = Print::of(&ledger)? == before;
    Ok(report)
}

/// A rehearsal under way.
struct Rehearsal<'c> {
    context: &'c Context,
    /// The campaign's, with the gateway replaced.
    config: Config,
    folder: &'c Path,
    now: Timestamp,
    start: Timestamp,
    last: Timestamp,
    before: BTreeMap<String, u64>,
    letters: u64,
    pace: SignedDuration,
    sends: u64,
    stops: BTreeMap<String, u64>,
    interrupted: bool,
}

impl<'c> Rehearsal<'c> {
    fn begin(
        context: &'c Context,
        config: &Config,
        folder: &'c Path,
        server: &Server,
    ) -> Result<Self, Failure> {
        let start = context.clock.now();
        let mut real = config.clone();
        folder.clone_into(&mut real.folder);
        let campaign = Campaign {
            ledger: Ledger::open(folder, Access::Write, &|| [0; 32])?,
            config: real,
            lock: None,
        };
        let forecast = foresee(&campaign, start)?;
        let before = campaign.ledger.totals()?.letters;
        let letters = ["planned", "sending", "deferred"]
            .iter()
            .filter_map(|state| before.get(*state))
            .sum();
        if letters == 0 {
            return Err(Failure::usage("no letters are to be sent").hint("make some with: forewarn plan"));
        }
        let mut config = campaign.config;
        config.gateway.url = format!("smtp://{}", server.address);
        config.gateway.tls = None;
        config.gateway.username = None;
        config.gateway.password_file = None;
        config.gateway.ca_file = None;
        config.gateway.rate = 0;
        config.pace.rate = 0;
        config.pace.per_domain = 0;
        config.pace.first_hour = 0;
        config.pace.hours = String::new();
        config.pace.days = Vec::new();
        Ok(Self {
            context,
            folder,
            now: start,
            start,
            last: start,
            letters,
            pace: forecast.lasts(start),
            before,
            config,
            sends: 0,
            stops: BTreeMap::new(),
            interrupted: false,
        })
    }

    /// Sends until nothing is left that could be sent.
    fn play(&mut self) -> Result<(), Failure> {
        let bar = self.context.progress.counter("rehearsing; sends");
        while self.sends < MOST_SENDS && self.stops.values().sum::<u64>() < MOST_STOPS {
            let campaign = self.campaign()?;
            // Everything may go: it is a rehearsal, and the copy is thrown away.
            let waiting = campaign.ledger.rounds()?.pop();
            let request = send::Request {
                approve: waiting
                    .filter(|round| round.approved_at.is_none())
                    .map(|round| round.digest),
                go_on: true,
                ..send::Request::default()
            };
            let context = Context {
                clock: Clock::Fixed(self.now),
                progress: Progress::Silent,
                ..self.context.clone()
            };
            self.sends += 1;
            self.last = self.now;
            bar.inc(1);
            let next = match send::with(&context, campaign, &request, None) {
                Ok(sent) if sent.interrupted => {
                    self.interrupted = true;
                    break;
                }
                Ok(sent) if sent.left > 0 => Some(self.now),
                Ok(sent) => sent.next_due,
                Err(failure) => {
                    let why = failure.to_string();
                    let why = why.split(": ").next().unwrap_or_default();
                    *self.stops.entry(why.to_owned()).or_default() += 1;
                    self.now.checked_add(PAUSE).ok()
                }
            };
            match next {
                Some(next) => self.now = next.max(self.now),
                None => break,
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn campaign(&self) -> Result<Campaign, Failure> {
        Ok(Campaign {
            lock: Some(Lock::take(self.folder, "rehearse", self.now)?),
            ledger: Ledger::open(self.folder, Access::Write, &|| [0; 32])?,
            config: self.config.clone(),
        })
    }

    fn report(self, faults: Faults, record: &Record) -> Result<Report, Failure> {
        let after = self.campaign()?.ledger.totals()?.letters;
        // Letters that were to be sent, by where they are now; others have not moved.
        let fates: BTreeMap<String, u64> = after
            .into_iter()
            .map(|(state, n)| {
                let before = self.before.get(&state).copied().unwrap_or_default();
                let waited = matches!(state.as_str(), "planned" | "sending" | "deferred");
                (state, if waited { n } else { n.saturating_sub(before) })
            })
            .filter(|(_, n)| *n > 0)
            .collect();
        let of = |state: &str| fates.get(state).copied().unwrap_or_default();
        let (taken, sum) = (record.accepted as u64, fates.values().sum::<u64>());
        let fits = (of("accepted")..=of("accepted") + of("unknown")).contains(&taken);
        if sum != self.letters || record.repeated > 0 || !fits {
            return Err(Failure::internal(format!(
                "the sums do not match: {} letters, fates {fates:?}, the server took {taken}, {} of them twice",
                self.letters, record.repeated
            ))
            .hint("the real ledger was not touched; please report this, with the seed"));
        }
        Ok(Report {
            faults: faults.profile.as_str(),
            share: if faults.profile == Profile::None {
                0
            } else {
                faults.share
            },
            seed: faults.seed,
            letters: self.letters,
            fates,
            taken,
            taken_twice: record.repeated as u64,
            sends: self.sends,
            stops: self.stops,
            lasts_seconds: self.last.duration_since(self.start).as_secs(),
            worked_seconds: 0.0,
            pace_seconds: self.pace.as_secs(),
            ledger_untouched: false,
            interrupted: self.interrupted,
        })
    }
}

/// The server, on a thread of its own.
struct Server {
    address: std::net::SocketAddr,
    end: oneshot::Sender<()>,
    thread: JoinHandle<Record>,
}

impl Server {
    fn start(faults: Faults) -> Result<Self, Failure> {
        let (started, starts) = std::sync::mpsc::channel();
        let (end, ended) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("rehearsal".to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let serve = async {
                    let script = Script::default().faults(faults).counts_only();
                    let peer = match Peer::start(script).await {
                        Ok(peer) => peer,
                        Err(error) => {
                            // Nobody waits for it any more if this fails.
                            let _ = started.send(Err(error));
                            return Record::default();
                        }
                    };
                    let _ = started.send(Ok(peer.address()));
                    let _ = ended.await;
                    peer.record()
                };
                match runtime {
                    Ok(runtime) => runtime.block_on(serve),
                    Err(_) => Record::default(),
                }
            })
            .map_err(Failure::outside)?;
        let address = starts
            .recv()
            .map_err(|_| Failure::outside("the rehearsal's server does not start"))?
            .map_err(Failure::outside)?;
        Ok(Self { address, end, thread })
    }

    /// Stops it; what it has seen.
    fn stop(self) -> Record {
        let _ = self.end.send(());
        self.thread.join().unwrap_or_default()
    }
}

/// Copies the ledger with what SQLite has not yet moved into its main file.
fn copy(ledger: &Path, folder: &Path) -> Result<(), Failure> {
    if !ledger.exists() {
        let path = ledger.to_owned();
        return Err(crate::ledger::LedgerError::Missing { path }.into());
    }
    for name in [FILE.to_owned(), format!("{FILE}-wal")] {
        let from = ledger.with_file_name(&name);
        if from.exists() {
            at_path(&from, "copy", std::fs::copy(&from, folder.join(&name)))?;
        }
    }
    Ok(())
}

/// What shows whether a ledger was changed: the digests of its files.
#[derive(Debug, PartialEq, Eq)]
struct Print(Vec<Option<String>>);

impl Print {
    fn of(ledger: &Path) -> Result<Self, Failure> {
        use sha2::{Digest as _, Sha256};
        let digest = |path: &Path| -> Result<Option<String>, Failure> {
            if !path.exists() {
                return Ok(None);
            }
            let mut sha256 = Sha256::new();
            let mut file = at_path(path, "read", std::fs::File::open(path))?;
            at_path(path, "read", io::copy(&mut file, &mut sha256))?;
            Ok(Some(format!("{:x}", sha256.finalize())))
        };
        Ok(Self(vec![
            digest(ledger)?,
            digest(&ledger.with_file_name(format!("{FILE}-wal")))?,
        ]))
    }
}

impl Summary for Report {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let letters = counted(self.letters, "letter", "letters");
        if self.share == 0 {
            writeln!(out, "rehearsal of {letters}, without faults:")?;
        } else {
            writeln!(
                out,
                "rehearsal of {letters}, {} of them in 100 with faults ({}, seed {}):",
                self.share, self.faults, self.seed
            )?;
        }
        for (state, n) in &self.fates {
            let meaning = match state.as_str() {
                "unknown" => "  the answer was lost: you would decide, with forewarn settle",
                "deferred" => "  still put off when the rehearsal ended",
                "planned" => "  not sent when the rehearsal ended",
                "expired" => "  put off until they were given up",
                _ => "",
            };
            writeln!(out, "  {n:>7} {state}{meaning}")?;
        }
        writeln!(
            out,
            "the server took {}, none twice",
            counted(self.taken, "letter", "letters")
        )?;
        let sends = counted(self.sends, "send", "sends");
        if self.lasts_seconds > 0 {
            writeln!(
                out,
                "{sends} over {}: letters that are put off are tried again when they are due",
                span(SignedDuration::from_secs(self.lasts_seconds))
            )?;
        } else {
            writeln!(out, "{sends}")?;
        }
        for (why, n) in &self.stops {
            writeln!(
                out,
                "{} because {why}; run again, it went on",
                counted(*n, "send would stop early", "sends would stop early")
            )?;
        }
        let worked = Duration::from_secs_f64(self.worked_seconds);
        writeln!(
            out,
            "it took {:.1} s here; by the pace of campaign.toml it would take {}",
            worked.as_secs_f64(),
            span(SignedDuration::from_secs(self.pace_seconds))
        )?;
        if self.interrupted {
            writeln!(out, "interrupted before its end")?;
        }
        if self.ledger_untouched {
            writeln!(
                out,
                "nothing was sent to anybody, and your ledger was not touched"
            )
        } else {
            writeln!(
                out,
                "nothing was sent to anybody; your ledger has changed meanwhile, but not by this"
            )
        }
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        self.interrupted
    }
}
