//! One file a format: what it looks like, and the metrics in it.

pub(crate) mod bencher;
pub(crate) mod benchmark_action;
pub(crate) mod classification_report;
pub(crate) mod eval_results;
pub(crate) mod junit;
pub(crate) mod kfp_v1;
pub(crate) mod kfp_v2;
pub(crate) mod lm_eval;
pub(crate) mod mlflow_api;
pub(crate) mod mlflow_run;
pub(crate) mod model_index;
pub(crate) mod nemo;
pub(crate) mod open_metrics;
pub(crate) mod sagemaker;
pub(crate) mod table;
pub(crate) mod trainer_results;
pub(crate) mod trainer_state;
pub(crate) mod wandb_definitions;
pub(crate) mod wandb_log;
pub(crate) mod wandb_records;
pub(crate) mod wandb_summary;
