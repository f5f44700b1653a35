//! The allocator that zeroes every block before it is freed.
//!
//! Generated glue and dependencies copy strings into blocks of their own and free them without
//! wiping; a `Zeroize` on our visible types can't reach those copies, an allocator does.
//! `realloc` is allocate, copy, wipe, free, since growing in place or moving would leave the old
//! block behind. This is the only file of the crate with `unsafe` in it.
#![expect(unsafe_code, reason = "a global allocator can't be written without it")]

use std::alloc::{GlobalAlloc, Layout, System};

struct WipeOnFree;

// SAFETY: every block comes from and goes back to `System` with its own layout; the wipe writes
// only inside the block, which is still owned here.
unsafe impl GlobalAlloc for WipeOnFree {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on unchanged.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on unchanged.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        for offset in 0..layout.size() {
            // SAFETY: `offset` is inside the block. Volatile, or the compiler drops the write to
            // memory that is about to be freed.
            unsafe { block.add(offset).write_volatile(0) };
        }
        // SAFETY: the block came from `System` with this layout.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller promises that `new_size` is valid for this alignment.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: `new_layout` is not empty, as the caller promises.
        let moved = unsafe { self.alloc(new_layout) };
        if !moved.is_null() {
            // SAFETY: two different blocks, both at least as long as the smaller size.
            unsafe {
                block.copy_to_nonoverlapping(moved, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
        }
        moved
    }
}

#[global_allocator]
static ALLOCATOR: WipeOnFree = WipeOnFree;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_its_content_when_it_grows_and_shrinks() {
        let layout = Layout::from_size_align(4, 1).unwrap();
        // SAFETY: the block is used inside its size and freed with its last layout.
        unsafe {
            let block = WipeOnFree.alloc(layout);
            block.copy_from_nonoverlapping(b"4111".as_ptr(), 4);
            let grown = WipeOnFree.realloc(block, layout, 64);
            assert_eq!(std::slice::from_raw_parts(grown, 4), b"4111");
            let layout = Layout::from_size_align(64, 1).unwrap();
            let shrunk = WipeOnFree.realloc(grown, layout, 2);
            assert_eq!(std::slice::from_raw_parts(shrunk, 2), b"41");
            WipeOnFree.dealloc(shrunk, Layout::from_size_align(2, 1).unwrap());
        }
    }
}
