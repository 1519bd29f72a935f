//! Text wrapped by display width.
//!
//! Lines that begin with four blanks stand as they are: tables, commands, URLs. All others break at blanks, and
//! between wide Chinese and Japanese characters, where no mark that belongs to what stands before it would begin a line nor an
//! opening one end it. A no-break space is no blank. Lines of a list (`- `) continue under their text. A line `---` becomes as long as
//! the line above it. Each line is wrapped by itself, so that lines which are the same in many letters are wrapped once.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::sentences::{BREAK, hangul};

/// Display columns of a line of text.
pub(super) const COLUMNS: usize = 72;

/// The text with its lines wrapped at [`COLUMNS`], runs of empty lines made one, and one line end at its end.
#[cfg(test)]
pub(super) fn wrap(text: &str) -> String {
    let mut wrapping = Wrapping::new();
    wrapping.add(text);
    wrapping.finish()
}

/// A text that is being wrapped, whole lines at a time.
#[derive(Debug)]
pub(super) struct Wrapping {
    out: String,
    /// An empty line stands at the end, or nothing at all.
    empty: bool,
    /// The last line as it was before it was wrapped.
    above: String,
}

/// Lines wrapped once and for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrapped {
    lines: String,
    empty: bool,
    above: String,
}

impl Wrapped {
    /// These lines, of which the first is not an [underline](UNDERLINE): that depends on what stands above.
    pub(super) fn new(text: &str) -> Self {
        let mut wrapping = Wrapping::new();
        wrapping.empty = false;
        wrapping.add(text);
        Self {
            lines: wrapping.out,
            empty: wrapping.empty,
            above: wrapping.above,
        }
    }
}

/// A line that becomes as long as the one above it.
pub(super) const UNDERLINE: &str = "---";

impl Wrapping {
    pub(super) fn new() -> Self {
        Self {
            out: String::with_capacity(8 * 1024),
            empty: true,
            above: String::new(),
        }
    }

    /// Adds whole lines: the last one is taken to end with the text.
    pub(super) fn add(&mut self, text: &str) {
        let mut above = None;
        for line in text.lines() {
            let line = line.trim_end_matches([' ', '\t']);
            if line == UNDERLINE {
                let above = above.unwrap_or(self.above.as_str());
                // Dashes have no direction: the line goes with the one above it.
                self.out.extend(right_to_left(above).then_some(RLM));
                self.out
                    .extend(std::iter::repeat_n('-', above.width().min(COLUMNS)));
                self.out.push('\n');
                continue;
            }
            above = Some(line);
            if line.is_empty() {
                if !self.empty {
                    self.out.push('\n');
                }
                self.empty = true;
                continue;
            }
            self.empty = false;
            self.add_line(line);
            self.out.push('\n');
        }
        if let Some(above) = above {
            self.above.clear();
            self.above.push_str(above);
        }
    }

    /// Adds lines that were wrapped before.
    pub(super) fn add_wrapped(&mut self, wrapped: &Wrapped) {
        let lines = &wrapped.lines;
        let begin = usize::from(self.empty && lines.starts_with('\n'));
        self.out.push_str(lines.get(begin..).unwrap_or_default());
        self.empty = wrapped.empty;
        self.above.clone_from(&wrapped.above);
    }

    fn add_line(&mut self, line: &str) {
        let begin = self.out.len();
        if verbatim(line) || fits(line) {
            self.out.push_str(line);
        } else {
            wrap_line(line, &mut self.out);
        }
        let added = self.out.get(begin..).unwrap_or_default();
        if !added.is_ascii() && added.contains(BREAK) {
            let plain = added.replace(BREAK, "");
            self.out.truncate(begin);
            self.out.push_str(&plain);
        }
    }

    /// The whole text, with one line end at its end.
    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }
}

/// The text without its places to break.
pub(super) fn without_breaks(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), BREAK.encode_utf8(&mut [0; 4]).as_bytes()).is_some() {
        text.replace(BREAK, "")
    } else {
        text
    }
}

/// Whether the line is of a table, or a command or link: it stands as it is. Direction marks may lead it.
pub(super) fn verbatim(line: &str) -> bool {
    line.trim_start_matches(LEADING).starts_with("    ")
}

/// Marks that a line of a right-to-left letter may begin with: LRM, RLM, LRI.
pub(super) const LEADING: [char; 3] = ['\u{200e}', RLM, '\u{2066}'];

const RLM: char = '\u{200f}';

/// Whether a program that sets the direction of each line by itself sets this one from right to left: the first letter of a word
/// decides (UAX #9, P2).
fn right_to_left(line: &str) -> bool {
    line.chars().find(|c| c.is_alphabetic()).is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

fn fits(line: &str) -> bool {
    // No character is wider than its bytes.
    line.len() <= COLUMNS || columns(line) <= COLUMNS
}

/// Display columns of the text.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

fn wrap_line(line: &str, out: &mut String) {
    let indent = indent(line);
    if line.is_ascii() {
        wrap_ascii(line, indent, out);
    } else {
        wrap_any(line, indent, out);
    }
}

fn wrap_any(line: &str, indent: usize, out: &mut String) {
    let mut column = 0;
    // What may stay on this line: everything up to the last place to break.
    let mut rest = line;
    let mut first = true;
    while !rest.is_empty() {
        let piece_end = next_break(rest);
        let (piece, after) = rest.split_at(piece_end);
        let width = columns(piece.trim_end_matches(' '));
        if !first && column + width > COLUMNS {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        first = false;
        out.push_str(piece);
        column += columns(piece);
        rest = after;
    }
    out.truncate(out.trim_end_matches(' ').len());
}

/// The same for ASCII, where every byte is a column and blanks alone are places to break: most lines are.
fn wrap_ascii(line: &str, indent: usize, out: &mut String) {
    let mut rest = line;
    let mut taken = 0;
    while rest.len() + taken > COLUMNS {
        // The last blank that leaves the line within its columns, else the first one there is: a long word stays whole.
        let mut within = rest.as_bytes().iter().take(COLUMNS + 1 - taken);
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let last = within.rposition(|byte| *byte == b' ').filter(|at| *at > blanks);
        let first = || {
            rest.bytes()
                .skip(blanks)
                .position(|byte| byte == b' ')
                .map(|at| at + blanks)
        };
        let Some((head, tail)) = last.or_else(first).and_then(|at| rest.split_at_checked(at)) else {
            break;
        };
        out.push_str(head.trim_end_matches(' '));
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
        rest = tail.trim_start_matches(' ');
        taken = indent;
    }
    out.push_str(rest);
}

/// Columns by which the second line is moved in.
fn indent(line: &str) -> usize {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let text = line.get(blanks..).unwrap_or_default();
    if text.starts_with("- ") {
        blanks + 2
    } else {
        blanks
    }
}

/// Bytes up to and including the next place to break (a run of blanks belongs to the piece before it).
fn next_break(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut seen_text = false;
    while let Some((start, c)) = characters.next() {
        let end = start + c.len_utf8();
        let Some((_, next)) = characters.peek().copied() else {
            break;
        };
        if c == BREAK {
            return end;
        }
        if c == ' ' {
            if seen_text && next != ' ' {
                return end;
            }
            continue;
        }
        seen_text = true;
        let wide = c.width() == Some(2) || next.width() == Some(2);
        // Korean breaks between words, as it is set today.
        let word = hangul(c) || hangul(next);
        if wide && !word && next != ' ' && !opens(c) && !closes(next) {
            return end;
        }
    }
    text.len()
}

/// Marks that must not end a line.
fn opens(c: char) -> bool {
    matches!(
        c,
        '「' | '『'
            | '（'
            | '《'
            | '〈'
            | '【'
            | '〔'
            | '〖'
            | '｛'
            | '［'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
            | '￥'
            | '＄'
            | '\u{a0}'
    )
}

/// Marks that must not begin a line.
fn closes(c: char) -> bool {
    matches!(
        c,
        '」' | '』'
            | '）'
            | '》'
            | '〉'
            | '】'
            | '”'
            | '’'
            | ')'
            | ']'
            | '\u{a0}'
            | '、'
            | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
            | '〕'
            | '〗'
            | '｝'
            | '］'
            | '}'
            | '%'
            | '％'
            | '‰'
            | '℃'
            | 'ー'
            | '〜'
            | '～'
            | '・'
            | '／'
            | '‐'
            | '–'
            | '…'
            | '‥'
            | '々'
            | '〻'
            | 'ゝ'
            | 'ゞ'
            | 'ヽ'
            | 'ヾ'
    ) || small_kana(c)
}

fn small_kana(c: char) -> bool {
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ".contains(c) || matches!(c, '\u{31f0}'..='\u{31ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_at_blanks_and_lists_hang() {
        let text = format!("- {}\n", "word ".repeat(30));
        let out = wrap(&text);
        let lines: Vec<&str> = out.lines().collect();
        assert!(
            lines.len() > 2 && lines.iter().all(|l| l.width() <= COLUMNS),
            "{out}"
        );
        assert!(
            lines[1].starts_with("  word") && !lines[0].ends_with(' '),
            "{out}"
        );
    }

    #[test]
    fn ascii_wraps_as_any_text_does() {
        for (count, tail) in [
            (1, ""),
            (70, ""),
            (71, "b"),
            (72, " b"),
            (73, " b"),
            (150, " b c"),
            (20, ""),
        ] {
            for lead in ["", "- ", "  - ", "  "] {
                let text = format!(
                    "{lead}{} {}{tail}",
                    "ab cde fgh ".repeat(count / 10),
                    "x".repeat(count)
                );
                let (mut fast, mut slow) = (String::new(), String::new());
                wrap_ascii(&text, indent(&text), &mut fast);
                wrap_any(&text, indent(&text), &mut slow);
                assert_eq!(fast, slow, "{text:?}");
            }
        }
    }

    #[test]
    fn verbatim_lines_and_long_words_stay_whole() {
        let row = format!("    {}", "x ".repeat(60).trim_end());
        let url = format!("see https://a.example/{}", "y".repeat(90));
        let out = wrap(&format!("{row}\n{url}"));
        assert!(out.starts_with(&row));
        assert!(out.contains(&"y".repeat(90)));
    }

    #[test]
    fn no_break_space_holds_and_wide_text_breaks_anywhere_but_before_a_stop() {
        let out = wrap(&format!("{} mot\u{a0}:", "x".repeat(68)));
        assert_eq!(out, format!("{}\nmot\u{a0}:\n", "x".repeat(68)));
        let out = wrap(&format!("{}。次", "東".repeat(36)));
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 2, "{out}");
        assert!(
            lines[0].width() <= COLUMNS && lines[1].starts_with("東。"),
            "{out}"
        );
    }

    #[test]
    fn korean_words_stay_whole() {
        let words = ["서버를", "(open proxy)로", "SOCKS에서", "확인해", "2개의"];
        let text = words.join(" ").repeat(9);
        let out = wrap(&text);
        assert!(
            out.lines().count() > 2 && out.lines().all(|line| line.width() <= COLUMNS),
            "{out}"
        );
        assert_eq!(out.trim_end().replace('\n', " "), text);
        // A line is filled as far as words go.
        assert!(
            out.lines().next().is_some_and(|line| line.width() > COLUMNS - 16),
            "{out}"
        );
    }

    #[test]
    fn japanese_lines_begin_with_no_small_kana_and_no_mark_of_repetition() {
        for mark in ['ょ', 'ァ', 'ヶ', '々', 'ゝ', '〜', '％', '〕'] {
            let text = format!("{}人{mark}次", "東".repeat(35));
            let lines = wrap(&text);
            assert_eq!(lines, format!("{}\n人{mark}次\n", "東".repeat(35)));
        }
        let text = format!("{}〔人", "東".repeat(35));
        assert_eq!(wrap(&text), format!("{}\n〔人\n", "東".repeat(35)));
    }

    #[test]
    fn headings_are_underlined_by_their_width() {
        assert_eq!(wrap("東京\n---\n"), "東京\n----\n");
        assert_eq!(wrap("1) منفذ\n---\n"), "1) منفذ\n\u{200f}-------\n");
        assert_eq!(wrap("HTTP منفذ\n---\n"), "HTTP منفذ\n---------\n");
    }

    /// Thai sets no blanks between words: its files mark where a line may break.
    #[test]
    fn lines_break_at_marks_that_leave_no_trace() {
        let word = "ระบบ";
        let out = wrap(&format!("{word}\u{200b}").repeat(30));
        assert!(!out.contains('\u{200b}'));
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines.len() > 1, "{out}");
        for line in lines {
            assert!(line.width() <= COLUMNS, "{line}");
            assert_eq!(line.replace(word, ""), "", "no word is broken");
        }
    }

    #[test]
    fn an_isolated_table_line_stands_as_it_is() {
        for lead in ["\u{2066}", "\u{200e}\u{2066}"] {
            let row = format!("{lead}    {}", "x ".repeat(60).trim_end());
            assert_eq!(wrap(&row), format!("{row}\n"));
        }
    }

    #[test]
    fn empty_lines_collapse() {
        assert_eq!(wrap("\n\na\n\n\n\nb\n\n"), "a\n\nb\n");
    }
}
