//! An RDAP server of the test's own: files with a status, a delay, a redirect, a flood, over hand-written HTTP/1.1.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::listener::{Listener, Open};

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

#[derive(Debug, Clone, Copy)]
enum Manner {
    Whole,
    /// After this long.
    Late(Duration),
    /// Says how long the body is and ends after this many octets.
    Cut(usize),
    /// Takes the request and says nothing for as long as the server lives.
    Silent,
    /// One octet of the body every now and then.
    Drip,
    /// The body again and again, without end.
    Flood,
}

impl Page {
    /// 200 with this body.
    pub(crate) fn of(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type".to_owned(), "application/rdap+json".to_owned())],
            body: body.into(),
            manner: Manner::Whole,
        }
    }

    /// This status with a page for people.
    pub(crate) fn status(status: u16) -> Self {
        let mut page = Self::of("<html><body>write to abuse@registry.example</body></html>");
        page.status = status;
        page
    }

    /// A redirect to here.
    pub(crate) fn redirect(to: &str) -> Self {
        Self::status(302).with("Location", to)
    }

    /// With this header too.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn late(mut self, delay: Duration) -> Self {
        self.manner = Manner::Late(delay);
        self
    }

    pub(crate) fn cut(mut self, after: usize) -> Self {
        self.manner = Manner::Cut(after);
        self
    }

    pub(crate) fn silent() -> Self {
        let mut page = Self::of("");
        page.manner = Manner::Silent;
        page
    }

    pub(crate) fn drip(mut self) -> Self {
        self.manner = Manner::Drip;
        self
    }

    pub(crate) fn flood(mut self) -> Self {
        self.manner = Manner::Flood;
        self
    }
}

#[derive(Debug, Default)]
struct Shared {
    pages: Mutex<HashMap<String, Page>>,
    requests: Mutex<Vec<String>>,
}

/// A running server; ended when dropped.
pub(crate) struct Rdap {
    listener: Listener,
    shared: Arc<Shared>,
}

impl Rdap {
    /// A server without pages: it answers 404.
    pub(crate) fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let listener = Listener::start(move |stream, open| serve(stream, &serving, open));
        Self { listener, shared }
    }

    /// Serves a page at a path such as `/ip/192.0.2.9` from now on.
    pub(crate) fn page(self, path: &str, page: Page) -> Self {
        self.put(path, page);
        self
    }

    pub(crate) fn put(&self, path: &str, page: Page) {
        self.shared.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// Its base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.listener.address())
    }

    /// The requests so far, each as its head: request line and header fields.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, shared: &Shared, open: &Open) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut octet)? == 0 {
            return Ok(());
        }
        head.push(octet[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    shared.requests.lock().unwrap().push(head);
    let page = shared.pages.lock().unwrap().get(&path).cloned();
    let page = page.unwrap_or_else(|| Page::status(404));
    let length = match page.manner {
        Manner::Flood => usize::MAX / 2,
        _ => page.body.len(),
    };
    let mut answer = format!(
        "HTTP/1.1 {} Whatever\r\nConnection: close\r\nContent-Length: {length}\r\n",
        page.status
    );
    if matches!(page.manner, Manner::Flood) {
        // Until the connection ends.
        answer = format!("HTTP/1.1 {} Whatever\r\nConnection: close\r\n", page.status);
    }
    for (name, value) in &page.headers {
        let _ = write!(answer, "{name}: {value}\r\n");
    }
    answer.push_str("\r\n");
    match page.manner {
        Manner::Silent => {
            open.hold(stream);
            return Ok(());
        }
        Manner::Late(delay) => std::thread::sleep(delay),
        _ => {}
    }
    stream.write_all(answer.as_bytes())?;
    match page.manner {
        Manner::Cut(after) => stream.write_all(&page.body[..after]),
        Manner::Flood => loop {
            stream.write_all(&page.body)?;
        },
        Manner::Drip => {
            for octet in &page.body {
                if open.is_over() {
                    break;
                }
                stream.write_all(&[*octet])?;
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(())
        }
        _ => stream.write_all(&page.body),
    }
}
