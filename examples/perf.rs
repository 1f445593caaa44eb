use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::import::ImportOptions;
use gainsay::store::Unlock;
use std::path::Path;
use std::time::Instant;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let folder = tempfile::tempdir_in(".").unwrap();
    let study = Study::create(
        &folder.path().join("s.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    let t = Instant::now();
    let r = study
        .import_folder(Path::new(&dir), ImportOptions::default())
        .map_err(|e| e.to_string())
        .unwrap();
    println!("import {:?} {:?}", t.elapsed(), r.operation);
    if std::env::args().nth(2).is_some() {
        let t = Instant::now();
        let s = gainsay::project::study_model::study_of(study.store(), &Default::default())
            .map_err(|e| e.to_string())
            .unwrap();
        println!("load {:?} {}", t.elapsed(), s.claims().len());
        let t = Instant::now();
        study.undo("1", false).map_err(|e| e.to_string()).unwrap();
        println!("undo {:?}", t.elapsed());
        println!(
            "{}",
            std::fs::metadata(folder.path().join("s.gainsay"))
                .unwrap()
                .len()
        );
    }
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/status")
            .unwrap()
            .lines()
            .find(|l| l.starts_with("VmHWM"))
            .unwrap()
    );
}
