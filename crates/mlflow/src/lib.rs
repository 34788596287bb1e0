//! An MLflow tracking server and its registry, over REST.
