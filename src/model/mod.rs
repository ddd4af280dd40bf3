//! Plain data that every room shares: no behaviour beyond its own invariants, no I/O, no wire types.

mod import;
mod language;
mod penalty;
mod percent;
mod review;
mod segment;
mod term;
mod unit;

pub use import::{Fingerprint, Import, ImportCounts, ImportId, ImportPosition, ImportStep, TermStep, UnitStep};
pub use language::{Language, LanguageError};
pub use penalty::{Penalties, PenaltyOverrides, Points};
pub use percent::Percent;
pub use review::{Calibration, Review, ReviewId, ReviewState};
pub use segment::{BlockKind, InlineCode, Segment};
pub use term::{Evidence, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType};
pub use unit::{Memory, MemoryId, Occurrence, Origin, OriginKind, OtherTarget, Unit, UnitId, UnitStatus, UnitText};
