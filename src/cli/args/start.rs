//! START: make a study, look at an invented one, see where things stand.
//!
//! It must not know how a study is made. What a stranger would get wrong: encrypted is the
//! default, so there is a flag to leave it out and none to ask for it.

use std::path::PathBuf;

use clap::Args;

/// Make a new study
///
/// Makes one file that holds everything, encrypted with a passphrase that is asked for twice.
/// There is no way back in without it. With --from, a study folder is read into the new file at
/// once; when it has errors, no file is made.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay init valley.gainsay --from valley/
  New passphrase:
  The same again:
  made valley.gainsay, encrypted: 61 sources, 54 interviews, 1204 claims
  next: gainsay check")]
pub struct InitArgs {
    /// The file to make, such as valley.gainsay
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Read this study folder into it
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Leave the file readable to everybody who gets hold of it
    #[arg(long)]
    pub unencrypted: bool,
}

/// Make a study of invented interviews to try things on
///
/// Writes a study folder and a study from data inside the program. Nobody in it exists, so it
/// is not encrypted. A folder that something else made is never touched.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay demo
  made gainsay-demo/demo.gainsay, not encrypted (invented people)
  next: cd gainsay-demo && gainsay check")]
pub struct DemoArgs {
    /// The folder to write
    #[arg(value_name = "DIR", default_value = "gainsay-demo")]
    pub dir: PathBuf,
}

/// The example of `gainsay status`.
pub const STATUS_EXAMPLE: &str = "\
Example:
  $ gainsay status
  study       The valley
  file        valley.gainsay
  encrypted   yes
  actor       ana
  interviews  54
  declared    54
  sources     61
  claims      1204
  next: gainsay check  cross-check the claims";
