//! Against a server of the test's own that answers every question in the same way.

use super::*;
use tokio::net::UdpSocket;

/// What the server does with a question.
#[derive(Clone, Copy)]
enum Manner {
    /// Nothing.
    Silent,
    /// This response code and no records.
    Code(u8),
    /// One record: its type, then its data.
    Record(u16, &'static [u8]),
}

/// A server on loopback; it ends with the test's runtime.
async fn server(manner: Manner) -> Server {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut question = [0; 512];
        loop {
            let (length, peer) = socket.recv_from(&mut question).await.unwrap();
            // Identifier, flags, one question, no records; then the question alone (EDNS is left out).
            let end = question[12..length].iter().position(|octet| *octet == 0).unwrap() + 12 + 5;
            let mut answer = question[..end].to_vec();
            answer[2..4].copy_from_slice(&[0x81, 0x80]);
            answer[6..12].fill(0);
            match manner {
                Manner::Silent => continue,
                Manner::Code(code) => answer[3] |= code,
                Manner::Record(kind, data) => {
                    if answer[end - 4..end - 2] == kind.to_be_bytes() {
                        answer[7] = 1;
                        answer.extend([0xC0, 12]);
                        answer.extend(kind.to_be_bytes());
                        answer.extend([0, 1, 0, 0, 0, 60]);
                        answer.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
                        answer.extend(data);
                    }
                }
            }
            socket.send_to(&answer, peer).await.unwrap();
        }
    });
    Server(address)
}

async fn dns(manner: Manner) -> Dns {
    Dns::new(Some(server(manner).await), Duration::from_millis(600)).unwrap()
}

#[tokio::test]
async fn tells_the_kinds_of_no_apart() {
    let name = || "cert.example".to_owned();
    let ask = |manner| async move { dns(manner).await.texts("cert.example").await.unwrap_err() };
    assert_eq!(ask(Manner::Code(3)).await, DnsError::NoName { name: name() });
    let kind = "TXT";
    assert_eq!(
        ask(Manner::Code(0)).await,
        DnsError::NoRecords { name: name(), kind }
    );
    let failed = ask(Manner::Code(2)).await;
    assert!(matches!(failed, DnsError::Server { .. }), "{failed:?}");
    let refused = ask(Manner::Code(5)).await;
    assert!(matches!(refused, DnsError::Server { .. }), "{refused:?}");
    let silent = ask(Manner::Silent).await;
    assert!(matches!(silent, DnsError::Timeout { .. }), "{silent:?}");
    assert!(!failed.is_answer() && !refused.is_answer() && !silent.is_answer());
}

#[tokio::test]
async fn reads_what_it_asked_for() {
    let text = dns(Manner::Record(16, b"\x07v=spf1 \x04-all")).await;
    assert_eq!(text.texts("cert.example").await.unwrap(), ["v=spf1 -all"]);
    let exchange = dns(Manner::Record(15, b"\x00\x0a\x02mx\x07example\x00")).await;
    let host = "mx.example".to_owned();
    let preference = 10;
    assert_eq!(
        exchange.exchanges("cert.example.").await.unwrap(),
        [Exchange { preference, host }]
    );
    let four = dns(Manner::Record(1, &[192, 0, 2, 1])).await;
    assert_eq!(
        four.addresses("mx.example").await.unwrap(),
        ["192.0.2.1".parse::<IpAddr>().unwrap()]
    );
    let pointer = dns(Manner::Record(12, b"\x02mx\x07example\x00")).await;
    let address = "192.0.2.1".parse().unwrap();
    assert_eq!(pointer.pointers(address).await.unwrap(), ["mx.example"]);
    let bad = four.texts("a..b").await.unwrap_err();
    assert!(matches!(bad, DnsError::BadName { .. }), "{bad:?}");
}

#[test]
fn reads_addresses_of_servers() {
    for (text, address) in [
        ("192.0.2.53", "192.0.2.53:53"),
        (" 192.0.2.53:5353", "192.0.2.53:5353"),
        ("2001:db8::53", "[2001:db8::53]:53"),
        ("[2001:db8::53]:5353", "[2001:db8::53]:5353"),
    ] {
        assert_eq!(
            Server::try_from(text.to_owned()).unwrap().to_string(),
            address,
            "{text}"
        );
    }
    for bad in ["", "dns.example", "192.0.2.53:0", "192.0.2.53:x", "192.0.2"] {
        assert!(Server::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}
