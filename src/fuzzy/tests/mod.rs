mod adaptation;
mod differences;
mod scores;
