//! What is asked of a server.

use ureq::http;

use crate::Credentials;

/// Most bytes of an answer where nothing else is said.
pub(crate) const BODY_LIMIT: u64 = 64 << 20;

/// What is to be done with what a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Tell it.
    Get,
    /// Tell what there is to say of it, without its body.
    Head,
    /// Make or do something.
    Post,
    /// Put this in its place.
    Put,
    /// Change a part of it.
    Patch,
    /// Take it away.
    Delete,
}

impl Method {
    pub(crate) const fn name(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Head => http::Method::HEAD,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }

    /// Whether doing it twice is the same as doing it once.
    pub(crate) const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Put | Self::Delete)
    }
}

/// What is asked of a server, where a JSON question is not enough.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) accept: &'a [&'a str],
    pub(crate) body: Option<(&'a str, &'a [u8])>,
    pub(crate) credentials: Option<&'a Credentials>,
    pub(crate) limit: u64,
}

impl<'a> Request<'a> {
    /// A request of a path, which begins with a slash and may end with a query
    /// that is encoded already. It asks for JSON of at most 64 MiB.
    #[must_use]
    pub const fn new(method: Method, path: &'a str) -> Self {
        Self {
            method,
            path,
            query: &[],
            accept: &["application/json"],
            body: None,
            credentials: None,
            limit: BODY_LIMIT,
        }
    }

    /// With these names and values behind the path, which are encoded here.
    #[must_use]
    pub const fn query(mut self, query: &'a [(&'a str, &'a str)]) -> Self {
        self.query = query;
        self
    }

    /// For an answer of one of these media types.
    #[must_use]
    pub const fn accept(mut self, media_types: &'a [&'a str]) -> Self {
        self.accept = media_types;
        self
    }

    /// With a body of a media type.
    #[must_use]
    pub const fn body(mut self, media_type: &'a str, bytes: &'a [u8]) -> Self {
        self.body = Some((media_type, bytes));
        self
    }

    /// With these credentials in place of the server's.
    #[must_use]
    pub const fn credentials(mut self, credentials: &'a Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// For an answer of at most so many bytes: a longer one is a fault.
    #[must_use]
    pub const fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }
}
