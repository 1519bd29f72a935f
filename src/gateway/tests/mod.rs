//! The session against the scripted peer: one test per fault, named after it; `tests/faults.csv` lists them all.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use super::peer::{Act, Moment, Peer, Script};
use super::*;
use crate::outcome::{Deferral, Phase, Reply, Scope};

mod cut;
mod dot;
mod letters;
mod opening;
mod steps;
mod tls;

/// Long enough for loopback on a busy machine, short enough for a test that waits for it.
const SHORT: Duration = Duration::from_millis(250);
const LETTER: &[u8] = b"Subject: x\r\n\r\n.dotted\r\nbody\r\n";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// Runs a test body to its end.
fn run<T>(test: impl Future<Output = T>) -> T {
    runtime().block_on(test)
}

fn settings(peer: &Peer) -> Settings {
    let endpoint = Endpoint::parse(&format!("smtp://{}", peer.address()), None).unwrap();
    let mut settings = Settings::new(endpoint, "client.example");
    settings.deadlines = Deadlines::all(Duration::from_secs(5));
    settings
}

/// Settings for a peer that is expected to keep silent.
fn impatient(peer: &Peer) -> Settings {
    let mut settings = settings(peer);
    settings.deadlines = Deadlines::all(SHORT);
    settings
}

async fn open(settings: Settings) -> Result<Connection, NoSession> {
    Gateway::new(settings).map_err(NoSession::Stop)?.open().await
}

fn envelope(number: usize) -> Envelope {
    Envelope {
        from: format!("bounce+t{number}@sender.example"),
        to: format!("abuse{number}@isp.example"),
        id: format!("letter-{number}"),
    }
}

/// One whole attempt.
async fn attempt(connection: &mut Connection, number: usize) -> Result<Outcome, Ended> {
    Ok(connection.offer(&envelope(number), LETTER).await?.release().await)
}

/// One attempt on a fresh connection to a peer with this script, and what the peer saw.
async fn once(script: Script, adjust: impl FnOnce(&mut Settings)) -> (Result<Outcome, Ended>, Peer) {
    let peer = Peer::start(script).await.unwrap();
    let mut settings = settings(&peer);
    adjust(&mut settings);
    let mut connection = open(settings).await.unwrap();
    let result = attempt(&mut connection, 1).await;
    (result, peer)
}

fn deferred(result: &Result<Outcome, Ended>) -> &Deferral {
    match result {
        Ok(Outcome::Deferred(deferral)) | Err(Ended::Letter(Outcome::Deferred(deferral))) => deferral,
        other => panic!("{other:?}"),
    }
}

fn refused(result: &Result<Outcome, Ended>) -> (Phase, &Reply) {
    match result {
        Ok(Outcome::Refused { phase, reply }) | Err(Ended::Letter(Outcome::Refused { phase, reply })) => {
            (*phase, reply)
        }
        other => panic!("{other:?}"),
    }
}

fn accepted(result: &Result<Outcome, Ended>) -> bool {
    matches!(result, Ok(Outcome::Accepted { .. }))
}

fn unknown(result: &Result<Outcome, Ended>) -> bool {
    matches!(result, Ok(Outcome::Unknown { .. }))
}

/// The same script with and without PIPELINING.
fn both(script: &Script) -> [Script; 2] {
    [script.clone(), script.clone().keywords(&["8BITMIME"])]
}

/// An authority of our own, and a server certificate by it.
struct Authority {
    folder: tempfile::TempDir,
    server: Arc<ServerConfig>,
}

impl Authority {
    fn new(names: &[&str]) -> Self {
        Self::with(names, |_| {})
    }

    fn with(names: &[&str], adjust: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = KeyPair::generate().unwrap();
        let ca_certificate = ca.self_signed(&ca_key).unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut leaf = CertificateParams::new(names).unwrap();
        adjust(&mut leaf);
        let key = KeyPair::generate().unwrap();
        let certificate = leaf.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), ca_certificate.pem()).unwrap();
        Self {
            folder,
            server: Arc::new(server),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Settings for STARTTLS with a peer, trusting this authority.
    fn settings(&self, peer: &Peer) -> Settings {
        let mut settings = settings(peer);
        settings.endpoint = Endpoint::parse(&format!("smtp://{}", peer.address()), Some("starttls")).unwrap();
        settings.ca_file = Some(self.file());
        settings
    }
}
