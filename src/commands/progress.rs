//! How far long work is, on standard error; silent when nobody watches.

use std::borrow::Cow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Makes progress bars, or silent ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Draw on standard error if it is a terminal.
    Shown,
    /// Draw nothing.
    Silent,
}

impl Progress {
    /// A bar up to `total`, with the time that is left.
    #[must_use]
    pub fn bar(self, total: u64, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        self.make(
            Some(total),
            "{msg} {bar:30} {human_pos}/{human_len} {per_sec}, {eta} left {prefix}",
            what,
        )
    }

    /// A count without a known end.
    #[must_use]
    pub fn counter(self, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        self.make(None, "{spinner} {msg} {human_pos} ({per_sec})", what)
    }

    /// A bar over octets.
    #[must_use]
    pub fn octets(self, total: Option<u64>, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        let template = if total.is_some() {
            "{msg} {bar:30} {binary_bytes}/{binary_total_bytes}, {eta} left"
        } else {
            "{spinner} {msg} {binary_bytes}"
        };
        self.make(total, template, what)
    }

    fn make(self, total: Option<u64>, template: &str, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        let target = match self {
            Self::Shown => ProgressDrawTarget::stderr_with_hz(8),
            Self::Silent => ProgressDrawTarget::hidden(),
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(total, target)
            .with_style(style)
            .with_message(what);
        if self == Self::Shown {
            bar.enable_steady_tick(Duration::from_millis(250));
        }
        bar
    }
}
