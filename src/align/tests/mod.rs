mod alignments;
mod lexicons;
mod pairings;
mod properties;
mod sample;
mod verdicts;
