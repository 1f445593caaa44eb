//! Sums, trends and orders on small invented studies, and sums against trying every day.
