//! Overrides, and files that are broken in every way: each is named with its line.

use std::fs;
use std::path::Path;

use super::*;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A built-in file's text.
fn original(name: &str) -> String {
    built_in(SECURE_YOUR_SERVER)
        .sources()
        .find(|file| file.name == name)
        .unwrap()
        .text
        .clone()
}

/// The error of loading with this one file in the campaign folder.
fn refused(name: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), name, text);
    let error = match Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())) {
        Ok(_) => panic!("{name} was accepted"),
        Err(error) => error.to_string(),
    };
    error.replace(&folder.path().display().to_string(), "DIR")
}

/// What check finds in French with these changes to its files and templates, in the files alone or in the letters too.
fn found(changes: &[(&str, &str, &str)], letters: bool) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut files = std::collections::BTreeMap::new();
    for (name, from, to) in changes {
        let text = files.entry(*name).or_insert_with(|| original(name));
        assert!(text.contains(from), "{name} does not hold {from:?}");
        *text = text.replace(from, to);
    }
    for (name, text) in &files {
        write(folder.path(), name, text);
    }
    let catalog = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
    let french = catalog.locale(&Language::new("fr").unwrap()).unwrap();
    let findings = if letters {
        check_language(&catalog, french)
    } else {
        check::files::check(&catalog, french)
    };
    findings
        .into_iter()
        .map(|finding| format!("{}: {}", finding.place, finding.what))
        .collect()
}

#[test]
fn one_file_can_be_overridden() {
    let folder = tempfile::tempdir().unwrap();
    let name = "locales/en/shared.ftl";
    write(
        folder.path(),
        name,
        &original(name).replace("Dear administrator,", "Hello there,"),
    );
    let catalog = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
    let (sender, links) = (sender(), links());
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = catalog.compose(&request(&sender, &links, &bundle)).unwrap();
    assert!(letter.text.starts_with("Hello there,\n"), "{}", letter.text);
    let own: Vec<&SourceFile> = catalog
        .sources()
        .filter(|file| file.origin != Origin::BuiltIn)
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].name, name);
    assert_eq!(check_own(&catalog), []);
}

#[test]
fn a_letter_of_ones_own_is_found_beside_the_others() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["txt", "html"] {
        let text = original(&format!("templates/open-relay/letter.{format}.hbs"));
        write(
            folder.path(),
            &format!("templates/mine/letter.{format}.hbs"),
            &text,
        );
    }
    write(
        folder.path(),
        "locales/fr/mine.ftl",
        &original("locales/fr/open-relay.ftl"),
    );
    let catalog = Catalog::load("mine", Some(folder.path())).unwrap();
    assert_eq!(catalog.sets(), ["mine", OPEN_RELAY, SECURE_YOUR_SERVER]);
    assert_eq!(catalog.languages(), [Language::new("fr").unwrap()]);
}

#[test]
fn unknown_letters_and_odd_names_are_refused() {
    let error = Catalog::load("spring", None).err().unwrap().to_string();
    assert_eq!(
        error,
        "there is no letter \"spring\": the letters are open-relay, secure-your-server"
    );
    let text = original("locales/en/secure-your-server.ftl");
    let error = refused("locales/FR_ca/secure-your-server.ftl", &text);
    assert!(error.contains("call it locales/fr-CA"), "{error}");
    let error = refused("locales/eo/secure-your-server.ftl", &text);
    assert_eq!(error, "locales/eo/meta.ftl: is missing: a letter needs it");
}

#[test]
fn a_broken_sentence_is_named_with_its_line() {
    let error = refused(
        "locales/fr/shared.ftl",
        "below = x\ngreeting = { $count\nrequest = y\n",
    );
    assert!(error.starts_with("DIR/locales/fr/shared.ftl:"), "{error}");
    assert!(error.contains(":2:") || error.contains(":3:"), "{error}");
    let twice = format!("{}greeting = again\n", original("locales/fr/shared.ftl"));
    let error = refused("locales/fr/shared.ftl", &twice);
    assert!(error.contains("\"greeting\" is defined twice"), "{error}");
    let error = refused(
        "locales/fr/meta.ftl",
        "name = Français\ndirection = up\nreview = draft\n",
    );
    assert!(error.contains("direction must be ltr or rtl"), "{error}");
}

#[test]
fn a_broken_template_is_named_with_its_line() {
    let name = "templates/shared/why.txt.hbs";
    for (text, what) in [
        ("a\n{{#if count}}\nb\n", "DIR/templates/shared/why.txt.hbs:"),
        (
            "a\n{{{contact}}}\n",
            "why.txt.hbs:2: {{{ }}} and {{& }} are not allowed",
        ),
        (
            "a\n{{contcat}}\n",
            "why.txt.hbs:2: letters have no value \"contcat\"",
        ),
        (
            "a\n{{#if contcat}}b{{/if}}\n",
            "why.txt.hbs:2: letters have no value \"contcat\"",
        ),
        (
            "{{#each rows}}{{ipp}}{{/each}}",
            "why.txt.hbs:1: letters have no value \"ipp\"",
        ),
        (
            "a\n{{> nothing}}\n",
            "why.txt.hbs:2: there is no templates/secure-your-server/nothing.txt.hbs",
        ),
        (
            "a\n{{> why}}\n",
            "why.txt.hbs:2: the part \"why\" contains itself",
        ),
        ("a\n{{> letter}}\n", "contains itself"),
        (
            "{{> sender contact=1}}",
            "why.txt.hbs:1: a part takes no arguments",
        ),
        ("{{log contact}}", "why.txt.hbs:1: there is no helper \"log\""),
        (
            "{{#with sender}}x{{/with}}",
            "why.txt.hbs:1: there is no helper \"with\"",
        ),
        (
            "{{lookup sender \"phone\"}}",
            "why.txt.hbs:1: there is no helper \"lookup\"",
        ),
        ("{{#*inline \"x\"}}y{{/inline}}", "why.txt.hbs:1: inline parts"),
        ("{{t}}", "why.txt.hbs:1:"),
        ("{{t 5}}", "why.txt.hbs:1: write the sentence as"),
    ] {
        let error = refused(name, text);
        assert!(error.contains(what), "{text:?}: {error}");
    }
    // Two parts that contain each other.
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "templates/shared/why.txt.hbs", "{{> one}}");
    write(folder.path(), "templates/shared/one.txt.hbs", "{{> two}}");
    write(folder.path(), "templates/shared/two.txt.hbs", "\n\n{{> one}}");
    let error = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path()))
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("two.txt.hbs:3: the part \"one\" contains itself"),
        "{error}"
    );
}

#[test]
fn a_file_in_another_encoding_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("locales/fr")).unwrap();
    fs::write(
        folder.path().join("locales/fr/shared.ftl"),
        b"greeting = caf\xe9\n",
    )
    .unwrap();
    let error = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path()))
        .err()
        .unwrap();
    assert!(matches!(error, LetterError::Encoding { .. }));
}

#[test]
fn an_incomplete_language_is_not_used_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let name = "locales/fr/shared.ftl";
    write(
        folder.path(),
        name,
        &original(name).replace("greeting = ", "greting = "),
    );
    let catalog = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
    assert!(!catalog.languages().contains(&Language::new("fr").unwrap()));
    assert_eq!(catalog.incomplete()[0].missing, ["greeting"]);
    let findings = check_own(&catalog);
    assert!(
        findings
            .iter()
            .any(|f| f.place == "locales/fr" && f.what.ends_with("greeting")),
        "{findings:?}"
    );
}

#[test]
fn check_finds_each_kind_of_fault_in_a_file() {
    let secure = "locales/fr/secure-your-server.ftl";
    let shared = "locales/fr/shared.ftl";
    for (name, from, to, what) in [
        (
            secure,
            "{ $organisation }",
            "l’agence",
            "\"programme\" does not show $organisation",
        ),
        (
            secure,
            "$organisation }",
            "$organization }",
            "\"programme\" uses $organization, which this sentence does not",
        ),
        (
            secure,
            "abuse = ",
            "leftover = x\nabuse = ",
            "no letter uses \"leftover\"",
        ),
        (
            shared,
            "    [one] Nous vous s",
            "    [few] Nous vous s",
            "\"request\" lacks the plural category \"one\"",
        ),
        (
            shared,
            "    [one] Nous vous s",
            "    [few] Nous vous s",
            "names the plural category \"few\"",
        ),
        (
            shared,
            "column-what = Constat",
            "column-what = Constatation de la faute",
            "\"column-what\" is 24 columns wide: a table has room for 16",
        ),
        (
            shared,
            "closing = Nous vous remercions",
            "closing =\n    # said at the end\n    Nous vous remercions",
            "\"closing\" has a comment in it",
        ),
        (
            shared,
            "closing = Nous vous remercions",
            "closing = Nous vous # sic\n    remercions",
            "\"closing\" has a comment in it",
        ),
        (
            shared,
            "closing = ",
            "closing = \u{200f}",
            "holds the invisible character U+200F",
        ),
        (
            shared,
            "closing = Nous vous remercions de contribuer à rendre Internet plus sûr pour tous.",
            "closing = Thank you for helping to keep the Internet a safer place for everyone.",
            "\"closing\" is still in English",
        ),
    ] {
        let found = found(&[(name, from, to)], false);
        assert!(
            found.iter().any(|finding| finding.contains(what)),
            "{what}: {found:#?}"
        );
        assert!(found.len() <= 2, "{found:#?}");
    }
}

fn assert_found(found: &[String], kinds: &[&str]) {
    for what in kinds {
        assert!(
            found.iter().any(|finding| finding.contains(what)),
            "{what}: {found:#?}"
        );
    }
}

#[test]
fn check_finds_each_kind_of_fault_in_a_sentence() {
    let secure = "locales/fr/secure-your-server.ftl";
    let shared = "locales/fr/shared.ftl";
    let wide = format!("rendre {} plus", "x".repeat(80));
    let long = "Relais ouvert possible ".repeat(4);
    let found = found(
        &[
            (secure, "Relais ouvert possible", &long),
            (shared, "en savoir plus", "en savoir plus {\"{\"}"),
            (shared, "Qui nous sommes", "Qui nous sommes 198.51.100.99"),
            (shared, "rendre Internet plus", &wide),
            (shared, "purpose = ", "purpose = Sous peine d’amende. "),
            (shared, "fournisseur d’accès à Internet", "opérateur"),
            (shared, "heading-next = ", "heading-next = About your server: "),
            (shared, "partners = Nos", "partners = \"Nos\""),
            ("locales/fr/glossary.toml", "\"Latn\"", "\"Cyrl\""),
        ],
        true,
    );
    assert_found(
        &found,
        &[
            "the subject is wider than 78 columns",
            "the text has a brace left over",
            "the HTML has a brace left over",
            "the text holds an address that is not of the bundle: 198.51.100.99",
            "a line is wider than 72 columns",
            "a word of threat: \"sous peine\"",
            "a word of threat: \"amende\"",
            "the term \"provider\" of glossary.toml does not occur",
            "there is English in it: \"your\"",
            "a straight quotation mark",
            "only 0 % of the letters are of the language's script",
        ],
    );
}

#[test]
fn check_finds_each_kind_of_fault_in_a_template() {
    let found = found(
        &[
            ("templates/shared/table.html.hbs", "{{ip}}", "{{port}}"),
            ("templates/shared/table.txt.hbs", "{{line}}", "{{port}} {{line}}"),
            (
                "templates/shared/why.html.hbs",
                "<ul",
                "<img src=\"https://x.example/p\"><ul",
            ),
            ("templates/shared/next.html.hbs", "{{t \"link-fix\"}}", ""),
            (
                "templates/shared/next.txt.hbs",
                "    {{links.fix}}",
                "    {{links.fix}}x",
            ),
            ("templates/shared/signature.html.hbs", "</strong>", ""),
            ("templates/shared/correction.txt.hbs", " sent=earlier.sent", ""),
        ],
        true,
    );
    assert_found(
        &found,
        &[
            "the HTML does not hold 192.0.2.1",
            "the table of the text does not name each address",
            "the HTML holds \"<img\"",
            "the HTML does not say what the text says: \"Instructions",
            "the text does not hold \"https://www.cert.example/instructions\"",
            "the HTML is not well nested",
            "the sentence \"correction-observation\" in fr: ",
        ],
    );
}

#[test]
fn a_glossary_says_what_is_wrong_with_it() {
    let name = "locales/fr/glossary.toml";
    let text = original(name);
    for (from, to, what) in [
        (
            "\"Latn\"",
            "\"Latin\"",
            "\"Latin\" is no script: write its ISO 15924 code",
        ),
        ("[\"Latn\"]", "[]", "scripts is empty"),
        (
            "spam = [\"spam\"]",
            "spam = []",
            "[terms] spam is missing or empty",
        ),
        (
            "spam = [\"spam\"]",
            "spem = [\"spam\"]",
            "[terms] spam is missing",
        ),
        ("[threats]", "[treats]", "unknown field"),
    ] {
        assert!(text.contains(from), "{from}");
        let error = refused(name, &text.replace(from, to));
        assert!(
            error.starts_with("DIR/locales/fr/glossary.toml: ") && error.contains(what),
            "{error}"
        );
    }
}

/// A language of the operator's own may do without a glossary, but the check says so.
#[test]
fn a_missing_glossary_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["meta.ftl", "shared.ftl", "open-relay.ftl"] {
        write(
            folder.path(),
            &format!("locales/fr-BE/{name}"),
            &original(&format!("locales/fr/{name}")),
        );
    }
    let catalog = Catalog::load(OPEN_RELAY, Some(folder.path())).unwrap();
    let belgian = catalog.locale(&Language::new("fr-BE").unwrap()).unwrap();
    let findings = check::files::check(&catalog, belgian);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].what.contains("glossary.toml is missing"),
        "{findings:?}"
    );
}

/// `plan` looks at what the campaign's own files touch, and at nothing else.
#[test]
fn own_files_alone_are_checked_again() {
    assert_eq!(check_own(built_in(OPEN_RELAY)), []);
    let folder = tempfile::tempdir().unwrap();
    let name = "locales/fr/shared.ftl";
    write(
        folder.path(),
        name,
        &original(name).replace("closing = Nous", "closing = Sous peine, nous"),
    );
    let catalog = Catalog::load(OPEN_RELAY, Some(folder.path())).unwrap();
    let findings = check_own(&catalog);
    assert!(
        !findings.is_empty() && findings.iter().all(|f| f.place.ends_with("in fr")),
        "{findings:?}"
    );
}

#[test]
fn a_sentence_without_its_variable_stops_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let name = "templates/shared/who.txt.hbs";
    let template = original(name);
    assert!(template.contains(" organisation=sender.organisation"));
    write(
        folder.path(),
        name,
        &template.replace(" organisation=sender.organisation", ""),
    );
    let catalog = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
    let (sender, links) = (sender(), links());
    let bundle = group(1, "open-relay", 25, &["en"]);
    let error = catalog.compose(&request(&sender, &links, &bundle)).unwrap_err();
    let ComposeError::Sentence {
        key, locale, file, ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!((key.as_str(), locale.as_str()), ("programme", "en"));
    assert!(
        file.contains("locales/en/secure-your-server.ftl (built in):"),
        "{error}"
    );
}

#[test]
fn a_name_that_no_letter_looks_for_is_refused() {
    for (name, hint) in [
        ("templates/secure-your-server/letter.text.hbs", ".txt.hbs"),
        ("templates/letter.txt.hbs", "templates/<letter>/"),
        ("locales/EN/meta.ftl", "locales/en"),
        ("locales/fr_ca/meta.ftl", "locales/fr-CA"),
        ("locales/fr/meta.txt", ".ftl"),
        ("locales/meta.ftl", "locales/<language>/"),
    ] {
        let error = refused(name, "x");
        assert!(error.contains(name) && error.contains(hint), "{error}");
    }
}
