//! Single pairs whose verdict can be seen by eye.
