//! The walk over all addresses in stages, each in a thread of its own and some pages ahead of the next: addresses are
//! read, decided about, and told as stories. Whoever takes what comes out notes it.

use std::iter::from_fn;
use std::net::IpAddr;
use std::sync::mpsc::{IntoIter, sync_channel};
use std::thread::{Builder, Scope};

use super::facts;
use crate::failure::Failure;
use crate::ledger::{AddressFacts, Ledger, LedgerError, Sketched, Stories, Story};
use crate::resolve::pattern::Outline;
use crate::resolve::{Facts, Resolver, Stride, Walk};

/// Addresses that go through the stages together: so many that pages of the ledger are full, and so few that those on
/// their way take little memory.
const PAGE: usize = 200 * 64;
/// Pages that wait before a stage.
const AHEAD: usize = 2;

/// What comes out of a stage.
type Coming<T> = IntoIter<Result<T, Failure>>;

/// Decides about all addresses that `reader` has; `tell` makes stories of outlines. With `fresh`, when nothing was decided before, what is certain to be
/// written is packed as well. An error is the last that comes.
///
/// # Errors
/// When there can be no more threads.
pub(super) fn walk<'s, 'e: 's>(
    scope: &'s Scope<'s, 'e>,
    reader: Ledger,
    resolver: &'e Resolver,
    tell: impl Fn(&mut Stories, Outline) -> Result<Story, LedgerError> + Send + 's,
    fresh: bool,
) -> Result<Coming<Sketched>, Failure> {
    let mut reading = Reading {
        reader,
        with_facts: resolver.needs_facts(),
        last: None,
    };
    let mut walk = resolver.walk();
    let mut stories = Stories::default();
    let addresses = ahead(scope, "reading", from_fn(move || reading.page().transpose()))?;
    let decided = addresses.map(move |page| page.and_then(|page| decide(&mut walk, &page)));
    let decided = ahead(scope, "deciding", decided)?;
    let told = decided.map(move |page| {
        let (mut sketched, outlines): (Sketched, NewOutlines) = page?;
        for (number, outline) in outlines {
            sketched.outline(number, tell(&mut stories, outline)?);
        }
        if fresh {
            sketched.pack();
        }
        Ok(sketched)
    });
    ahead(scope, "telling", told)
}

/// Takes items in a thread, ahead of who takes them from here, until the first error.
fn ahead<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    name: &str,
    items: impl Iterator<Item = Result<T, Failure>> + Send + 's,
) -> Result<Coming<T>, Failure> {
    let (to, from) = sync_channel(AHEAD);
    let work = move || {
        for item in items {
            let over = item.is_err();
            // Nobody takes it any more: a later stage has failed, and says so itself.
            if to.send(item).is_err() || over {
                break;
            }
        }
    };
    let thread = Builder::new().name(name.to_owned());
    thread.spawn_scoped(scope, work).map_err(Failure::internal)?;
    Ok(from.into_iter())
}

/// Reads the ledger's addresses in its order.
struct Reading {
    reader: Ledger,
    with_facts: bool,
    last: Option<IpAddr>,
}

/// Addresses, with what sightings say of them where that is asked for.
enum Page {
    Bare(Vec<IpAddr>),
    Known(Vec<AddressFacts>),
}

impl Reading {
    /// The next addresses; `None` when there are no more.
    fn page(&mut self) -> Result<Option<Page>, Failure> {
        let (last, page) = if self.with_facts {
            let page = self.reader.addresses_with_facts(self.last, PAGE)?;
            (page.last().map(|last| last.address), Page::Known(page))
        } else {
            let page = self.reader.addresses(self.last, PAGE)?;
            (page.last().copied(), Page::Bare(page))
        };
        self.last = last.or(self.last);
        Ok(last.map(|_| page))
    }
}

/// Outlines that are new, with their numbers.
type NewOutlines = Vec<(u32, Outline)>;

fn decide(walk: &mut Walk<'_>, page: &Page) -> Result<(Sketched, NewOutlines), Failure> {
    let mut outlines = Vec::new();
    let mut sketched = Sketched::with_room(match page {
        Page::Bare(page) => page.len(),
        Page::Known(page) => page.len(),
    });
    let mut decide = |address, facts: &Facts<'_>| -> Result<(), Failure> {
        let sketch = match walk.step(address, facts).map_err(Failure::outside)? {
            Stride::Known(sketch) => sketch,
            Stride::New(sketch, outline) => {
                outlines.push((sketch.outline, outline));
                sketch
            }
        };
        sketched.push(address, sketch, walk.surroundings());
        Ok(())
    };
    match page {
        Page::Bare(page) => page
            .iter()
            .try_for_each(|address| decide(*address, &Facts::default()))?,
        Page::Known(page) => page
            .iter()
            .try_for_each(|known| decide(known.address, &facts(known)))?,
    }
    Ok((sketched, outlines))
}
