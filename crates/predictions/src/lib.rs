//! Predictions of models as columns, paired by example.
