//! The wrapper for values that could name a card or its holder's secret.
//!
//! It prints nothing, can't be cloned or serialized, and has one door, `expose()`; each call of
//! it has its reason beside it.

use std::fmt;

/// A value that must not reach a log, a message or a copy.
///
/// ```
/// use cardlet::card::Secret;
/// let secret = Secret::new("012");
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(*secret.expose(), "012");
/// ```
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Takes the value in. Heap memory behind it is zeroed by the allocator when it is freed.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Say beside the call why it is needed.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
