//! What happens when an index file is not what it was.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// A folder with an index of `count` networks of one address each, with a gap after each.
fn folder(count: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut dump = "role: r\nnic-hdl: R1\nabuse-mailbox: r@net.example\nsource: RIPE\n\n".to_owned();
    for number in 0..count {
        let address = std::net::Ipv4Addr::from_bits(0x0100_0000 + number * 2);
        write!(
            dump,
            "inetnum: {address} - {address}\nnetname: NET-{number}\nabuse-c: R1\nsource: RIPE\n\n"
        )
        .unwrap();
    }
    dump.push_str("inet6num: 2a00::/24\nnetname: SIX\nabuse-c: R1\nsource: RIPE\n");
    let file = folder.path().join("ripe.db");
    std::fs::write(&file, dump).unwrap();
    import(&[file], folder.path(), Timestamp::UNIX_EPOCH, |_| {}).unwrap();
    folder
}

fn ask(registry: &Registry, address: &str) -> Result<Option<Known>, IndexError> {
    let address = address.parse().unwrap();
    match registry.spot(address)?.network {
        Some(number) => registry.network(address, number).map(Some),
        None => Ok(None),
    }
}

#[test]
fn finds_every_network_on_every_page() {
    // Enough for ranges, networks, names and claims to run over several pages.
    let count = 5000;
    let folder = folder(count);
    let registry = Registry::open(&Index::path(folder.path(), "RIPE")).unwrap();
    for number in 0..count {
        let address = std::net::Ipv4Addr::from_bits(0x0100_0000 + number * 2);
        let known = ask(&registry, &address.to_string()).unwrap().unwrap();
        assert_eq!(
            (known.name, known.range.0),
            (format!("NET-{number}"), IpAddr::V4(address))
        );
        let gap = std::net::Ipv4Addr::from_bits(0x0100_0000 + number * 2 + 1);
        assert!(ask(&registry, &gap.to_string()).unwrap().is_none());
        // Both end where the other begins, also where that is on the next page.
        for one in [address, gap]
            .into_iter()
            .filter(|one| number + 1 < count || *one == address)
        {
            assert_eq!(registry.spot(one.into()).unwrap().range, (one.into(), one.into()));
        }
    }
    assert!(ask(&registry, "0.0.0.0").unwrap().is_none());
    assert!(ask(&registry, "255.255.255.255").unwrap().is_none());
    assert_eq!(ask(&registry, "2a00::1").unwrap().unwrap().name, "SIX");
    assert!(ask(&registry, "2b00::").unwrap().is_none());
    assert_eq!(registry.about().ranges, u64::from(count) * 2 + 1 + 3);
}

#[test]
fn a_kill_leaves_the_old_index_and_a_reader_keeps_its_own() {
    let folder = folder(3);
    let path = Index::path(folder.path(), "RIPE");
    let open = Registry::open(&path).unwrap();
    // What a killed import leaves behind is no index.
    std::fs::write(folder.path().join(".import-x"), "half").unwrap();
    let dump = "role: r\nnic-hdl: R1\nabuse-mailbox: r@net.example\nsource: RIPE\n\ninetnum: 9.0.0.0 - 9.0.0.1\nnetname: NEW\nsource: RIPE\n\ninet6num: 2a00::/24\nsource: RIPE\n";
    std::fs::write(folder.path().join("new.db"), dump).unwrap();
    import(
        &[folder.path().join("new.db")],
        folder.path(),
        Timestamp::UNIX_EPOCH,
        |_| {},
    )
    .unwrap();
    assert_eq!(ask(&open, "1.0.0.0").unwrap().unwrap().name, "NET-0");
    let index = Index::open(folder.path()).unwrap().unwrap();
    assert_eq!(
        ask(&index.registries()[0], "9.0.0.0").unwrap().unwrap().name,
        "NEW"
    );
    assert!(ask(&index.registries()[0], "1.0.0.0").unwrap().is_none());
}

#[test]
fn says_what_is_wrong_with_a_file_and_what_to_do() {
    let folder = folder(2000);
    let path = Index::path(folder.path(), "RIPE");
    let good = std::fs::read(&path).unwrap();
    let refusal = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Index::open(folder.path()).unwrap_err().to_string()
    };
    assert!(refusal(b"").contains("too short"));
    assert!(refusal(&good[..good.len() - 1]).contains("length"));
    assert!(refusal(&good[..pages::PAGE]).contains("length"));
    assert!(refusal(&[&good[..], b"x"].concat()).contains("length"));
    let mut foreign = good.clone();
    foreign[..4].copy_from_slice(b"PK\x03\x04");
    assert!(refusal(&foreign).contains("no contact index"));
    // What the version before this one has left behind.
    let mut version = good.clone();
    version[19] = 2;
    let asked = "has format 2, this program reads format 3: run `forewarn contacts import` again";
    assert!(refusal(&version).ends_with(asked), "{}", refusal(&version));
    let mut header = good.clone();
    header[40] ^= 1;
    assert!(refusal(&header).contains("header"));
    for error in [
        refusal(b""),
        refusal(&foreign),
        refusal(&version),
        refusal(&header),
    ] {
        assert!(error.contains("`forewarn contacts import` again"), "{error}");
    }
    let mut table = good.clone();
    let last = table.len() - 1;
    table[last] ^= 1;
    assert!(refusal(&table).contains("checksums"));
}

#[test]
fn a_change_on_any_page_is_noticed_by_who_reads_it() {
    let folder = folder(2000);
    let good = std::fs::read(Index::path(folder.path(), "RIPE")).unwrap();
    let path = folder.path().join("changed.idx");
    // Page 0 is the header; every other page begins with data.
    for page in 1..good.len() / (pages::PAGE + 4) {
        let mut bytes = good.clone();
        bytes[page * pages::PAGE + 3] ^= 4;
        std::fs::write(&path, bytes).unwrap();
        let failed = match Registry::open(&path) {
            Err(error) => Err(error),
            Ok(registry) => (0..2000u32)
                .map(|number| std::net::Ipv4Addr::from_bits(0x0100_0000 + number * 2).to_string())
                .chain(["2a00::1".to_owned()])
                .try_for_each(|address| ask(&registry, &address).map(drop)),
        };
        assert!(matches!(failed, Err(IndexError::Damaged { .. })), "page {page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever octet changes: either it was padding, or an error says so. Never a wrong answer, never a panic.
    #[test]
    fn a_changed_octet_never_changes_an_answer(place in any::<proptest::sample::Index>(), bit in 0u8..8) {
        thread_local! {
            static GOOD: (tempfile::TempDir, Vec<u8>) = {
                let folder = folder(2000);
                let bytes = std::fs::read(Index::path(folder.path(), "RIPE")).unwrap();
                (folder, bytes)
            };
        }
        GOOD.with(|(folder, good)| {
            let mut bytes = good.clone();
            bytes[place.index(good.len())] ^= 1 << bit;
            let path = folder.path().join("changed.idx");
            std::fs::write(&path, bytes).unwrap();
            let Ok(registry) = Registry::open(&path) else {
                return Ok(());
            };
            for number in (0..2000u32).step_by(61) {
                let address = std::net::Ipv4Addr::from_bits(0x0100_0000 + number * 2).to_string();
                if let Ok(found) = ask(&registry, &address) {
                    let found = found.unwrap();
                    prop_assert_eq!(found.name, format!("NET-{number}"));
                    prop_assert_eq!(&found.claims.offers[0].published, "r@net.example");
                }
            }
            Ok(())
        })?;
    }
}
