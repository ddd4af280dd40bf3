//! The concordance: the units in whose texts words stand, page by page.

use std::ops::Range;

use super::Engine;
use super::error::EngineError;
use super::lookup::{EntryKey, Scope, Side};
use super::ranking::{Cut, CutReason};
use super::stop::Stop;
use super::suggest::{check_direction, turn_round, without_neighbours};
use crate::fuzzy::{Pattern, Place, Profile};
use crate::model::{Language, MemoryId, Unit, UnitStatus, UnitText};

/// What to look for, and where.
#[derive(Clone, Debug)]
pub struct ConcordanceQuery {
    /// Words, phrases and beginnings of words: see [`Pattern::parse`].
    pub text: String,
    pub from: Language,
    pub to: Language,
    /// Which texts are searched: those in the language `from`, or their translations.
    pub side: Side,
    /// Empty for all.
    pub memories: Vec<MemoryId>,
    /// Empty for all.
    pub statuses: Vec<UnitStatus>,
    /// How many hits at the most.
    pub limit: usize,
    /// The last hit of the page before.
    pub after: Option<Place>,
}

/// A unit in one of whose texts the words stand.
#[derive(Clone, Debug)]
pub struct ConcordanceHit {
    /// Its source is in the language `from`.
    pub unit: Unit,
    /// Whether the unit was turned round for that.
    pub reversed: bool,
    /// Where the words stand in the text that was searched, in bytes, in order: one span for each word, or for each phrase
    /// with what stands between its words; of every time that they stand there.
    pub spans: Vec<Range<usize>>,
    /// Where the next page goes on.
    pub place: Place,
}

/// A page of hits: the shortest texts first, of those the latest, then by id.
#[derive(Clone, Debug, Default)]
pub struct Concordance {
    pub hits: Vec<ConcordanceHit>,
    /// Why the page may lack hits at its end; `None` if it does not.
    pub cut: Option<Cut>,
}

impl ConcordanceQuery {
    fn scope(&self) -> Scope<'_> {
        let ConcordanceQuery { from, to, side, memories, statuses, .. } = self;
        Scope { from, to, side: *side, memories, statuses }
    }

    fn pattern(&self) -> Result<Pattern, EngineError> {
        let language = if self.side == Side::Source { &self.from } else { &self.to };
        Pattern::parse(&self.text, language).map_err(|error| EngineError::invalid("text", error.to_string()))
    }
}

impl Engine {
    /// A page of the units in which words stand; none is left out between its hits.
    pub fn search_concordance(&self, query: &ConcordanceQuery, stop: &Stop) -> Result<Concordance, EngineError> {
        self.limits.check_text("text", &query.text)?;
        check_direction(&query.from, &query.to)?;
        query.memories.iter().try_for_each(|memory| self.memory(memory).map(drop))?;
        let (pattern, stop) = (query.pattern()?, stop.within(self.limits.look_up_time()));
        let (view, scope) = (self.lookups.view(), query.scope());
        let (mut page, mut after) = (Concordance::default(), query.after);
        // What is no hit any more leaves room for others.
        while page.hits.len() < query.limit && page.cut.is_none() {
            let most = query.limit - page.hits.len();
            let found = view.concordance(&pattern, &scope, (after, most), &stop);
            stop.check()?;
            let unread = self.read_hits(&pattern, &scope, &found.places, &stop, &mut page.hits)?;
            if found.stopped || unread > 0 {
                page.cut = Some(Cut { reason: CutReason::Time, compared: found.compared, unread });
            }
            if found.places.len() < most {
                break;
            }
            after = found.places.last().copied();
        }
        Ok(page)
    }

    /// Reads what the index has found, at least until there is a hit, then as long as there is time; how many are left.
    fn read_hits(
        &self,
        pattern: &Pattern,
        scope: &Scope,
        places: &[Place],
        stop: &Stop,
        hits: &mut Vec<ConcordanceHit>,
    ) -> Result<usize, EngineError> {
        for (read, &place) in places.iter().enumerate() {
            stop.check()?;
            if !hits.is_empty() && stop.is_early() {
                return Ok(places.len() - read);
            }
            hits.extend(self.read_hit(pattern, scope, place)?);
        }
        Ok(0)
    }

    /// `None` if the unit has gone, or is no hit any more, since it was found.
    fn read_hit(&self, pattern: &Pattern, scope: &Scope, place: Place) -> Result<Option<ConcordanceHit>, EngineError> {
        let key = EntryKey::unpack(place.key);
        let Some(unit) = self.unit_within(scope, key)? else { return Ok(None) };
        let spans = spans(pattern, text_of(&unit, key.side));
        let reversed = key.side != scope.side;
        let unit = without_neighbours(if reversed { turn_round(unit) } else { unit });
        Ok((!spans.is_empty()).then_some(ConcordanceHit { unit, reversed, spans, place }))
    }

    /// The unit of an entry, if it is still there and looked at by that side.
    pub(super) fn unit_within(&self, scope: &Scope, key: EntryKey) -> Result<Option<Unit>, EngineError> {
        let unit = self.store.unit(key.unit)?.filter(|unit| scope.admits(unit, key.side));
        Ok(unit.filter(|unit| self.catalog().contains_key(&unit.memory)))
    }
}

pub(super) fn text_of(unit: &Unit, side: Side) -> &UnitText {
    match side {
        Side::Source => &unit.source,
        Side::Target => &unit.target,
    }
}

fn spans(pattern: &Pattern, text: &UnitText) -> Vec<Range<usize>> {
    let words = Profile::new(&text.text, &text.language).words;
    let bytes = |stretch: Range<usize>| words[stretch.start].start..words[stretch.end - 1].end;
    pattern.find_all(&words).into_iter().flatten().map(bytes).collect()
}
