//! An mbox as messages (mboxo and mboxrd: `From ` begins a message, `>From ` in it is unquoted).

use std::io::{self, BufRead};

use super::MOST;

/// Messages of an mbox, one after the other; of each, at most [`MOST`] octets.
pub(super) struct Mbox<R> {
    from: R,
    line: Vec<u8>,
    begun: bool,
    ended: bool,
}

impl<R: BufRead> Mbox<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            line: Vec::new(),
            begun: false,
            ended: false,
        }
    }

    /// The next line, without what is beyond the bound; false at the end.
    fn next_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return Ok(!self.line.is_empty());
            }
            let newline = memchr::memchr(b'\n', buffer);
            let length = newline.map_or(buffer.len(), |at| at + 1);
            let room = MOST.saturating_sub(self.line.len()).min(length);
            self.line
                .extend_from_slice(buffer.get(..room).unwrap_or_default());
            self.from.consume(length);
            if newline.is_some() {
                return Ok(true);
            }
        }
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut message = Vec::new();
        // A message begins at the start of the file or after an empty line.
        let mut empty = true;
        while !self.ended {
            match self.next_line() {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
            if self.ended {
                break;
            }
            if empty && self.line.starts_with(b"From ") {
                empty = false;
                if std::mem::replace(&mut self.begun, true) {
                    return Some(Ok(message));
                }
                continue;
            }
            empty = matches!(&self.line[..], b"\n" | b"\r\n");
            let quoted = self.line.iter().position(|byte| *byte != b'>').unwrap_or(0);
            let unquote = quoted > 0
                && self
                    .line
                    .get(quoted..)
                    .is_some_and(|rest| rest.starts_with(b"From "));
            let line = self.line.get(usize::from(unquote)..).unwrap_or_default();
            if message.len() < MOST {
                message.extend_from_slice(line);
            }
        }
        (std::mem::take(&mut self.begun) && !message.is_empty()).then_some(Ok(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        Mbox::new(text.as_bytes())
            .map(|message| String::from_utf8(message.unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn messages_are_told_apart_and_unquoted() {
        let found =
            messages("From a Thu\nA: b\n\n>From here\n>>From there\nFrom not\n\nFrom c Fri\r\nC: d\r\n\r\nx");
        assert_eq!(
            found,
            ["A: b\n\nFrom here\n>From there\nFrom not\n\n", "C: d\r\n\r\nx"]
        );
        assert_eq!(messages("From a\n\nFrom b\n\n").len(), 2);
        assert!(messages("").is_empty());
    }
}
