//! One conversation, from the server's side.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Shared;
use super::record::Taken;
use super::script::{Act, Moment};
use super::wire::{Cut, Wire};

/// Serves one connection, the how many-th it is, to its end, whatever that is.
pub(super) async fn serve(socket: TcpStream, number: usize, shared: Arc<Shared>) {
    if socket.set_nodelay(true).is_err() {
        return;
    }
    let cut = Cut {
        socket,
        left: shared.script.cut_at(number),
    };
    let mut talk = Talk {
        wire: Some(Wire::Plain(cut)),
        unread: Vec::new(),
        read: 0,
        shared,
        encrypted: false,
        said: Vec::new(),
        letter: None,
        recipient: String::new(),
    };
    // The end of a conversation is an error from wherever it happened; nobody is interested.
    let _ = talk.converse().await;
}

struct Talk {
    /// `None` once closed.
    wire: Option<Wire>,
    unread: Vec<u8>,
    /// So much of `unread` has been handed out.
    read: usize,
    shared: Arc<Shared>,
    encrypted: bool,
    /// What was said at the last moment.
    said: Vec<u8>,
    /// The transaction under way: MAIL was accepted.
    letter: Option<Taken>,
    /// Whom the last RCPT named.
    recipient: String,
}

fn over() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

impl Talk {
    async fn converse(&mut self) -> io::Result<()> {
        if self.shared.script.implicit {
            self.secure().await?;
        }
        self.act(Moment::Greeting, "220 peer.example ESMTP").await?;
        loop {
            let line = self.line().await?;
            let line = String::from_utf8_lossy(&line).into_owned();
            self.note(&line);
            let verb = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let greeting = self.announcement();
                    self.act(Moment::Ehlo, &greeting).await?;
                }
                "STARTTLS" => self.act(Moment::StartTls, "220 2.0.0 go ahead").await?,
                "AUTH" => self.log_in(&line).await?,
                "MAIL" => self.mail(&line).await?,
                "RCPT" => self.rcpt(&line).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.letter = None;
                    self.act(Moment::Rset, "250 2.0.0 forgotten").await?;
                }
                "QUIT" => {
                    self.act(Moment::Quit, "221 2.0.0 bye").await?;
                    return Err(over());
                }
                _ => self.act(Moment::Other, "500 5.5.2 what?").await?,
            }
        }
    }

    fn note(&self, line: &str) {
        if !self.shared.script.counts_only {
            self.shared.record().commands.push(line.to_owned());
        }
    }

    fn announcement(&self) -> String {
        let script = &self.shared.script;
        let starttls = script.tls.is_some() && !script.implicit && !self.encrypted;
        let mut lines = vec!["peer.example greets you".to_owned()];
        lines.extend(script.keywords.iter().cloned());
        lines.extend(starttls.then(|| "STARTTLS".to_owned()));
        let last = lines.len() - 1;
        let numbered =
            |(at, line): (usize, &String)| format!("250{}{line}", if at == last { ' ' } else { '-' });
        lines
            .iter()
            .enumerate()
            .map(numbered)
            .collect::<Vec<_>>()
            .join("\r\n")
    }

    async fn log_in(&mut self, line: &str) -> io::Result<()> {
        if line.split(' ').count() > 2 {
            return self.act(Moment::Auth, "235 2.7.0 welcome").await;
        }
        // AUTH LOGIN asks `Username:` and `Password:` in Base64.
        for (number, question) in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 2.7.0 welcome"]
            .iter()
            .enumerate()
        {
            if number > 0 {
                let answer = self.line().await?;
                let answer = String::from_utf8_lossy(&answer).into_owned();
                self.note(&answer);
            }
            self.act(Moment::Auth, question).await?;
            if !self.said.starts_with(b"334") {
                break;
            }
        }
        Ok(())
    }

    async fn mail(&mut self, line: &str) -> io::Result<()> {
        self.act(Moment::Mail, "250 2.1.0 ok").await?;
        if self.said.starts_with(b"2") {
            self.letter = Some(Taken {
                from: path(line),
                to: Vec::new(),
                letter: Vec::new(),
            });
        }
        Ok(())
    }

    async fn rcpt(&mut self, line: &str) -> io::Result<()> {
        let ready = self.letter.is_some();
        self.recipient = path(line);
        if self.shared.script.faults.is_some() {
            self.shared.record().tried(&self.recipient);
        }
        self.act(
            Moment::Rcpt,
            if ready {
                "250 2.1.5 ok"
            } else {
                "503 5.5.1 MAIL first"
            },
        )
        .await?;
        if self.said.starts_with(b"2")
            && let Some(letter) = &mut self.letter
        {
            letter.to.push(path(line));
        }
        Ok(())
    }

    async fn data(&mut self) -> io::Result<()> {
        let ready = self.letter.as_ref().is_some_and(|letter| !letter.to.is_empty());
        self.act(
            Moment::Data,
            if ready {
                "354 go ahead"
            } else {
                "503 5.5.1 RCPT first"
            },
        )
        .await?;
        if !self.said.starts_with(b"354") {
            return Ok(());
        }
        self.act(Moment::Body, "").await?;
        let mut letter = self.letter.take().unwrap_or(Taken {
            from: String::new(),
            to: vec![],
            letter: vec![],
        });
        loop {
            let line = self.line().await?;
            if line == b"." {
                break;
            }
            letter
                .letter
                .extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            letter.letter.extend_from_slice(b"\r\n");
        }
        self.shared.record().dots += 1;
        self.letter = Some(letter);
        let done = self.act(Moment::Dot, "250 2.0.0 Ok: queued as PEER1").await;
        self.letter = None;
        done
    }

    /// Does what the script says for this moment, or else what a good server does.
    async fn act(&mut self, moment: Moment, reply: &str) -> io::Result<()> {
        let nth = self.shared.record().count(moment);
        let shared = Arc::clone(&self.shared);
        self.said.clear();
        if let Some(faults) = &shared.script.faults {
            let tries = shared.record().tries(&self.recipient);
            if let Some(acts) = faults.acts(moment, &self.recipient, tries) {
                for act in &acts {
                    self.perform(act).await?;
                }
                return Ok(());
            }
        }
        if let Some(acts) = shared.script.acts(moment, nth) {
            for act in acts {
                self.perform(act).await?;
            }
            return Ok(());
        }
        if moment == Moment::Dot {
            self.perform(&Act::Take).await?;
        }
        if !reply.is_empty() {
            self.perform(&Act::say(reply)).await?;
        }
        if moment == Moment::StartTls {
            self.perform(&Act::Secure).await?;
        }
        Ok(())
    }

    async fn perform(&mut self, act: &Act) -> io::Result<()> {
        match act {
            Act::Say(bytes) => self.say(bytes).await,
            Act::Trickle(bytes, pause) => {
                for byte in bytes {
                    self.say(&[*byte]).await?;
                    tokio::time::sleep(*pause).await;
                }
                Ok(())
            }
            Act::Flood(bytes) => loop {
                self.say(bytes).await?;
                self.said.clear();
            },
            Act::Wait(time) => {
                tokio::time::sleep(*time).await;
                Ok(())
            }
            Act::Take => {
                if let Some(letter) = self.letter.take() {
                    self.shared.record().take(letter, self.shared.script.counts_only);
                }
                Ok(())
            }
            Act::Secure => self.secure().await,
            Act::Close => {
                if let Some(mut wire) = self.wire.take() {
                    wire.shutdown().await?;
                }
                Err(over())
            }
            Act::Reset => {
                if let Some(wire) = self.wire.take() {
                    wire.reset_on_close()?;
                }
                Err(over())
            }
            Act::Hang => std::future::pending().await,
        }
    }

    async fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.said.extend_from_slice(bytes);
        let wire = self.wire.as_mut().ok_or_else(over)?;
        wire.write_all(bytes).await?;
        wire.flush().await
    }

    async fn secure(&mut self) -> io::Result<()> {
        let config = self.shared.script.tls.clone().ok_or_else(over)?;
        let Some(Wire::Plain(cut)) = self.wire.take() else {
            return Err(over());
        };
        let stream = TlsAcceptor::from(config).accept(cut).await?;
        self.wire = Some(Wire::Tls(Box::new(stream)));
        self.unread.clear();
        self.read = 0;
        self.encrypted = true;
        Ok(())
    }

    /// The next line, without its CRLF. A bare LF ends no line: a server that thought otherwise would hide smuggling.
    async fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut searched = self.read;
        loop {
            let fresh = self.unread.get(searched..).unwrap_or_default();
            if let Some(offset) = memchr::memmem::find(fresh, b"\r\n") {
                let end = searched + offset;
                let line = self.unread.get(self.read..end).unwrap_or_default().to_vec();
                self.read = end + 2;
                return Ok(line);
            }
            // What has been handed out goes, once for all lines of a read and not for each.
            self.unread.drain(..self.read);
            self.read = 0;
            searched = self.unread.len().saturating_sub(1);
            let wire = self.wire.as_mut().ok_or_else(over)?;
            if wire.read_buf(&mut self.unread).await? == 0 {
                return Err(over());
            }
        }
    }
}

/// What stands between the angle brackets of MAIL or RCPT.
fn path(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}
