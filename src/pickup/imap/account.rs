//! Whose mailbox where: the address that the operator writes.

use std::fmt;

use url::Url;

use crate::pickup::PickupError;

/// Whose mailbox where: `imaps://user@host:993/INBOX`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub(super) user: String,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) folder: String,
}

impl Account {
    /// Reads an address of the form `imaps://user@host[:port]/FOLDER`; the user and the folder percent-encoded where needed.
    ///
    /// # Errors
    /// [`PickupError::Address`], with what is wrong.
    pub fn parse(text: &str) -> Result<Self, PickupError> {
        let wrong = |problem| PickupError::Address {
            text: text.to_owned(),
            problem,
        };
        let url = Url::parse(text).map_err(|_| wrong("write imaps://user@host/INBOX"))?;
        if url.scheme() != "imaps" {
            return Err(wrong("only imaps:// is read, TLS from the first byte"));
        }
        if url.password().is_some() {
            return Err(PickupError::Address {
                text: "imaps://...".to_owned(),
                problem: "the password belongs into a file: [bounces] password_file or --password-file",
            });
        }
        let decoded = |text: &str| percent_decoded(text).ok_or_else(|| wrong("its encoding is broken"));
        let user = decoded(url.username())?;
        if user.is_empty() {
            return Err(wrong("it names no user: write imaps://user@host/INBOX"));
        }
        let host = url.host_str().ok_or_else(|| wrong("it names no host"))?;
        let folder = decoded(url.path().trim_matches('/'))?;
        Ok(Self {
            user,
            host: host.to_owned(),
            port: url.port().unwrap_or(993),
            folder: if folder.is_empty() {
                "INBOX".to_owned()
            } else {
                folder
            },
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "imaps://{}@{}", self.user.replace('@', "%40"), self.host)?;
        if self.port != 993 {
            write!(f, ":{}", self.port)?;
        }
        write!(f, "/{}", self.folder)
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            out.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        out.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    let text = String::from_utf8(out).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mailboxes_are_read() {
        let account =
            Account::parse("imaps://bounces%40cert.example@mail.cert.example/Returned%20mail").unwrap();
        assert_eq!(account.user, "bounces@cert.example");
        assert_eq!((account.port, account.folder.as_str()), (993, "Returned mail"));
        assert_eq!(
            Account::parse("imaps://u@h").unwrap().to_string(),
            "imaps://u@h/INBOX"
        );
        for bad in [
            "imap://u@h/INBOX",
            "imaps://h/INBOX",
            "imaps://u:secret@h/",
            "imaps://u@h/%zz",
            "imaps://u@h/%0d",
        ] {
            let error = Account::parse(bad).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
