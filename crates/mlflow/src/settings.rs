//! Which server, and who asks: the environment variables of `MLflow`'s own
//! client, which mean the same here.

use verdict::{Fault, cut, public_address};
use web::Credentials;

/// Where a variable's value comes from.
pub(crate) type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where the credentials come from, for help.
const SOURCE: &str = "the environment variables MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";

/// What `MLflow`'s client can do and this one can't. To ignore such a variable
/// would ask another server, or ask it as somebody else.
const REFUSED: [(&str, &str); 6] = [
    (
        "MLFLOW_TRACKING_INSECURE_TLS",
        "certificates are always checked: add the server's authority to those that this machine trusts (SSL_CERT_FILE), and unset it",
    ),
    (
        "MLFLOW_TRACKING_SERVER_CERT_PATH",
        "add the certificate to those that this machine trusts (SSL_CERT_FILE), and unset it",
    ),
    (
        "MLFLOW_TRACKING_CLIENT_CERT_PATH",
        "certificates of clients can't be sent: give a token by MLFLOW_TRACKING_TOKEN, and unset it",
    ),
    (
        "MLFLOW_TRACKING_AWS_SIGV4",
        "requests can't be signed for AWS: run a proxy that signs them, name it by MLFLOW_TRACKING_URI, and unset it",
    ),
    (
        "MLFLOW_TRACKING_AUTH",
        "plug-ins can't be run: give a token by MLFLOW_TRACKING_TOKEN, and unset it",
    ),
    (
        "MLFLOW_WORKSPACE",
        "only the default workspace can be asked: unset it, or name a server of its own",
    ),
];

/// The tracking server and the registry, which is most often the same one.
/// `address` takes the place of the variables.
pub(crate) fn servers(
    address: Option<&str>,
    get: Get,
) -> Result<(web::Server, web::Server), Fault> {
    for (variable, help) in REFUSED {
        let on = get(variable).is_some_and(|value| {
            !matches!(
                value.to_lowercase().as_str(),
                "" | "0" | "false" | "no" | "off"
            )
        });
        if on {
            return Err(Fault::new(format!("{variable} is set, and not supported")).help(help));
        }
    }
    let given = |variable: &'static str| get(variable).filter(|value| !value.is_empty());
    let credentials = credentials(&given);
    if let Some(address) = address {
        let both = || server("the address", address, &credentials);
        return Ok((both()?, both()?));
    }
    let tracking = given("MLFLOW_TRACKING_URI").ok_or_else(|| {
        Fault::new("no MLflow server is named")
            .help("set MLFLOW_TRACKING_URI to its address, such as https://mlflow.example.org")
    })?;
    let registry = match given("MLFLOW_REGISTRY_URI") {
        Some(registry) => server("MLFLOW_REGISTRY_URI", &registry, &credentials),
        None => server("MLFLOW_TRACKING_URI", &tracking, &credentials),
    };
    let tracking = server("MLFLOW_TRACKING_URI", &tracking, &credentials);
    Ok((tracking?, registry?))
}

/// As in `MLflow`'s client, a name and a password win over a token.
fn credentials(given: &dyn Fn(&'static str) -> Option<String>) -> Credentials {
    let user = given("MLFLOW_TRACKING_USERNAME").zip(given("MLFLOW_TRACKING_PASSWORD"));
    match (user, given("MLFLOW_TRACKING_TOKEN")) {
        (Some((user, password)), _) => Credentials::Basic(user, password),
        (None, Some(token)) => Credentials::Bearer(token),
        (None, None) => Credentials::None,
    }
}

fn server(what: &str, address: &str, credentials: &Credentials) -> Result<web::Server, Fault> {
    let address = address.trim();
    if address.starts_with("databricks") {
        return Err(
            Fault::new(format!("{what} names Databricks, which is not supported")).help(
                "its sign-in and its registry differ from MLflow's: use a server of MLflow, or metrics in a file",
            ),
        );
    }
    if !address.starts_with("http://") && !address.starts_with("https://") {
        let shown = public_address(address);
        return Err(
            Fault::new(format!("{what} names no server: {}", cut(&shown))).help(
                "name the address of an MLflow server, such as https://mlflow.example.org; a store on disk is read without one: name the run's folder, mlruns/EXPERIMENT/RUN",
            ),
        );
    }
    web::Server::new(address, credentials, SOURCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "MLFLOW_TRACKING_USERNAME";
    const PASSWORD: &str = "MLFLOW_TRACKING_PASSWORD";
    const TOKEN: &str = "MLFLOW_TRACKING_TOKEN";
    const HERE: (&str, &str) = ("MLFLOW_TRACKING_URI", "http://here:5000/");

    fn fault(pairs: &[(&str, &str)]) -> String {
        let get = |name: &str| {
            let pair = pairs.iter().find(|(variable, _)| *variable == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        match servers(None, &get) {
            Ok((tracking, registry)) => format!("{} {}", tracking.name(), registry.name()),
            Err(fault) => format!("{fault}: {}", fault.help.join(" ")),
        }
    }

    #[test]
    fn the_environment_names_the_servers() {
        let own = ("MLFLOW_REGISTRY_URI", "https://there");
        let off = ("MLFLOW_TRACKING_INSECURE_TLS", "false");
        assert_eq!(fault(&[HERE, off]), "http://here:5000 http://here:5000");
        assert_eq!(fault(&[HERE, own]), "http://here:5000 https://there");
        assert!(fault(&[]).contains("set MLFLOW_TRACKING_URI"));
        let insecure = ("MLFLOW_TRACKING_INSECURE_TLS", "true");
        assert!(fault(&[HERE, insecure]).contains("certificates are always checked"));
        assert!(fault(&[("MLFLOW_TRACKING_URI", "databricks://p")]).contains("Databricks"));
        for store in ["sqlite:///m.db", "mlruns", "postgresql://me:s3cret@host/db"] {
            let said = fault(&[("MLFLOW_TRACKING_URI", store)]);
            assert!(said.contains("names no server"), "{said}");
            assert!(!said.contains("s3cret"), "{said}");
        }
        assert!(fault(&[HERE, ("MLFLOW_REGISTRY_URI", "x")]).contains("MLFLOW_REGISTRY_URI"));
        let user = [("MLFLOW_TRACKING_URI", "https://me:s3cret@host")];
        assert!(!fault(&user).contains("s3cret"));
    }

    #[test]
    fn a_name_and_a_password_win_over_a_token_as_in_mlflow() {
        let with = |names: &'static [&'static str]| {
            let given = move |name: &str| names.contains(&name).then(|| "x".to_owned());
            format!("{:?}", credentials(&given))
        };
        assert_eq!(with(&[USER, PASSWORD, TOKEN]), "a name and a password");
        assert_eq!(with(&[USER, TOKEN]), "a token");
        assert_eq!(with(&[USER]), "none");
    }
}
