//! Encrypted studies, passphrases, and what the program says of an open one.

use crate::desk::Desk;

fn encrypted() -> Desk {
    let desk = Desk::empty();
    desk.copy_fixture();
    desk.write_secret("pass", "open sesame\n");
    desk.write_secret("wrong", "open barley\n");
    desk.ok("init s.gainsay --from small --passphrase-file pass");
    desk
}

#[test]
fn a_study_is_encrypted_unless_told_otherwise() {
    let desk = encrypted();
    let bytes = std::fs::read(desk.path("s.gainsay")).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let words = b"Sorkhab";
    assert!(!bytes.windows(words.len()).any(|found| found == words));
    let answer = desk.run("claims --passphrase-file pass");
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(!answer.err.contains("not encrypted"));
}

#[test]
fn a_wrong_passphrase_is_four_and_the_cipher_says_nothing() {
    let desk = encrypted();
    let answer = desk.run("claims --passphrase-file wrong");
    assert_eq!(answer.code, 4);
    assert!(answer.out.is_empty());
    let lines: Vec<&str> = answer.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", answer.err);
    assert!(lines[0].starts_with("error: wrong passphrase for"));
    assert!(lines[1].starts_with(" help: "));
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let desk = encrypted();
    assert_eq!(desk.run("claims").code, 4);
    assert_eq!(desk.run("init new.gainsay").code, 4);
    assert!(!desk.path("new.gainsay").exists());
}

#[test]
fn a_passphrase_file_that_others_can_read_is_refused() {
    let desk = encrypted();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(desk.path("pass"), open).unwrap();
        assert_eq!(desk.run("claims --passphrase-file pass").code, 4);
    }
}

#[test]
fn an_unencrypted_study_says_so_at_every_open_but_not_when_quiet() {
    let desk = Desk::with_study();
    for line in ["claims", "status", "check", "sources --format csv"] {
        let said = desk.run(line).err;
        assert!(
            said.contains("s.gainsay is not encrypted\n"),
            "{line}: {said}"
        );
        let quiet = desk.run(&format!("{line} -q")).err;
        assert!(!quiet.contains("not encrypted"), "{line}: {quiet}");
    }
    assert_eq!(desk.json("claims")["meta"]["encrypted"], false);
}

#[test]
fn init_never_replaces_a_file() {
    let desk = Desk::with_study();
    let before = std::fs::read(desk.path("s.gainsay")).unwrap();
    let refused = desk.run("init s.gainsay --unencrypted");
    assert_eq!(refused.code, 1);
    assert_eq!(std::fs::read(desk.path("s.gainsay")).unwrap(), before);
}

#[test]
fn a_dry_init_leaves_nothing() {
    let desk = Desk::empty();
    desk.copy_fixture();
    for line in [
        "init s.gainsay --unencrypted --dry-run",
        "init s.gainsay --dry-run",
        "init s.gainsay --unencrypted --dry-run --from small",
    ] {
        let said = desk.run(line);
        assert_eq!(said.code, 0, "{line}: {}", said.err);
        assert!(
            said.err.contains("would make s.gainsay"),
            "{line}: {}",
            said.err
        );
        assert_eq!(
            std::fs::read_dir(desk.path("")).unwrap().count(),
            1,
            "{line}"
        );
    }
}

#[test]
fn the_file_is_its_owners_alone() {
    let desk = Desk::with_study();
    desk.ok("export study -o out");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| {
            let metadata = std::fs::metadata(desk.path(name)).unwrap();
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode("s.gainsay"), 0o600);
        assert_eq!((mode("out"), mode("out/claims.csv")), (0o700, 0o600));
    }
}
