//! The settings of a study's cross-check as people see them: each beside its default.
//! It must not know where they are kept. A stranger would print the defaults: a result rests on the
//! settings of the study, as they were when it was computed.

use super::Study;
use super::error::ProjectError;
use super::study_model::settings_of;
use crate::method::settings::Settings;

/// One setting of the cross-check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRow {
    /// Its name in `[cross_check]` of `study.toml`.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The value where the study says nothing.
    pub default: String,
}

impl SettingRow {
    /// Whether the value is the default.
    pub fn is_default(&self) -> bool {
        self.value == self.default
    }
}

/// The settings of a cross-check, in the order of `study.toml`.
pub fn setting_rows(settings: &Settings) -> Vec<SettingRow> {
    let named = settings.named().into_iter();
    let defaults = Settings::default().named();
    named
        .zip(defaults)
        .map(|((name, value), (_, default))| SettingRow {
            name,
            value,
            default,
        })
        .collect()
}

impl Study {
    /// The settings that the next cross-check runs with.
    ///
    /// # Errors
    /// What the store says.
    pub fn check_settings(&self) -> Result<Vec<SettingRow>, ProjectError> {
        Ok(setting_rows(&settings_of(&self.store)?))
    }
}
