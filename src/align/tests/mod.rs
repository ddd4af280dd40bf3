mod alignments;
mod lexicons;
mod names;
mod pairings;
mod properties;
mod sample;
mod verdicts;
