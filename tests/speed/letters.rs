//! Letters composed to their final bytes, beside plain Handlebars with the same templates and lettre alone.
//!
//! Prints one line of JSON for each language and number of addresses: letters per second of each, and the octets that each
//! makes. Run by `tests/bench letters`.
//!
//! The yardsticks are generous: plain Handlebars gets its values ready-made and its sentences for nothing, and neither wraps
//! lines, looks for foreign addresses nor makes marks; lettre gets text and HTML ready-made.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use forewarn::bundle::Bundle;
use forewarn::contact::Mailbox;
use forewarn::language::Language;
use forewarn::letter::{Catalog, Evidence, LetterText, Occasion, Request, SECURE_YOUR_SERVER};
use forewarn::message::{CampaignKey, Headers, addresses_csv, build};
use forewarn::sender::{Links, Sender};
use forewarn::sighting::{Exposure, Sighting};
use handlebars::Handlebars;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Message, MultiPart, SinglePart};
use serde_json::{Value, json};

const KEY: CampaignKey = CampaignKey::new([7; 32]);
const REFERENCE: &str = "FW-7K3QX-9XM2A";

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let catalog = Catalog::load(SECURE_YOUR_SERVER, None)?;
    let (sender, links) = (sender(), links());
    for tag in ["en", "ru", "ar", "ja"] {
        let language = Language::new(tag)?;
        if catalog.locale(&language).is_none() {
            continue;
        }
        for addresses in [1_u8, 100] {
            let bundle = bundle(addresses, &language)?;
            let request = request(&sender, &links, &bundle)?;
            let letter = catalog.compose(&request)?;
            let plain = Plain::new(&catalog, &letter)?;
            let data = plain_data(&bundle, tag);
            let rates = json!({
                "language": tag,
                "addresses": addresses,
                "octets": finished(&catalog, &request)?.len(),
                "rendered": letter.text.len() + letter.html.len(),
                "handlebars_rendered": plain.render(&data)?,
                "forewarn": rate(|| finished(&catalog, &request).map(|bytes| bytes.len()))?,
                "handlebars": rate(|| plain.render(&data))?,
                "lettre": rate(|| lettre_alone(&letter, &bundle).map(|bytes| bytes.len()))?,
            });
            println!("{rates}");
        }
    }
    Ok(())
}

/// How often it can be done in a second: the best of five tries.
fn rate(mut work: impl FnMut() -> Fallible<usize>) -> Fallible<u64> {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let (began, mut done) = (Instant::now(), 0_u32);
        while began.elapsed() < Duration::from_millis(200) {
            std::hint::black_box(work()?);
            done += 1;
        }
        best = best.max(f64::from(done) / began.elapsed().as_secs_f64());
    }
    Ok(Duration::from_secs_f64(best).as_secs())
}

/// What planning does for one letter.
fn finished(catalog: &Catalog, request: &Request<'_>) -> Fallible<Vec<u8>> {
    let letter = catalog.compose(request)?;
    let id = KEY.message_id(REFERENCE, "cert.example")?;
    let boundaries = (KEY.boundary(REFERENCE, 0), KEY.boundary(REFERENCE, 1));
    let headers = Headers {
        from_name: &request.sender.organisation,
        from: &request.sender.address,
        reply_to: None,
        to: &request.bundle.contact,
        date: request.date,
        message_id: &id,
        in_reply_to: None,
        unsubscribe: None,
        reference: REFERENCE,
        boundaries: (&boundaries.0, &boundaries.1),
    };
    Ok(build(
        &headers,
        &letter,
        &[addresses_csv(request.bundle, REFERENCE)],
    )?)
}

/// The same templates as partials of a plain registry. Sentences are looked up in a table, which costs next to nothing.
struct Plain {
    text: Handlebars<'static>,
    html: Handlebars<'static>,
}

impl Plain {
    fn new(catalog: &Catalog, letter: &LetterText) -> Fallible<Self> {
        let mut registries = [Handlebars::new(), Handlebars::new()];
        registries[0].register_escape_fn(handlebars::no_escape);
        // As long as an average sentence of the letter.
        let sentence: String = letter
            .text
            .split("\n\n")
            .nth(2)
            .unwrap_or_default()
            .chars()
            .take(110)
            .collect();
        for (registry, end) in registries.iter_mut().zip([".txt.hbs", ".html.hbs"]) {
            let sentence = sentence.clone();
            let said = move |_: &handlebars::Helper<'_>,
                             _: &Handlebars<'_>,
                             _: &handlebars::Context,
                             _: &mut handlebars::RenderContext<'_, '_>,
                             out: &mut dyn handlebars::Output|
                  -> handlebars::HelperResult { Ok(out.write(&sentence)?) };
            registry.register_helper("t", Box::new(said));
            let files: BTreeMap<&str, &str> = catalog
                .sources()
                .filter_map(|file| {
                    let name = file.name.strip_prefix("templates/")?.strip_suffix(end)?;
                    let name = name
                        .strip_prefix("shared/")
                        .or_else(|| name.strip_prefix("secure-your-server/"))?;
                    Some((name, file.text.as_str()))
                })
                .collect();
            for (name, text) in files {
                registry.register_template_string(name, text)?;
            }
        }
        let [text, html] = registries;
        Ok(Self { text, html })
    }

    fn render(&self, data: &Value) -> Fallible<usize> {
        let mut length = 0;
        // Once for each letter, as ours are new for each letter.
        let context = handlebars::Context::wraps(data)?;
        for registry in [&self.text, &self.html] {
            for piece in ["opening", "letter", "closing"] {
                length += registry.render_with_context(piece, &context)?.len();
            }
        }
        Ok(length)
    }
}

/// What the templates of a first letter about HTTP proxies ask for.
fn plain_data(bundle: &Bundle, tag: &str) -> Value {
    let rows: Vec<Value> = bundle
        .sightings
        .iter()
        .map(|sighting| {
            json!({
                "ip": sighting.address.to_string(), "port": "3128", "what": "open HTTP proxy",
                "day": "2026-11-20", "time": "08:12 UTC", "source": sighting.source,
                "line": format!("{}  3128  open HTTP proxy  2026-11-20 08:12 UTC  {}", sighting.address, sighting.source),
            })
        })
        .collect();
    json!({
        "lang": tag, "dir": "ltr", "contact": "abuse@isp.example", "reference": REFERENCE, "date": "2026-11-21",
        "count": rows.len(), "entries": rows.len(), "kind": "proxy", "day": "2026-11-20", "observation": "observation-reported",
        "head": "IP address", "rule": "----------", "shown": rows.len(), "wide": false, "more": false, "rows": rows,
        "http": { "ip": "203.0.113.1", "port": 3128, "endpoint": "203.0.113.1:3128" }, "others": true,
        "recheck": "2026-12-05", "subject": "Possible open proxies", "organisation": "Example National CERT", "notices": [],
        "sender": {
            "organisation": "Example National CERT", "address": "campaign@cert.example", "opt_out": "campaign@cert.example",
            "postal": ["1 Harbour Street", "10000 Exampletown"], "phone": "+1 202 555 0143",
            "verify": "https://www.cert.example/campaign", "partners": ["Example Regulator"],
        },
        "links": { "info": "https://www.cert.example/about", "fix": "https://www.cert.example/fix" },
    })
}

/// The same letter through lettre's own ways: its encodings, its boundaries.
fn lettre_alone(letter: &LetterText, bundle: &Bundle) -> Fallible<Vec<u8>> {
    let csv = addresses_csv(bundle, REFERENCE);
    let body = MultiPart::mixed()
        .multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::plain(letter.text.clone()))
                .singlepart(SinglePart::html(letter.html.clone())),
        )
        .singlepart(Attachment::new(csv.name).body(csv.content, ContentType::parse(&csv.media_type)?));
    let message = Message::builder()
        .from("Example National CERT <campaign@cert.example>".parse()?)
        .to("abuse@isp.example".parse()?)
        .subject(letter.subject.clone())
        .multipart(body)?;
    Ok(message.formatted())
}

fn request<'a>(sender: &'a Sender, links: &'a Links, bundle: &'a Bundle) -> Fallible<Request<'a>> {
    Ok(Request {
        sender,
        links,
        bundle,
        reference: REFERENCE,
        date: "2026-11-21T14:05:00Z".parse()?,
        evidence: Evidence::Reported,
        recheck: Some("2026-12-05".parse()?),
        occasion: Occasion::First,
        xarf: false,
        ips_in_body: 100,
    })
}

fn bundle(size: u8, language: &Language) -> Fallible<Bundle> {
    let sightings = (1..=size).map(|n| {
        Ok(Sighting {
            address: format!("203.0.113.{n}").parse()?,
            port: Some(3128),
            protocol: Some("tcp".to_owned()),
            exposure: Exposure::new(Exposure::OPEN_PROXY_HTTP)?,
            first_seen: "2026-11-14T02:10:00Z".parse()?,
            last_seen: "2026-11-20T08:12:31Z".parse()?,
            source: "Example Scanning Project".to_owned(),
            asn: None,
            country: None,
            hostname: None,
            language: None,
            evidence: BTreeMap::new(),
        })
    });
    Ok(Bundle {
        contact: Mailbox::parse("abuse@isp.example", &["example".to_owned()])?,
        sightings: sightings.collect::<Fallible<_>>()?,
        languages: vec![language.clone()],
        language_reason: "asked for".to_owned(),
    })
}

fn sender() -> Sender {
    Sender {
        organisation: "Example National CERT".to_owned(),
        address: "campaign@cert.example".to_owned(),
        postal_address: "1 Harbour Street\n10000 Exampletown".to_owned(),
        phone: "+1 202 555 0143".to_owned(),
        verify_url: "https://www.cert.example/campaign".to_owned(),
        partners: vec!["Example Regulator".to_owned()],
        ..Sender::default()
    }
}

fn links() -> Links {
    Links {
        info: "https://www.cert.example/about".to_owned(),
        fix: "https://www.cert.example/fix".to_owned(),
    }
}
