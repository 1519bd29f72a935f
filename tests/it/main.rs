//! The program as its users meet it: the real binary, real campaign folders, real mail servers.
//!
//! One file for each behaviour, named after it; `support/` makes a test two lines long. The tests need Postfix with
//! its `smtp-sink`, Exim, aiosmtpd, Dovecot, OpenSSL, strace, faketime, the SASL password tool, SQLite's shell and Python 3,
//! and must run as root: `tests/run` sees to that. A tool that is missing fails the test; nothing is skipped.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on says so by ending"
)]

mod support;

mod announced;
mod bad_rows;
mod bounces;
mod check;
mod clock;
mod closed_output;
mod cut;
mod disk;
mod economy;
mod example;
mod faults;
mod hard_times;
mod interrupt;
mod json;
mod kill;
mod letter_form;
mod online_dns;
mod online_rdap;
mod online_whois;
mod operator_mistakes;
mod pace;
mod peers;
mod poison;
mod postfix;
mod readme;
mod rehearse;
mod replan;
mod report;
mod review;
mod rounds;
mod shown;
mod side_by_side;
mod smtp_sink;
mod struck;
mod system_calls;
mod told_once;
mod unusable_files;
