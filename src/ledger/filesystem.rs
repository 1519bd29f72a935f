//! Where a ledger lies: on a filesystem of another machine, locks and fsync may promise more than they keep.

use std::fs;
use std::path::Path;

/// Filesystems whose files are another machine's, as the kernel names them; `fuse.` is looked at without its prefix.
const REMOTE: [&str; 22] = [
    "9p",
    "afs",
    "afp",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "gcsfuse",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "sshfs",
];

/// The kind of network filesystem that `folder` lies on; `None` when it is local, or cannot be told.
#[must_use]
pub fn remote(folder: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind(&mounts, &folder.canonicalize().ok()?)?;
    let bare = kind.strip_prefix("fuse.").unwrap_or(kind);
    REMOTE.contains(&bare).then(|| kind.to_owned())
}

/// The filesystem of the innermost mount that `folder` lies under, by lines of `proc_pid_mountinfo(5)`; of several on
/// one place the last one, which hides the others.
fn kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    mounts
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let place = unescaped(before.split(' ').nth(4)?);
            let depth = Path::new(&place).components().count();
            folder
                .starts_with(&place)
                .then_some((depth, after.split(' ').next()?))
        })
        .max_by_key(|(depth, _)| *depth)
        .map(|(_, kind)| kind)
}

/// Blanks, tabs, line ends and backslashes stand as `\ooo`.
fn unescaped(place: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(place.to_owned(), |place, (escaped, plain)| {
            place.replace(escaped, plain)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/team rw,relatime shared:9 master:1 - nfs4 server:/team rw,vers=4.2
31 30 8:2 / /srv/team/local rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/my\\040share rw - cifs //server/share rw
33 22 0:42 / /mnt/far rw - ext4 /dev/sdc1 rw
34 22 0:43 / /mnt/far rw - fuse.sshfs me@server: rw
";

    #[test]
    fn the_innermost_mount_counts() {
        for (folder, expected) in [
            ("/home/me/campaign", "ext4"),
            ("/srv/team/campaign", "nfs4"),
            ("/srv/teammates", "ext4"),
            ("/srv/team/local/campaign", "xfs"),
            ("/mnt/my share/campaign", "cifs"),
            ("/mnt/far", "fuse.sshfs"),
        ] {
            assert_eq!(kind(MOUNTS, Path::new(folder)), Some(expected), "{folder}");
        }
    }

    #[test]
    fn this_machines_disk_is_not_remote() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(remote(folder.path()), None);
    }
}
