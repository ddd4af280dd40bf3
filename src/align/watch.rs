//! Looking on while something long is done.

use std::ops::ControlFlow;

/// Is told now and then how far the work is, from 0 to 1, and says whether to go on.
pub type Watch<'a> = dyn Fn(f32) -> ControlFlow<()> + 'a;

/// The work was broken off, as whoever looked on had said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the work was broken off")]
pub struct BrokenOff;

/// Lets all work come to its end.
pub fn to_the_end(_share: f32) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A stretch of some work, from a share of it to another one.
pub struct Stretch<'a> {
    watch: &'a Watch<'a>,
    from: f32,
    to: f32,
}

impl<'a> Stretch<'a> {
    pub fn new(watch: &'a Watch<'a>, from: f32, to: f32) -> Stretch<'a> {
        Stretch { watch, from, to }
    }

    /// All of the work.
    pub fn whole(watch: &'a Watch<'a>) -> Stretch<'a> {
        Stretch::new(watch, 0.0, 1.0)
    }

    /// The part of this stretch at a position of so many.
    pub fn part(&self, at: usize, of: usize) -> Stretch<'a> {
        let share = |at: usize| self.from + (self.to - self.from) * at as f32 / of.max(1) as f32;
        Stretch { watch: self.watch, from: share(at), to: share(at + 1) }
    }

    /// So many of so many steps are done.
    pub fn reach(&self, done: usize, of: usize) -> Result<(), BrokenOff> {
        match (self.watch)(self.part(done, of).from) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(BrokenOff),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn parts_of_parts_lie_within_them() {
        let told = RefCell::new(Vec::new());
        let watch = |share: f32| {
            told.borrow_mut().push(share);
            ControlFlow::Continue(())
        };
        let second = Stretch::whole(&watch).part(1, 2);
        second.reach(1, 2).unwrap();
        second.part(1, 2).reach(4, 4).unwrap();
        assert_eq!(*told.borrow(), [0.75, 1.0]);
    }

    #[test]
    fn who_looks_on_can_break_the_work_off() {
        let half = |share: f32| if share < 0.5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let all = Stretch::whole(&half);
        assert_eq!((all.reach(1, 4), all.reach(2, 4)), (Ok(()), Err(BrokenOff)));
    }
}
