//! Outlines that differ in published texts alone are one pattern; whatever else differs tells them apart.

use std::fmt::Write as _;

use super::*;

/// What pairs of mailboxes, of a network and of the one around it, can have to do with each other.
const PAIRS: [(&str, &str); 12] = [
    ("abuse@a.example", "abuse@b.example"),
    ("abuse@c.example", "abuse@d.example"),
    ("abuse@c.example", "abuse@c.example"),
    ("abuse@e.example", "abuse@e.example"),
    ("Abuse@e.example", "abuse@e.example"),
    ("abuse@f.example", "ABUSE@f.example"),
    ("noreply@a.example", "abuse@b.example"),
    ("noreply@a.example", "noreply@a.example"),
    ("none", "none"),
    ("Desk \"A\" <abuse@g.example>", "Desk \\ <abuse@h.example>"),
    ("info@i.example, abuse@i.example", "abuse@j.example"),
    ("abuse@k.example", "abuse@l.example, noc@l.example"),
];

#[test]
fn a_pattern_is_told_apart_by_all_that_counts_and_by_nothing_else() {
    let mut dump = String::new();
    for (number, (inner, outer)) in PAIRS.iter().enumerate() {
        let country = if number == 1 { "country: FR\n" } else { "" };
        let gap = if number % 2 == 0 {
            "mnt-by: X\nabuse-c: GONE\n"
        } else {
            ""
        };
        write!(
            dump,
            "inetnum: 192.0.{number}.0 - 192.0.{number}.255\nnetname: OUTER{number}\n{country}org: OO{number}\nsource: RIPE\n\n\
             inetnum: 192.0.{number}.0 - 192.0.{number}.15\nnetname: INNER{number}\n{gap}org: OI{number}\nsource: RIPE\n\n\
             inetnum: 192.0.{number}.64 - 192.0.{number}.79\nnetname: SAME{number}\norg: OO{number}\nsource: RIPE\n\n\
             organisation: OO{number}\norg-name: Outer \"{number}\"\nabuse-c: RO{number}\nsource: RIPE\n\n\
             organisation: OI{number}\norg-name: Inner \\ {number}\nabuse-c: RI{number}\nsource: RIPE\n\n\
             role: r\nnic-hdl: RO{number}\nabuse-mailbox: {outer}\nsource: RIPE\n\n\
             role: r\nnic-hdl: RI{number}\nabuse-mailbox: {inner}\nsource: RIPE\n\n"
        )
        .unwrap();
    }
    let resolver = Bench::new(&[("ripe.db", &dump)]).resolver("");
    let mut walk = resolver.walk();
    let mut outlines = Outlines::default();
    let mut filled = 0;
    for number in 0..PAIRS.len() {
        for host in (0..256).step_by(8) {
            let address = format!("192.0.{number}.{host}");
            let parsed = address.parse().unwrap();
            let sketch = match walk.step(parsed, &Facts::default()).unwrap() {
                Stride::Known(sketch) => sketch,
                Stride::New(sketch, outline) => {
                    filled += u32::from(matches!(outline, Outline::Like { new: None, .. }));
                    outlines.push(outline);
                    sketch
                }
            };
            let outline = outlines.known[sketch.outline as usize].clone();
            let walked = Surroundings::read(walk.surroundings()).unwrap().fill(outline);
            assert_eq!(walked, *decided(&resolver, &address), "{address}");
        }
    }
    assert!(filled >= 10, "{filled} of {} outlines", outlines.known.len());
}

#[test]
fn a_file_whose_name_looks_like_a_mark_makes_no_pattern() {
    let block = |number: u8| {
        format!(
            "inetnum: 192.0.{number}.0 - 192.0.{number}.255\nnetname: N{number}\norg: O{number}\nsource: RIPE\n\n\
             organisation: O{number}\norg-name: Holder {number}\nabuse-c: R{number}\nsource: RIPE\n\n\
             role: r\nnic-hdl: R{number}\nabuse-mailbox: abuse@n{number}.example\nsource: RIPE\n\n"
        )
    };
    let dump: String = (3..6).map(block).collect();
    for (name, patterns) in [
        ("ripe.db", true),
        ("ripe\u{1f}T0\u{1f}.db", false),
        ("ripe\u{1f}T999\u{1f}.db", false),
    ] {
        let resolver = Bench::new(&[(name, &dump)]).resolver("");
        let mut walk = resolver.walk();
        for number in 3..6 {
            let address = format!("192.0.{number}.7").parse().unwrap();
            let Stride::New(_, outline) = walk.step(address, &Facts::default()).unwrap() else {
                panic!("each is new");
            };
            assert_eq!(matches!(outline, Outline::Like { .. }), patterns, "{name:?}");
        }
    }
}
