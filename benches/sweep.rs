//! Measures the cross-check alone: the claims of a study are in memory, and their pairs are counted.
//!
//!     cargo bench --bench sweep FILE
//!
//! FILE is an unencrypted study. The first round pays for fresh memory, as in the kit's `fscan`, beside
//! which this stands: `fscan` begins with columns of numbers and knows one way to clash.

use gainsay::method::crosscheck::{Request, count};
use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::study_model::{settings_of, study_of};
use gainsay::store::Unlock;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`.
    let given = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let file = PathBuf::from(given.ok_or("which study?")?);
    let study = Study::open(&file, &Unlock::Plain, None, Limits::default())?;
    let settings = settings_of(study.store())?;
    let model = study_of(study.store(), &settings)?;
    let request = Request {
        settings,
        ..Request::default()
    };
    for round in 0..ROUNDS {
        let began = Instant::now();
        let counts = count(&model, &request);
        println!(
            "round {round}: {} of {} claims in {:.4} s",
            counts.flagged(),
            model.claims().len(),
            began.elapsed().as_secs_f64()
        );
    }
    Ok(())
}
