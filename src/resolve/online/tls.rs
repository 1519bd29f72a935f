//! Whom we trust to vouch for a registry's server: the system's authorities, and those of the operator's file.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::sources::SetupError;

/// rustls with ring; certificate and host name are always checked.
///
/// A system without authorities is no error here: then every https server fails with a reason, and mirrors on loopback
/// still work.
pub(super) fn client_config(ca_file: Option<&Path>) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let bad = |why: String| SetupError::Authorities {
            path: path.to_owned(),
            why,
        };
        let certificates = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| bad(error.to_string()))?;
        let (added, ignored) = roots.add_parsable_certificates(certificates);
        if added == 0 || ignored > 0 {
            return Err(bad("not every certificate in it can be used".to_owned()));
        }
    }
    Ok(
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| SetupError::Client {
                why: error.to_string(),
            })?
            .with_root_certificates(roots)
            .with_no_client_auth(),
    )
}
