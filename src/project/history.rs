//! What was done, and taking it back. It must not know how a row is put back (`store::undo`).
//! What a stranger would get wrong: taking back the last few ends at the first that cannot be,
//! and what was taken back before it stays so.

use super::Study;
use super::correcting::moving::follow_texts;
use super::error::ProjectError;
use crate::store::operation::Operation;
use crate::store::verify::Verification;

/// What an undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The operation that was taken back (or brought back).
    pub operation: Operation,
    /// The operation that did so; nothing on a dry run.
    pub by: Option<i64>,
    /// How many rows it touched.
    pub rows: i64,
}

/// Several operations taken back or brought back, each of which is in the file.
#[derive(Debug)]
pub struct Repeated {
    /// What was done.
    pub done: Vec<Undone>,
    /// Why no more was done, where more was asked for and could not be.
    pub stopped_by: Option<ProjectError>,
}

impl Study {
    /// The operations, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub fn log(&self, limit: u32) -> Result<Vec<Operation>, ProjectError> {
        Ok(self.store.log(limit)?)
    }

    /// Takes back the operation of this number or short id.
    ///
    /// # Errors
    /// What the store says; refused where later operations touched the same rows.
    pub fn undo(&self, name: &str, dry_run: bool) -> Result<Undone, ProjectError> {
        let operation = self.operation_named(name)?;
        self.take_back(operation, dry_run)
    }

    /// Takes back the last operations that still stand, `count` of them, newest first.
    ///
    /// # Errors
    /// As [`Study::undo`]; where there is nothing to take back.
    pub fn undo_last(&self, count: u32, dry_run: bool) -> Result<Repeated, ProjectError> {
        self.repeat(
            count,
            dry_run,
            "there is nothing to undo",
            |study| match study.store.last_undoable()? {
                Some(last) => Ok(Some(study.take_back(study.store.operation(last)?, false)?)),
                None => Ok(None),
            },
        )
    }

    /// Brings back what an undo took away: the operation of this number or short id, or the
    /// undo itself.
    ///
    /// # Errors
    /// As [`Study::undo`].
    pub fn redo(&self, name: &str, dry_run: bool) -> Result<Undone, ProjectError> {
        let operation = self.operation_named(name)?;
        let undo = match operation.undone_by {
            Some(undo) if operation.undoes.is_none() => self.store.operation(undo)?,
            _ => operation,
        };
        if undo.undoes.is_none() {
            let what = format!("operation {} is not undone", undo.sequence);
            return Err(ProjectError::refused(
                what,
                "see the operations with: gainsay log",
            ));
        }
        self.bring_back(undo, dry_run)
    }

    /// Brings back what the last undos took away.
    ///
    /// # Errors
    /// As [`Study::undo`]; where there is nothing to bring back.
    pub fn redo_last(&self, count: u32, dry_run: bool) -> Result<Repeated, ProjectError> {
        self.repeat(
            count,
            dry_run,
            "there is nothing to redo",
            |study| match study.store.last_redoable()? {
                Some(last) => Ok(Some(study.bring_back(study.store.operation(last)?, false)?)),
                None => Ok(None),
            },
        )
    }

    fn repeat(
        &self,
        count: u32,
        dry_run: bool,
        nothing: &str,
        next: impl Fn(&Self) -> Result<Option<Undone>, ProjectError>,
    ) -> Result<Repeated, ProjectError> {
        let Repeated {
            mut done,
            stopped_by,
        } = match dry_run {
            true => self.store.rehearse(|| self.one_by_one(count, next))?,
            false => self.one_by_one(count, next)?,
        };
        if dry_run {
            done.iter_mut().for_each(|undone| undone.by = None);
        }
        if done.is_empty() {
            return Err(ProjectError::refused(
                nothing,
                "see the operations with: gainsay log",
            ));
        }
        Ok(Repeated { done, stopped_by })
    }

    /// Does one after the other until there are no more, or one cannot be done.
    fn one_by_one(
        &self,
        count: u32,
        next: impl Fn(&Self) -> Result<Option<Undone>, ProjectError>,
    ) -> Result<Repeated, ProjectError> {
        let mut done = Vec::new();
        for _ in 0..count {
            match next(self) {
                Ok(Some(undone)) => done.push(undone),
                Ok(None) => break,
                Err(error) if done.is_empty() => return Err(error),
                Err(error) => {
                    let stopped_by = Some(error);
                    return Ok(Repeated { done, stopped_by });
                }
            }
        }
        Ok(Repeated {
            done,
            stopped_by: None,
        })
    }

    /// Takes an undo back; the answer names the operation that is there again.
    fn bring_back(&self, undo: Operation, dry_run: bool) -> Result<Undone, ProjectError> {
        let first = undo.undoes;
        let undone = self.take_back(undo, dry_run)?;
        Ok(match first {
            Some(first) => Undone {
                operation: self.store.operation(first)?,
                ..undone
            },
            None => undone,
        })
    }

    fn take_back(&self, operation: Operation, dry_run: bool) -> Result<Undone, ProjectError> {
        let number = operation.sequence;
        let done = self
            .store
            .undo_and(number, &self.actor, dry_run, follow_texts)?;
        Ok(Undone {
            operation,
            by: done.operation.filter(|_| !dry_run),
            rows: done.rows,
        })
    }

    /// The operation of this number or short id.
    ///
    /// # Errors
    /// Where there is none, or several short ids end so.
    pub fn operation_named(&self, name: &str) -> Result<Operation, ProjectError> {
        if let Ok(sequence) = name.parse::<i64>() {
            return Ok(self.store.operation(sequence)?);
        }
        let log = self.store.log(u32::MAX)?;
        let mut found = log
            .into_iter()
            .filter(|one| one.id.short().ends_with(&name.to_ascii_lowercase()));
        match (found.next(), found.next()) {
            (Some(operation), None) => Ok(operation),
            (Some(_), Some(_)) => Err(ProjectError::refused(
                format!("several operations end in {name}"),
                "give more letters, or the number",
            )),
            (None, _) => Err(ProjectError::Unknown {
                noun: "operation",
                name: name.to_owned(),
                like: None,
                hint: "see the operations with: gainsay log".to_owned(),
            }),
        }
    }

    /// Whether the study is what its history says.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn verify(&self) -> Result<Verification, ProjectError> {
        Ok(self.store.verify()?)
    }
}
