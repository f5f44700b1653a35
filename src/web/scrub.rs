//! Wipes what returned calls have left on the stack.

use std::hint::black_box;

/// How deep calls that hold card data go; the memory scan of the browser tests holds it.
const DEPTH: usize = 32 * 1024;

/// Does some work that sees card data, then overwrites the stack that it used with zeros. Moved
/// values and spilled registers lie there, where neither `Drop` nor the allocator reaches them.
///
/// The result must have no room for a card: its place lies above what is wiped, and a call may use
/// it as scratch. So box what is large.
pub(super) fn after<T>(work: impl FnOnce() -> T) -> T {
    let result = in_its_own_frame(work);
    wipe();
    result
}

/// A frame of its own, below the one that wipes: else the work could be inlined above the wipe.
#[inline(never)]
fn in_its_own_frame<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn wipe() {
    let mut frame = [0u8; DEPTH];
    black_box(&mut frame);
}
