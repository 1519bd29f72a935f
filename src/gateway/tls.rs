//! Whom we trust to vouch for the gateway. rustls with ring, TLS 1.2 and 1.3.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::fault::Stop;

/// The TLS configuration: certificate and host name are always checked.
///
/// With `ca_file` only the authorities in it count; otherwise those of the system (rustls-native-certs finds them,
/// and heeds `SSL_CERT_FILE` and `SSL_CERT_DIR`). Build it once: reading the system's store takes milliseconds, and
/// sessions are resumed through it.
///
/// # Errors
/// [`Stop::Authorities`] when there are none.
pub(crate) fn client_config(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, Stop> {
    let from = || ca_file.map_or_else(|| "the system".to_owned(), |path| path.display().to_string());
    let bad = |why: String| Stop::Authorities { from: from(), why };
    let (certificates, trouble) = if let Some(path) = ca_file {
        let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        (read.map_err(|error| bad(error.to_string()))?, None)
    } else {
        let found = rustls_native_certs::load_native_certs();
        (found.certs, found.errors.first().map(ToString::to_string))
    };
    let mut roots = RootCertStore::empty();
    let (added, ignored) = roots.add_parsable_certificates(certificates);
    if added == 0 || (ignored > 0 && ca_file.is_some()) {
        let none = || "no usable certificate in it".to_owned();
        return Err(bad(trouble.unwrap_or_else(none)));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| bad(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
