//! What a report is made of: rows and sums, read in one transaction so that they fit each other.

use jiff::Timestamp;
use rusqlite::Row;
use serde::Serialize;

use super::verdicts::VerdictReader;
use super::{Ledger, LedgerError, time};

/// One letter as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterAccount {
    /// The reference in its subject.
    pub reference: String,
    /// Its round.
    pub round: i64,
    /// `first`, `reminder` or `correction`.
    pub kind: String,
    /// `RCPT TO`.
    pub recipient: String,
    /// Language tags, the reader's first.
    pub languages: String,
    /// How many addresses it is about.
    pub addresses: u64,
    /// Its size in octets.
    pub size: u64,
    /// SHA-256 of its octets in hexadecimal.
    pub sha256: String,
    /// Where it stands.
    pub state: String,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// The code of the gateway's last reply.
    pub code: Option<u16>,
    /// The last words about it.
    pub words: Option<String>,
    /// What the gateway calls it.
    pub queue_id: Option<String>,
    /// One of the decisions that lead to its contact.
    #[serde(skip)]
    pub decision: Option<i64>,
}

/// One sighting with its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SightingAccount {
    /// The address.
    pub address: std::net::IpAddr,
    /// Its port, if the input names one.
    pub port: Option<u16>,
    /// What is wrong.
    pub exposure: String,
    /// Who says so.
    pub source: String,
    /// The file that named it first.
    pub file: String,
    /// The line there.
    pub line: u64,
    /// Earliest time it was seen.
    pub first_seen: Timestamp,
    /// Latest time it was seen.
    pub last_seen: Timestamp,
    /// `notify`, `suppress`, the reason for having no contact, or `pending`.
    pub verdict: String,
    /// Whom it leads to.
    pub contact: Option<String>,
    /// The reference of the last letter about it.
    pub letter: Option<String>,
    /// Where that letter stands.
    pub state: Option<String>,
    /// `open`, `absent`, `gone` or `withdrawn`.
    pub presence: String,
}

/// How often something happened to letters within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The hour's beginning.
    pub hour: Timestamp,
    /// What.
    pub what: String,
    /// How often.
    pub count: u64,
}

impl Ledger {
    /// Runs `work` on one state of the ledger, whatever a sender writes meanwhile.
    ///
    /// # Errors
    /// What SQLite or `work` says.
    pub fn at_one_moment<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection
            .execute_batch("BEGIN")
            .map_err(LedgerError::from)?;
        let result = work(self);
        // Nothing was written; ending a read cannot lose anything.
        let _ = self.connection.execute_batch("ROLLBACK");
        result
    }

    /// Hands out every letter of all rounds, in order.
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn each_letter<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(LetterAccount) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = || -> Result<_, rusqlite::Error> {
            self.connection.prepare(
                "SELECT letter.*, round.kind AS kind, decisions.decision AS decision FROM letter \
                 JOIN round ON round.number = letter.round LEFT JOIN (SELECT decision.contact AS of, \
                 min(resolution.decision) AS decision FROM resolution CROSS JOIN decision ON decision.id = resolution.decision \
                 GROUP BY decision.contact) AS decisions ON decisions.of = letter.contact ORDER BY letter.id",
            )
        };
        let mut statement = read().map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(letter_account(row)?)?;
        }
        Ok(())
    }

    /// Hands out every sighting with its fate, in order of their addresses.
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn each_sighting<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(SightingAccount) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(SIGHTINGS).map_err(LedgerError::from)?;
        let mut verdicts = VerdictReader::new(self);
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(sighting_account(row, &mut verdicts)?)?;
        }
        Ok(())
    }

    /// What happened to letters, hour by hour.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn moments(&self) -> Result<Vec<Moment>, LedgerError> {
        self.connection
            .prepare(
                "SELECT at / 3600000 AS hour, what, count(*) FROM event WHERE letter IS NOT NULL \
                 AND what NOT LIKE 'returned:%' GROUP BY hour, what ORDER BY hour, what",
            )?
            .query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?))
            })?
            .map(|row| {
                let (hour, what, count) = row?;
                Ok(Moment {
                    hour: time(hour * 3_600_000)?,
                    what,
                    count: count.cast_unsigned(),
                })
            })
            .collect()
    }
}

const SIGHTINGS: &str = "SELECT sighting.address, sighting.port, slug, source.name AS source, import.name AS file, \
    line, first_seen, last_seen, letter.reference, letter.state, \
    CASE WHEN withdrawal.address IS NOT NULL THEN 'withdrawn' WHEN latest < coalesce(vanishing.gone, 0) THEN 'gone' \
         WHEN latest < coalesce(vanishing.absent, 0) THEN 'absent' ELSE 'open' END AS presence \
    FROM sighting JOIN exposure ON exposure.id = sighting.exposure JOIN source ON source.id = sighting.source \
    JOIN import ON import.id = sighting.import \
    LEFT JOIN vanishing ON vanishing.source = sighting.source AND vanishing.exposure = sighting.exposure \
    LEFT JOIN withdrawal ON withdrawal.address = sighting.address AND withdrawal.port = sighting.port \
        AND withdrawal.exposure = sighting.exposure AND withdrawal.imports >= sighting.latest \
    LEFT JOIN letter ON letter.id = (SELECT max(told.letter) FROM letter_sighting AS told \
        WHERE told.address = sighting.address AND told.port = sighting.port AND told.exposure = sighting.exposure) \
    ORDER BY length(sighting.address), sighting.address, sighting.port, slug";

fn letter_account(row: &Row<'_>) -> Result<LetterAccount, LedgerError> {
    let count = |name: &str| row.get::<_, i64>(name).map(i64::cast_unsigned);
    Ok(LetterAccount {
        reference: row.get("reference")?,
        round: row.get("round")?,
        kind: row.get("kind")?,
        recipient: row.get("recipient")?,
        languages: row.get("languages")?,
        addresses: count("addresses")?,
        size: count("size")?,
        sha256: super::chain::hex(&row.get("sha256")?),
        state: row.get("state")?,
        since: time(row.get("changed_at")?)?,
        attempts: row.get("attempts")?,
        code: row.get("code")?,
        words: row.get("words")?,
        queue_id: row.get("queue_id")?,
        decision: row.get("decision")?,
    })
}

fn sighting_account(row: &Row<'_>, verdicts: &mut VerdictReader<'_>) -> Result<SightingAccount, LedgerError> {
    let octets: Vec<u8> = row.get("address")?;
    let address = super::from_octets(&octets)?;
    let (verdict, contact) = verdicts.about(address)?.unwrap_or(("pending", None));
    let port: u16 = row.get("port")?;
    Ok(SightingAccount {
        address,
        port: Some(port).filter(|port| *port != 0),
        exposure: row.get("slug")?,
        source: row.get("source")?,
        file: row.get("file")?,
        line: row.get::<_, i64>("line")?.cast_unsigned(),
        first_seen: time(row.get("first_seen")?)?,
        last_seen: time(row.get("last_seen")?)?,
        verdict: verdict.to_owned(),
        contact: contact.map(str::to_owned),
        letter: row.get("reference")?,
        state: row.get("state")?,
        presence: row.get("presence")?,
    })
}
