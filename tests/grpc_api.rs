//! The gRPC API as its callers see it: every test talks to a real `hafez serve`.

mod common;

mod grpc_api {
    mod align_bounds;
    mod aligning;
    mod articles;
    mod assembling;
    mod concordance;
    mod errors;
    mod import;
    mod journal;
    mod life;
    mod memories;
    mod mining;
    mod naming;
    mod phrases;
    mod retries;
    mod reviewing;
    mod scores;
    mod similar;
    mod suggest;
    mod term_files;
    mod termbase;
    mod terms;
    mod units;
}
