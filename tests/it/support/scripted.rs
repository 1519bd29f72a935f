//! The library's scripted SMTP server on a thread of its own, for tests that are not asynchronous themselves.

use std::thread::JoinHandle;

use forewarn::gateway::peer::{Peer, Record, Script};
use tokio::sync::oneshot;

/// A running server; ended when dropped.
pub(crate) struct Scripted {
    port: u16,
    record: Box<dyn Fn() -> Record>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Scripted {
    /// A server that behaves as the script says.
    pub(crate) fn start(script: Script) -> Self {
        Self::start_at(0, script)
    }

    /// The same on this port of 127.0.0.1; 0 is any that is free.
    pub(crate) fn start_at(port: u16, script: Script) -> Self {
        let (started, starts) = std::sync::mpsc::channel();
        let (end, ended) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let peer = std::sync::Arc::new(
                    Peer::start_at(([127, 0, 0, 1], port).into(), script)
                        .await
                        .unwrap(),
                );
                started.send(std::sync::Arc::clone(&peer)).unwrap();
                let _ = ended.await;
            });
        });
        let peer = starts.recv().unwrap();
        Self {
            port: peer.address().port(),
            record: Box::new(move || peer.record()),
            end: Some(end),
            thread: Some(thread),
        }
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// What it has seen so far.
    pub(crate) fn record(&self) -> Record {
        (self.record)()
    }

    /// How many letters it took; fails the test when it took one twice.
    pub(crate) fn taken_once(&self) -> u64 {
        let mut to: Vec<_> = self
            .record()
            .taken
            .into_iter()
            .map(|taken| taken.to.join(" "))
            .collect();
        to.sort();
        let copies = to.len();
        to.dedup();
        assert_eq!(to.len(), copies, "a letter was doubled");
        copies as u64
    }

    /// For `[gateway] url`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        let _ = self.end.take().map(|end| end.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
