//! The folder that a file is in.

use std::path::Path;

/// The folder of a file: `.` for a bare name, whose parent is an empty path that cannot be opened.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_in_the_current_folder() {
        for (file, folder) in [
            ("a", "."),
            ("./a", "."),
            ("a/b", "a"),
            ("/a", "/"),
            ("/", "."),
            ("", "."),
        ] {
            assert_eq!(folder_of(Path::new(file)), Path::new(folder), "{file}");
        }
    }
}
