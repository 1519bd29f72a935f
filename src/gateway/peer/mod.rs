//! A scripted SMTP server.
