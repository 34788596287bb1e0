//! The contract of every Tollgate tool: a [`Verdict`] when it could judge, a
//! [`Fault`] when it could not.
//!
//! A verdict is an [in-toto Statement v1] whose predicate is a superset of the
//! standard [test-result] predicate, so that signers and policy engines take
//! it as it is. This crate knows no other crate of the workspace.
//!
//! [in-toto Statement v1]: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
//! [test-result]: https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md

mod address;
mod check;
mod fault;
mod outcome;
mod statement;
mod subject;

pub use address::{public_address, without_user};
pub use check::{Check, Interval, Location, Sample, cut};
pub use fault::{Fault, Place, did_you_mean};
pub use outcome::{Outcome, Severity};
pub use statement::{
    PREDICATE_TYPE, Predicate, Required, Run, STATEMENT_TYPE, TestResult, Tool, Verdict,
};
pub use subject::{Digests, Subject, sha256_of_bytes, sha256_of_file};
