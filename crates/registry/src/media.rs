//! Media types of manifests.

/// What a manifest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// An index of OCI: one image for several platforms.
    OciIndex,
    /// An image of OCI.
    OciManifest,
    /// Docker's index, its "manifest list".
    DockerList,
    /// Docker's image, version 2, schema 2.
    DockerManifest,
}

impl MediaType {
    /// All of them, which are what is asked for.
    pub const ALL: [Self; 4] = [
        Self::OciIndex,
        Self::OciManifest,
        Self::DockerList,
        Self::DockerManifest,
    ];

    /// Their names, for an `Accept`.
    pub(crate) const NAMES: [&'static str; 4] = [
        Self::OciIndex.name(),
        Self::OciManifest.name(),
        Self::DockerList.name(),
        Self::DockerManifest.name(),
    ];

    /// The registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OciIndex => "application/vnd.oci.image.index.v1+json",
            Self::OciManifest => "application/vnd.oci.image.manifest.v1+json",
            Self::DockerList => "application/vnd.docker.distribution.manifest.list.v2+json",
            Self::DockerManifest => "application/vnd.docker.distribution.manifest.v2+json",
        }
    }

    /// Whether it leads to other manifests.
    #[must_use]
    pub const fn is_index(self) -> bool {
        matches!(self, Self::OciIndex | Self::DockerList)
    }

    /// The one of a name, which may carry parameters.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let name = text.split(';').next().unwrap_or_default().trim();
        let mut all = Self::ALL.into_iter();
        all.find(|known| known.name().eq_ignore_ascii_case(name))
    }
}
