//! Candidates, distance and score.
