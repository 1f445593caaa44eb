//! A small invented study as files, and a study to put it in.
#![allow(dead_code, reason = "each test file uses its part")]

use gainsay::formats::complaint::Complaint;
use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::error::ProjectError;
use gainsay::project::import::{ImportOptions, ImportReport};
use gainsay::project::release::Audience;
use gainsay::store::Unlock;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Words that must never stand in a message.
pub const SECRET: &str = "Zarafshan-kite-marker";

/// A folder in the making: paths with their bytes.
#[derive(Clone, Default)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.0.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    pub fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The same with words of one file replaced; they must be there.
    pub fn edit(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.0
            .insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
        self
    }

    /// The same with a line more.
    pub fn add(mut self, path: &str, line: &str) -> Self {
        let file = self.0.entry(path.to_owned()).or_default();
        file.extend_from_slice(line.as_bytes());
        file.push(b'\n');
        self
    }

    pub fn write(&self, folder: &Path) {
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    pub fn read(folder: &Path) -> Self {
        let mut files = Self::default();
        files.collect(folder, folder);
        files
    }

    fn collect(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.collect(root, &path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                self.0.insert(name, fs::read(&path).unwrap());
            }
        }
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.0.get(path).cloned().unwrap_or_default()).unwrap()
    }
}

impl PartialEq for Files {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl std::fmt::Debug for Files {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (path, bytes) in &self.0 {
            writeln!(out, "--- {path}\n{}", String::from_utf8_lossy(bytes))?;
        }
        Ok(())
    }
}

/// A study in a folder of its own.
pub struct Bench {
    pub folder: TempDir,
    pub study: Study,
}

impl Bench {
    pub fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    pub fn with_limits(limits: Limits) -> Self {
        let folder = fast_folder();
        let path = folder.path().join("s.gainsay");
        let study = Study::create(&path, &Unlock::Plain, None, limits).unwrap();
        Self { folder, study }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Imports files through a folder of their own.
    pub fn import(
        &self,
        files: &Files,
        options: ImportOptions,
    ) -> Result<ImportReport, ProjectError> {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        files.write(folder.path());
        self.study.import_folder(folder.path(), options)
    }

    pub fn take(&self, files: &Files) -> ImportReport {
        self.import(files, ImportOptions::default())
            .unwrap_or_else(|error| panic!("{}", told(&error).join("\n")))
    }

    pub fn export(&self) -> Files {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        self.study
            .export_folder(Audience::Team, folder.path(), false)
            .unwrap();
        Files::read(folder.path())
    }

    /// The faults of files that must be refused; then nothing was written.
    pub fn refused(&self, files: &Files) -> Vec<Complaint> {
        let before = self.state();
        let error = self
            .import(files, ImportOptions::default())
            .map(|_| ())
            .expect_err("it was let through");
        assert_eq!(self.state(), before, "something was written");
        match error {
            ProjectError::Rejected { shown, .. } => shown,
            other => panic!("{other}"),
        }
    }

    fn state(&self) -> (Option<(i64, [u8; 32])>, Files) {
        (self.study.store().head().unwrap(), self.export())
    }

    pub fn is_sound(&self) {
        assert_eq!(self.study.verify().unwrap().faults, Vec::<String>::new());
    }
}

/// A folder in memory where the machine has such: a study waits for the disk at every commit.
pub fn fast_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory)
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// The faults of an error, as a person reads them.
pub fn told(error: &ProjectError) -> Vec<String> {
    match error {
        ProjectError::Rejected { shown, .. } => shown.iter().map(ToString::to_string).collect(),
        other => vec![other.to_string()],
    }
}

pub const SKIP: ImportOptions = ImportOptions {
    skip_bad: true,
    dry_run: false,
};
pub const DRY: ImportOptions = ImportOptions {
    skip_bad: false,
    dry_run: true,
};

/// An invented study with rows in every table.
pub fn sample() -> Files {
    Files::default()
        .with("study.toml", STUDY)
        .with("rules.toml", RULES)
        .with("sources.csv", "source,group,kind,members_low,members_high,same_person_as,introduced_by,heard_from,network,citation,note,attr.age_band\n\
            S-1,elders,interviewee,,,,,,,,Zarafshan-kite-marker,40-49\nS-2,traders,interviewee,,,S-1?,S-1;a cousin,S-1;somebody,net-a;net-b,,,\nP-1,press,publication,,,,,,,\"An invented, quoted title\",,\n")
        .with("interviews.csv", "interview,source,date,researcher,mode,place,language,consent,transcript,translation,translator,note\n\
            i-1,S-1,2021-08-14,r1,in-person,north,ps,analyse;quote,transcripts/i-1.txt,transcripts/i-1.en.txt,r2,\ni-2,S-1;S-2,2021-09,r2,phone,,,,transcripts/i-2.txt,,,\n")
        .with("transcripts/i-1.txt", "S-1: The market was closed. Nobody bought.\nAnd then?\nS-1: Eight thousand came. The market was closed.\n")
        .with("transcripts/i-1.en.txt", "S-1: بازار تړل شوی و.\n")
        .with("transcripts/i-2.txt", "Q: Who came?\nQ: Really?\n")
        .with("places.csv", "place,parent,level,names,children\nnorth,land,province,Shamal;شمال,\nland,,country,,disjoint\n")
        .with("populations.csv", "population,parent,definition,children\nmembers,,All members,\nfighters,members,Those who fight,\n")
        .with("topics.csv", "topic,statement,kind,measure,unit,population,exclusive,values,favours,additive,order_of,range_low,range_high,parent,feeds\n\
            strength,How many there are,quantity,stock,persons,members,,,north:higher,places,,,,,\nmarket,The market is open,state,,,,yes,open;closed,,,,,,strength,\n\
            joined,So many joined,quantity,flow,persons,members,,,,,,,,,strength:in\n")
        .with("topic_links.csv", "topic,stance,implies_topic,implies_stance,note\nmarket,denies,strength,doubts,\n")
        .with("questions.csv", "question,text,topic,questionnaire,first_used\nq1,How many?,strength,A,2021-08\n")
        .with("asked.csv", "interview,question,topic,result\ni-1,q1,,answered\ni-2,,market,evaded\n")
        .with("codebook.csv", "code,parent,name,definition,include_when,exclude_when,example,colour,short,retired\ntrade,,Trade,\"Buying, selling\",,,,,trd,\nclosing,trade,,,,,,,,yes\n")
        .with("events.csv", "event,name,place,when,different_from,same_as,note\nev-1,The raid,north,2021-08,,,\nev-2,Another,north,2021-09,ev-1,,\nev-3,,,,,ev-1,\n")
        .with("codings.csv", "interview,text,code,coder,start,end,quote,status,anchor,rule,memo\n\
            i-1,,trade,anna,,,Nobody bought,accepted,,,\ni-1,,closing,anna,5,27,The market was closed.,proposed,,r-closed,\ni-1,translation,trade,ben,5,10,,,,,\ni-2,,trade,ben,,,gone words,rejected,orphan,,\n")
        .with("assignments.csv", "interview,text,coder,sight,due,submitted,submitted_text\n\
i-1,,anna,,2021-06,2021-05-31,0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\n\
i-1,translation,anna,open,,,\n")
        .with("claims.csv", "claim,source,topic,stance,interview,text,anchor,quote,start,end,coder,reading_of,stated_on,population,place,when,time_mode,value,unit,modality,basis,via,event,responds_to,general_of,against_interest,settled,trend,actor,note\n\
            c-1,S-1,strength,affirms,i-1,,,Eight thousand came,,,anna,,,fighters?,north,2021-08~,within,\"up to 8,000\",persons,actual?,told,a cousin,ev-1?,,c-2,yes,yes,rising,them,Zarafshan-kite-marker\n\
            c-2,S-2,strength,denies,i-2,,,,,,,,2021-09,members,north?,2021,throughout,150-200,,plan,estimate?,S-1,,c-1,,no,,,,\n\
            c-3,P-1,market,denies,,,,,,,ben,c-4,,,,,,closed,,,,,,,,,,,,\nc-4,S-1,market,affirms,,,,,,,,,,,,sh:1400-05,,open,,,,,,,,,,,,\n")
        .with("ratings.csv", "source,claim,letter,digit,analyst,date,reason\nS-1,,B,,anna,2022-01-02,knows them\n,c-1,,3,anna,2022-01-02,heard\n")
        .with("controls.csv", "topic,value,stance,population,place,when,evidence\nstrength,about 500,,members,north,2021,seen\nmarket,,denies,,,,\n")
        .with("judgements.csv", "claims,judgement,explanation,analyst,date,reason\nc-1;c-2,explained,time,anna,2022-02,\"they say, \"\"later\"\"\"\n")
        .with("validations.csv", "date,body,topic,result,note\n2022-03,a committee,strength,held,\n")
        .with("follow_ups.csv", "about,what,status,review_on\nstrength,ask again,wanted,2022-05\nc-1,hear S-2,done,\n")
        .with("figures.csv", "topic,place,period,value,source\nstrength,north,2021,\"1,200\",P-1\n")
        .with("memos.csv", "about,text,author,date\ncode:trade,Zarafshan-kite-marker,anna,2022-01-01\nclaim:c-1,two,,\ngroup:elders,three,,\n")
}

const STUDY: &str = r#"[study]
name = "An invented study"
description = "Of nobody.\nIn two lines."
fieldwork = "2021-08/2022-03"
languages = ["ps", "uz"]
interviews_declared = 2

[[side]]
key = "north"
name = "The north"
opposes = ["south"]

[[side]]
key = "south"

[[group]]
key = "elders"
side = "north"
definition = "Elders \"of\" villages"

[[group]]
key = "traders"
parent = "elders"
side = "south"

[[group]]
key = "press"
side = "south"

[[researcher]]
key = "r1"
knows = ["r2"]
languages = ["ps"]

[[researcher]]
key = "r2"
note = "Zarafshan-kite-marker"

[[coder]]
key = "anna"

[[coder]]
key = "ben"

[numbers]
"a handful" = { low = 3, high = 6.5 }

[units]
fighters = { same_as = "persons" }
jerib = { of = "hectare", factor = 0.2 }

[attributes]
age_band = { type = "choice", values = ["30-39", "40-49"] }

[disclosure]
k_team = 5
k_public = 10
quasi_identifiers = ["role", "place"]

[cross_check]
undated_reach_days = 30
seasons = "southern"
relative_tolerance = 0.1
gross_gap = 0.6
tie_network = "hard"
"#;

const RULES: &str = r#"[[rule]]
key = "r-closed"
code = "closing"
match = "(market OR bazaar) NEAR/5 clos*"
unit = "sentence"
author = "anna"
should_match = ["The market; it was closed", "a \"closed\" bazaar"]
should_not_match = ["Nobody came"]
"#;
