//! The next letter's MAIL, RCPT and DATA ride with the dot of the one before: a round trip saved, and never a letter
//! lost, doubled or used up by it, whatever follows the dot.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, Scripted, networks, run_tool, tool, wait_for};

fn planned(letters: usize, url: &str, more: &str) -> (Campaign, String) {
    let campaign = Campaign::with_gateway(&format!("url = \"{url}\"\n{more}"));
    campaign.flag(&networks(letters));
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

fn moments(server: &Scripted, moment: Moment) -> usize {
    server.record().moments.get(&moment).copied().unwrap_or(0)
}

/// One conversation of a server that keeps its answer to a dot back and looks what it is sent meanwhile.
struct Talk {
    stream: TcpStream,
    unread: Vec<u8>,
    /// What came after each dot, before its answer.
    report: Sender<String>,
    /// How long the answer to a dot is kept back.
    wait: Duration,
    /// Turns every letter away at MAIL.
    refuses: bool,
}

impl Talk {
    /// Reads once; false at the end of the conversation, or when nothing came in time.
    fn fill(&mut self) -> bool {
        let mut chunk = vec![0; 65536];
        let length = self.stream.read(&mut chunk).unwrap_or(0);
        self.unread.extend_from_slice(&chunk[..length]);
        length > 0
    }

    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.unread.iter().position(|octet| *octet == b'\n') {
                let line = self.unread.drain(..=end).collect();
                return Some(String::from_utf8(line).unwrap());
            }
            if !self.fill() {
                return None;
            }
        }
    }

    fn serve(mut self) -> Option<()> {
        let mut answer = "220 peer.example\r\n";
        loop {
            self.stream.write_all(answer.as_bytes()).ok()?;
            answer = match self.line()?.get(..4)? {
                "EHLO" => "250-peer.example\r\n250 PIPELINING\r\n",
                "MAIL" if self.refuses => {
                    self.stream
                        .write_all(b"421 4.7.0 one connection is enough\r\n")
                        .ok()?;
                    return None;
                }
                "DATA" => {
                    self.stream.write_all(b"354 go ahead\r\n").ok()?;
                    while self.line()? != ".\r\n" {}
                    if self.unread.is_empty() {
                        self.stream.set_read_timeout(Some(self.wait)).ok()?;
                        self.fill();
                        self.stream.set_read_timeout(None).ok()?;
                    }
                    let ahead = String::from_utf8_lossy(&self.unread).into_owned();
                    self.report.send(ahead).ok()?;
                    "250 2.0.0 taken\r\n"
                }
                _ => "250 ok\r\n",
            };
        }
    }
}

/// Starts a server of such conversations; connections beyond the first are turned away at MAIL if `one_at_a_time`.
fn server(wait: Duration, one_at_a_time: bool) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (report, reports) = channel();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let talk = Talk {
                stream: stream.unwrap(),
                unread: Vec::new(),
                report: report.clone(),
                wait,
                refuses: one_at_a_time && number > 0,
            };
            std::thread::spawn(move || talk.serve());
        }
    });
    (url, reports)
}

#[test]
fn mail_rcpt_and_data_of_the_next_letter_come_before_the_dot_is_answered() {
    let (url, reports) = server(Duration::from_secs(5), false);
    let (campaign, digest) = planned(4, &url, "connections = 1");
    campaign.ok(&["send", "--approve", &digest]);
    assert_eq!(campaign.letters("accepted"), 4);
    for number in 0..3 {
        let ahead = reports.recv().unwrap();
        let verbs: Vec<&str> = ahead.lines().map(|line| &line[..4]).collect();
        assert_eq!(verbs, ["MAIL", "RCPT", "DATA"], "after letter {number}");
    }
    // After the last one there is none to announce; the end of the wait shows that.
    assert_eq!(reports.recv().unwrap(), "");
}

#[test]
fn nothing_is_announced_beyond_the_pace_or_the_limit() {
    for (settings, arguments) in [("rate = 300", &[][..]), ("", &["--limit", "1"])] {
        let (url, reports) = server(Duration::from_millis(50), false);
        let (campaign, digest) = planned(2, &url, &format!("connections = 1\n{settings}"));
        let send = [&["send", "--approve", &digest], arguments].concat();
        campaign.ok(&send);
        campaign.ok(&["send"]);
        assert_eq!(campaign.letters("accepted"), 2);
        assert_eq!(
            (reports.recv().unwrap(), reports.recv().unwrap()),
            (String::new(), String::new())
        );
    }
}

#[test]
fn a_farewell_after_the_dot_uses_no_announced_letter_up() {
    let bye = || Act::say("421 4.4.2 enough for one connection");
    let pause = || Act::Wait(Duration::from_millis(30));
    let kept = || Act::say("250 2.0.0 kept");
    for (name, acts) in [
        (
            "with the answer",
            vec![Act::Take, Act::Say(b"250 ok\r\n421 bye\r\n".to_vec()), Act::Close],
        ),
        (
            "after the answer",
            vec![Act::Take, kept(), pause(), bye(), Act::Close],
        ),
        ("without a word", vec![Act::Take, kept(), pause(), Act::Close]),
        ("broken", vec![Act::Take, kept(), pause(), Act::Reset]),
    ] {
        let server = Scripted::start(Script::default().on_nth(Moment::Dot, 1, acts));
        let (campaign, digest) = planned(3, &server.url(), "connections = 1");
        let run = campaign.run(&["send", "--approve", &digest]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.transcript());
        let record = server.record();
        assert_eq!((record.taken.len(), record.connections), (3, 2), "{name}");
    }
}

#[test]
fn a_limit_of_letters_told_at_mail_uses_no_letter_up() {
    let full = [
        Act::say("421 4.7.0 too many messages in this connection"),
        Act::Close,
    ];
    for keywords in [&["PIPELINING"][..], &[]] {
        let script = Script::default()
            .keywords(keywords)
            .on_nth(Moment::Mail, 3, full.clone());
        let server = Scripted::start(script);
        let (campaign, digest) = planned(4, &server.url(), "connections = 1");
        campaign.ok(&["send", "--approve", &digest]);
        assert_eq!((server.record().taken.len(), server.record().connections), (4, 2));
    }
}

#[test]
fn only_the_dotted_letter_is_in_doubt_when_the_answer_is_lost() {
    let lost = [Act::Take, Act::Reset];
    let server = Scripted::start(Script::default().on_nth(Moment::Dot, 2, lost));
    let (campaign, digest) = planned(5, &server.url(), "connections = 1");
    campaign.run(&["send", "--approve", &digest]).ends(1);
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("unknown")),
        (4, 1)
    );
    assert_eq!(server.record().taken.len(), 5);
}

#[test]
fn a_gateway_that_puts_off_at_the_dot_is_left_with_the_announced_letter_given_back() {
    let full = [Act::say("452 4.3.1 queue full, try again in 1 second")];
    let server = Scripted::start(Script::default().on_nth(Moment::Dot, 1, full));
    let (campaign, digest) = planned(3, &server.url(), "connections = 1");
    campaign.run(&["send", "--approve", &digest]).ends(1);
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("deferred")),
        (2, 1)
    );
    // The gateway was not left waiting for a letter during the pause.
    assert_eq!(server.record().connections, 2);
}

/// A gateway that has taken the first letter, keeps its answer back, and is sent the next letter's commands.
fn behind_the_first_dot(wait: Act) -> (Scripted, Campaign, std::process::Child) {
    let acts = [Act::Take, wait, Act::say("250 2.0.0 at last")];
    let server = Scripted::start(Script::default().on_nth(Moment::Dot, 1, acts));
    let (campaign, digest) = planned(3, &server.url(), "connections = 1");
    let sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("the first dot", Duration::from_mins(1), || {
        server.record().dots == 1
    });
    (server, campaign, sender)
}

#[test]
fn a_kill_behind_a_dot_leaves_one_doubt_and_the_announced_letter_planned() {
    let (_server, campaign, mut sender) = behind_the_first_dot(Act::Hang);
    sender.kill().unwrap();
    sender.wait().unwrap();
    campaign.run(&["settle"]).ends(1);
    assert_eq!((campaign.letters("unknown"), campaign.letters("planned")), (1, 2));
}

#[test]
fn after_a_signal_the_dotted_letter_is_finished_and_the_announced_one_is_given_back() {
    let (server, campaign, mut sender) = behind_the_first_dot(Act::Wait(Duration::from_millis(400)));
    run_tool(Command::new(tool("kill")).args(["-s", "TERM", &sender.id().to_string()]));
    assert_eq!(sender.wait().unwrap().code(), Some(1));
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("planned")),
        (1, 2)
    );
    assert_eq!(moments(&server, Moment::Mail), 2);
    campaign.ok(&["send"]);
    assert_eq!(server.record().taken.len(), 3);
}

#[test]
fn a_gateway_that_takes_one_connection_gets_every_letter_in_one_run() {
    for letters in [2, 5, 40] {
        let busy = [Act::say("421 4.7.0 too many connections"), Act::Close];
        let script = Script::default().on(Moment::Greeting, busy).on_nth(
            Moment::Greeting,
            1,
            [Act::say("220 peer.example")],
        );
        let scripted = Scripted::start(script);
        let (late, _reports) = server(Duration::from_millis(5), true);
        for url in [scripted.url(), late] {
            let (campaign, digest) = planned(letters, &url, "connections = 8");
            campaign.ok(&["send", "--approve", &digest]);
            assert_eq!(campaign.letters("accepted"), letters as u64, "{url}");
        }
    }
}
