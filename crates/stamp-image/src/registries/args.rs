//! The words a user sees.

/// Options of `stamp-image resolve`.
#[derive(Clone, Debug, clap::Args)]
pub struct ResolveArgs {
    /// Images, such as `ghcr.io/owner/app:1.2`
    ///
    /// Read as Docker reads them: `alpine` is `docker.io/library/alpine:latest`.
    #[arg(value_name = "IMAGE", required = true)]
    pub images: Vec<String>,

    /// The digest of the image for a platform, such as linux/amd64
    ///
    /// By default the digest of the whole, which for an image of several
    /// platforms is that of its index.
    #[arg(long, value_name = "OS/ARCH")]
    pub platform: Option<String>,

    /// Registries that are spoken to without encryption, one a line
    ///
    /// Such as `registry.lan:5000`. This machine itself is one of them anyway.
    #[arg(long, value_name = "HOST", value_delimiter = '\n')]
    pub plain_http: Vec<String>,
}

/// Options of `stamp-image promote`.
#[derive(Clone, Debug, clap::Args)]
pub struct PromoteArgs {
    /// The image that was tested, by its digest: `HOST/NAME@sha256:…`
    ///
    /// `stamp-image resolve` says it of a tag.
    #[arg(value_name = "IMAGE", required = true)]
    pub image: String,

    /// Tags that are to lead to it, one a line
    #[arg(long, value_name = "TAG", value_delimiter = '\n', required = true)]
    pub tag: Vec<String>,

    /// The repository whose tags they are, by default the image's own
    ///
    /// Of the same registry, which mounts there what the image is made of:
    /// nothing is moved. Such as `ghcr.io/owner/app-prod`.
    #[arg(long, value_name = "REPOSITORY")]
    pub to: Option<String>,

    /// Registries that are spoken to without encryption, one a line
    ///
    /// Such as `registry.lan:5000`. This machine itself is one of them anyway.
    #[arg(long, value_name = "HOST", value_delimiter = '\n')]
    pub plain_http: Vec<String>,

    /// Say what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}
