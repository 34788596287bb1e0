//! Who is asked, and how: from the usual variables.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientConfigKey, ClientOptions, ObjectStore, RetryConfig};
use verdict::Fault;

use super::{runtime, why};
use crate::{Address, Kind};

/// How long to wait for more of an answer, and for all of one: large answers
/// may take their time.
const SILENCE: &str = "30s";
const ANSWER: &str = "1h";

/// The store of an address, and its path there.
pub(super) fn of(address: &Address) -> Result<(Arc<dyn ObjectStore>, Path), Fault> {
    if address.kind() != Kind::Http && address.is_signed() {
        let message = format!("{} can't be opened with a signature", address.shown());
        return Err(Fault::new(message).help("name a signed address by `https://`"));
    }
    runtime::choose_tls();
    let wrong = |error| why::trouble(address, &error).fault();
    let store = build(address).map_err(wrong)?;
    // A web address is asked for as it is.
    let key = match address.kind() {
        Kind::Http => "",
        _ => address.key(),
    };
    let path = Path::parse(key).map_err(|error| wrong(error.into()))?;
    Ok((store, path))
}

fn build(address: &Address) -> object_store::Result<Arc<dyn ObjectStore>> {
    use ClientConfigKey::{AllowHttp, ReadTimeout, Timeout};
    let (scheme, _) = address.secret().split_once("://").unwrap_or_default();
    let bucket = format!("{scheme}://{}", address.authority());
    Ok(match address.kind() {
        Kind::S3 => {
            let mut builder = AmazonS3Builder::from_env()
                .with_url(bucket)
                .with_config(AmazonS3ConfigKey::Client(ReadTimeout), SILENCE)
                .with_config(AmazonS3ConfigKey::Client(Timeout), ANSWER)
                .with_retry(retry());
            // Who names an endpoint without TLS wants it so.
            let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
            if endpoint.is_some_and(|endpoint| endpoint.starts_with("http://")) {
                builder = builder.with_allow_http(true);
            }
            Arc::new(builder.build()?)
        }
        Kind::Google => Arc::new(
            GoogleCloudStorageBuilder::from_env()
                .with_url(bucket)
                .with_config(GoogleConfigKey::Client(ReadTimeout), SILENCE)
                .with_config(GoogleConfigKey::Client(Timeout), ANSWER)
                .with_retry(retry())
                .build()?,
        ),
        Kind::Azure => {
            let mut builder = MicrosoftAzureBuilder::from_env()
                .with_url(bucket)
                .with_config(AzureConfigKey::Client(ReadTimeout), SILENCE)
                .with_config(AzureConfigKey::Client(Timeout), ANSWER)
                .with_retry(retry());
            let endpoint = builder.get_config_value(&AzureConfigKey::Endpoint);
            if endpoint.is_some_and(|endpoint| endpoint.starts_with("http://")) {
                builder = builder.with_allow_http(true);
            }
            Arc::new(builder.build()?)
        }
        Kind::Http => {
            let options = ClientOptions::new()
                .with_config(AllowHttp, (scheme == "http").to_string())
                .with_config(ReadTimeout, SILENCE)
                .with_config(Timeout, ANSWER);
            Arc::new(
                HttpBuilder::new()
                    .with_url(address.secret())
                    .with_client_options(options)
                    .with_retry(retry())
                    .build()?,
            )
        }
    })
}

/// Three tries more, within half a minute.
fn retry() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(5),
            base: 3.0,
        },
        max_retries: 3,
        retry_timeout: Duration::from_secs(30),
    }
}
