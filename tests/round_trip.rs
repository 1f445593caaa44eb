//! A study folder comes in, goes out in its canonical form, and coming in again changes nothing.

use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::import::ImportOptions;
use gainsay::project::release::Audience;
use gainsay::store::Unlock;
use std::path::Path;

#[test]
fn try_it() {
    let Ok(dir) = std::env::var("GAINSAY_TRY") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(
        &folder.path().join("s.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    match study.import_folder(Path::new(&dir), ImportOptions::default()) {
        Ok(report) => {
            for (table, report) in &report.tables {
                println!("{} {report:?}", table.name);
            }
            println!("{:?} {:?}", report.warnings, report.foreign);
        }
        Err(gainsay::project::error::ProjectError::Rejected { shown, total }) => {
            for one in shown {
                println!("{one}");
            }
            panic!("{total}");
        }
        Err(error) => panic!("{error}"),
    }
    let again = study
        .import_folder(Path::new(&dir), ImportOptions::default())
        .unwrap();
    println!(
        "again {:?} {:?}",
        again.operation,
        again
            .tables
            .iter()
            .map(|(t, r)| (t.name, *r))
            .filter(|(_, r)| r.new + r.changed > 0)
            .collect::<Vec<_>>()
    );
    let out = folder.path().join("out");
    study.export_folder(Audience::Team, &out, false).unwrap();
    let second = Study::create(
        &folder.path().join("t.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    second
        .import_folder(&out, ImportOptions::default())
        .unwrap();
    let out2 = folder.path().join("out2");
    second.export_folder(Audience::Team, &out2, false).unwrap();
    let same = std::process::Command::new("diff")
        .arg("-r")
        .arg(&out)
        .arg(&out2)
        .output()
        .unwrap();
    println!("diff {}", String::from_utf8_lossy(&same.stdout));
    println!("{:?}", study.store().verify().unwrap());
    let undo = study.store().undo(1, "analyst", false).unwrap();
    println!("undo {:?}", undo.rows);
    println!("{:?}", study.store().verify().unwrap());
    study.store().undo(2, "analyst", false).unwrap();
    let out3 = folder.path().join("out3");
    study.export_folder(Audience::Team, &out3, false).unwrap();
    let same = std::process::Command::new("diff")
        .arg("-r")
        .arg(&out)
        .arg(&out3)
        .output()
        .unwrap();
    println!("diff after redo {}", String::from_utf8_lossy(&same.stdout));
    if let Ok(keep) = std::env::var("GAINSAY_KEEP") {
        std::process::Command::new("cp")
            .arg("-r")
            .arg(&out)
            .arg(keep)
            .status()
            .unwrap();
    }
}
