//! Public keys of both generations.

use crate::token::Mode;

/// How a key is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    /// Behind `Bearer`.
    Nas,
    /// Alone.
    Abc,
}

/// `pk_`, `sbox_` in the sandbox, 27 characters; or `pk_`, `test_` there, and a UUID's dashes.
pub(super) fn read(key: &str) -> Option<(Generation, Mode)> {
    let key = key.strip_prefix("pk_")?;
    let is_abc = |key: &str| {
        let lengths = key.split('-').map(str::len);
        lengths.eq([8, 4, 4, 4, 12]) && key.bytes().all(|b| is_word(b) || b == b'-')
    };
    let is_nas = |key: &str| {
        let (start, last) = key.split_at_checked(26).unwrap_or_default();
        let is_base32 = |b: u8| b.is_ascii_lowercase() || matches!(b, b'2'..=b'7');
        let is_last = |b: u8| is_base32(b) || b"*#$=".contains(&b);
        last.len() == 1 && start.bytes().all(is_base32) && last.bytes().all(is_last)
    };
    let split = |prefix| match key.strip_prefix(prefix) {
        Some(rest) => (rest, Mode::Test),
        None => (key, Mode::Live),
    };
    let ((nas, nas_mode), (abc, abc_mode)) = (split("sbox_"), split("test_"));
    if is_nas(nas) {
        return Some((Generation::Nas, nas_mode));
    }
    is_abc(abc).then_some((Generation::Abc, abc_mode))
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
