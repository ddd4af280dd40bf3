//! Status, author and times, from what the file says in attributes.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::format::record::Record;
use crate::format::write::parse_status;
use crate::model::UnitStatus;

/// Before our word for the status in `subState`.
pub(in crate::format) const SUB_STATE: &str = "hafez:";

/// What XLIFF 2 calls the state of a unit.
pub(in crate::format) fn state_of(status: UnitStatus) -> &'static str {
    match status {
        UnitStatus::Approved => "final",
        UnitStatus::Reviewed => "reviewed",
        UnitStatus::Draft => "translated",
    }
}

/// Takes the status that we wrote out of a record's attributes, unless a tool has changed the state since.
fn take_own_status(record: &mut Record) -> Option<UnitStatus> {
    let status = parse_status(record.attributes.get("subState")?.strip_prefix(SUB_STATE)?)?;
    record.attributes.remove("subState");
    let is_unchanged = record.attributes.get("state").is_some_and(|state| state == state_of(status));
    is_unchanged.then(|| record.attributes.remove("state")).map(|_| status)
}

/// Fills in status, author and times. What the status was made of stays an attribute; a time stays one if it is no time.
pub(super) fn describe(record: &mut Record) {
    record.status = take_own_status(record);
    if record.status.is_some() {
        return;
    }
    record.status = status(record);
    let people = ["sdl:last_modified_by", "mq:username", "mq:lastchanginguser", "sdl:created_by"];
    let person = people.iter().find_map(|name| record.attributes.get(*name));
    record.author = person.map_or_else(String::new, |names| last_line(names).to_owned());
    record.created = take_time(record, &["sdl:created_on"]);
    record.updated = take_time(record, &["sdl:modified_on", "mq:timestamp", "mq:lastchangedtimestamp"]);
    // memoQ writes the year 1 for what has not happened.
    record.attributes.retain(|_, value| value != "0001-01-01T00:00:00");
}

/// The tools' own words before those of XLIFF, which they seldom fill in.
fn status(record: &Record) -> Option<UnitStatus> {
    let said = |name: &str| record.attributes.get(name).map(|value| last_line(value));
    let of_tool = said("sdl:conf").or_else(|| said("mq:status")).and_then(status_of_tool);
    let of_phrase = said("m:confirmed").map(|value| match value {
        "1" => UnitStatus::Reviewed,
        _ => UnitStatus::Draft,
    });
    of_tool.or(of_phrase).or_else(|| standard_status(said("approved"), said("state"), said("state-qualifier")))
}

fn status_of_tool(word: &str) -> Option<UnitStatus> {
    match word {
        "ApprovedTranslation" | "ApprovedSignOff" | "Reviewer1Confirmed" | "Reviewer2Confirmed" | "Proofread" => {
            Some(UnitStatus::Approved)
        }
        "Translated" | "ManuallyConfirmed" | "Confirmed" => Some(UnitStatus::Reviewed),
        "" => None,
        _ => Some(UnitStatus::Draft),
    }
}

fn standard_status(approved: Option<&str>, state: Option<&str>, qualifier: Option<&str>) -> Option<UnitStatus> {
    let of_state = state.and_then(|state| match state {
        "final" | "signed-off" => Some(UnitStatus::Approved),
        "translated" | "reviewed" => Some(UnitStatus::Reviewed),
        "new" | "initial" => Some(UnitStatus::Draft),
        state if state.starts_with("needs-") => Some(UnitStatus::Draft),
        _ => None,
    });
    let is_guess = qualifier.is_some_and(|word| word.contains("fuzzy") || word.contains("mt"));
    match (approved, of_state) {
        (_, Some(UnitStatus::Draft)) => Some(UnitStatus::Draft),
        (Some("yes"), _) | (_, Some(UnitStatus::Approved)) => Some(UnitStatus::Approved),
        _ if is_guess => Some(UnitStatus::Draft),
        (Some("no"), None) => Some(UnitStatus::Draft),
        (_, of_state) => of_state,
    }
}

/// The first of these attributes that is a time; it is taken out.
fn take_time(record: &mut Record, names: &[&str]) -> Option<Timestamp> {
    let is_time = |name: &&&str| record.attributes.get(**name).and_then(|value| time(last_line(value))).is_some();
    let name = names.iter().find(is_time)?;
    record.attributes.remove(*name).and_then(|value| time(last_line(&value)))
}

/// RFC 3339, or SDL's `11/14/2013 09:50:22`, which is in UTC.
fn time(text: &str) -> Option<Timestamp> {
    let local = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let found = text.parse().ok();
    let found = found.or_else(|| DateTime::strptime("%m/%d/%Y %H:%M:%S", text).ok().and_then(local));
    found.or_else(|| text.parse().ok().and_then(local)).filter(|time| *time > Timestamp::UNIX_EPOCH)
}

/// What is said twice is said of the segment last.
fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default().trim()
}
