mod adaptation;
mod scores;
