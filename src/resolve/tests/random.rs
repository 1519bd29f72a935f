//! The index against a naive walk over random graphs of objects.

use proptest::prelude::*;

use super::*;

/// One random network: its range within 64 addresses, and its references.
type Shape = (u8, u8, Option<u8>, Option<u8>, bool);

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let shape = (
        0u8..64,
        0u8..32,
        proptest::option::weighted(0.4, 0u8..5),
        proptest::option::weighted(0.4, 0u8..5),
        proptest::bool::weighted(0.2),
    );
    proptest::collection::vec(shape, 1..12)
}

/// What the algorithm says, by the book: every network is looked at for every step.
fn naive(networks: &[(u8, u8, &Shape)], address: u8) -> Result<String, Unresolved> {
    let narrowest = |holds: &dyn Fn(u8, u8) -> bool| {
        let found = networks.iter().filter(|(first, last, _)| holds(*first, *last));
        found.min_by_key(|(first, last, _)| (last - first, *first))
    };
    let mut next = narrowest(&|first, last| first <= address && address <= last);
    if next.is_none() {
        return Err(Unresolved::NoSource);
    }
    while let Some((first, last, (_, _, role, org, kept))) = next {
        // Roles 0 to 2 exist; organisation n has role n as its abuse-c.
        if let Some(role) = role.filter(|role| *role < 3).or(org.filter(|org| *org < 3)) {
            return Ok(format!("r{role}@net.example"));
        }
        if *kept {
            break;
        }
        next = narrowest(&|f, l| f <= *first && *last <= l && (f, l) != (*first, *last));
    }
    Err(Unresolved::NoAbuseRole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_index_answers_as_the_algorithm_by_the_book(shapes in shapes(), six in any::<bool>()) {
        use std::fmt::Write;
        let at = |host: u8| if six { format!("2001:db8::{host:x}") } else { format!("192.0.2.{host}") };
        let mut dump = String::new();
        let mut networks: Vec<(u8, u8, &Shape)> = Vec::new();
        for shape in &shapes {
            let (first, last) = (shape.0, shape.0 + shape.1);
            networks.retain(|(f, l, _)| (*f, *l) != (first, last));
            networks.push((first, last, shape));
            let class = if six { "inet6num" } else { "inetnum" };
            write!(dump, "{class}: {} - {}\nnetname: N\n", at(first), at(last)).unwrap();
            if let Some(role) = shape.2 {
                writeln!(dump, "abuse-c: R{role}").unwrap();
            }
            if let Some(org) = shape.3 {
                writeln!(dump, "org: O{org}").unwrap();
            }
            if shape.4 {
                writeln!(dump, "mnt-by: RIPE-NCC-END-MNT").unwrap();
            }
            dump.push_str("source: RIPE\n\n");
        }
        for number in 0..3 {
            write!(dump, "role: r\nnic-hdl: R{number}\nabuse-mailbox: r{number}@net.example\nsource: RIPE\n\norganisation: O{number}\nabuse-c: R{number}\nsource: RIPE\n\n").unwrap();
        }
        // Role 3 has no mailbox, role 4 is not there; the same of organisations.
        dump.push_str("role: r\nnic-hdl: R3\nsource: RIPE\n\norganisation: O3\nsource: RIPE\n");
        let resolver = Bench::new(&[("ripe.db", &dump)]).resolver("");
        let mut walk = resolver.walk();
        let mut outlines = Outlines::default();
        for host in 0..100 {
            let (Stride::Known(sketch) | Stride::New(sketch, _)) = &match walk.step(at(host).parse().unwrap(), &Facts::default()).unwrap() {
                Stride::New(sketch, outline) => {
                    outlines.push(outline);
                    Stride::Known(sketch)
                }
                known @ Stride::Known(_) => known,
            };
            let outline = outlines.known[sketch.outline as usize].clone();
            let walked = Surroundings::read(walk.surroundings()).unwrap().fill(outline);
            prop_assert_eq!(&walked, &*decided(&resolver, &at(host)));
            let decision = decided(&resolver, &at(host));
            let got = match &decision.verdict {
                Verdict::Notify(mailbox) => Ok(mailbox.to_string()),
                Verdict::Unresolved(reason) => Err(*reason),
                Verdict::Suppress => unreachable!("there are no rules"),
            };
            prop_assert_eq!(got, naive(&networks, host), "{}\n{}", at(host), dump);
            let address = at(host).parse::<IpAddr>().unwrap();
            prop_assert!(decision.range.0 <= address && address <= decision.range.1);
        }
    }
}
