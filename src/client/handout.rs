//! When a token is handed out again, so that no card is charged twice and no dead token leaves.

use std::rc::Rc;

use crate::token::{Life, Moment, Token};

/// The last token and whether it still stands for what the form holds.
///
/// Concurrent calls and repeats share one token until an edit, `markConsumed()`, `setError()`,
/// `clear()`, a form reset, a return from the back-forward cache, or less life than asked for.
#[derive(Default)]
pub struct Handout {
    token: Option<Rc<Token>>,
    stale: bool,
    edits: u32,
}

impl Handout {
    /// How often what the form holds has changed: remembered when a request is sent.
    pub fn edits(&self) -> u32 {
        self.edits
    }

    /// Keeps a token that has just arrived. One whose request was sent before the last edit is
    /// stale already, and none that is stale takes the place of one that is not.
    pub fn keep(&mut self, token: Rc<Token>, edits_when_sent: u32) {
        let is_stale = self.edits != edits_when_sent;
        if is_stale && self.token.is_some() && !self.stale {
            return;
        }
        self.token = Some(token);
        self.stale = is_stale;
    }

    /// The token, if it may be handed out once more.
    pub fn reusable(&self, now: Moment, min_validity_ms: f64) -> Option<Rc<Token>> {
        let token = self.usable(now)?;
        let lives_on = |life: Life| life.left_ms(now).is_none_or(|left| left >= min_validity_ms);
        // An endless token whose security code is over is worth less than one that has just been made.
        let is_fresh = lives_on(token.life) && token.cvc_life.is_none_or(lives_on);
        (!self.stale && is_fresh).then_some(token)
    }

    /// The last token while it is neither used nor over.
    pub fn usable(&self, now: Moment) -> Option<Rc<Token>> {
        self.token.clone().filter(|token| token.is_usable(now))
    }

    /// The form no longer holds what the token stands for: the next call mints another.
    pub fn invalidate(&mut self) {
        self.stale = true;
        self.edits = self.edits.wrapping_add(1);
    }

    /// The merchant's server has used the token.
    pub fn mark_consumed(&mut self) {
        if let Some(token) = &self.token {
            token.mark_consumed();
        }
        self.stale = true;
    }

    /// Forgets the token.
    pub fn forget(&mut self) {
        self.token = None;
        self.invalidate();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{LifeFacts, ProviderId};

    const START: Moment = Moment { monotonic_ms: 0.0, wall_ms: 0.0 };

    fn at(seconds: f64) -> Moment {
        Moment { monotonic_ms: seconds * 1000.0, wall_ms: seconds * 1000.0 }
    }

    fn endless() -> Life {
        Life::new(LifeFacts::default(), START)
    }

    fn with_a_minute() -> Handout {
        let facts = LifeFacts { published_ms: Some(60_000), ..LifeFacts::default() };
        let mut handout = Handout::default();
        let life = Life::new(facts, START);
        let edits = handout.edits();
        handout.keep(Rc::new(Token::new("tok".to_owned(), ProviderId::Rebilly, life)), edits);
        handout
    }

    #[test]
    fn an_edit_during_the_request_makes_its_token_stale_on_arrival() {
        let mut handout = Handout::default();
        let edits = handout.edits();
        handout.invalidate();
        handout.keep(Rc::new(Token::new("tok".to_owned(), ProviderId::Rebilly, endless())), edits);
        assert!(!is_reused(&handout, START));
    }

    fn is_reused(handout: &Handout, now: Moment) -> bool {
        handout.reusable(now, 30_000.0).is_some()
    }

    #[test]
    fn a_fresh_token_is_shared_until_it_has_too_little_life_left() {
        let handout = with_a_minute();
        assert!(is_reused(&handout, at(0.0)) && is_reused(&handout, at(30.0)));
        assert!(!is_reused(&handout, at(30.1)));
        assert!(handout.usable(at(59.0)).is_some());
        assert!(handout.usable(at(60.0)).is_none());
    }

    #[test]
    fn an_answer_that_is_late_takes_no_newer_tokens_place() {
        let mut handout = with_a_minute();
        let edits = handout.edits();
        handout.invalidate();
        let newer = || Rc::new(Token::new("newer".to_owned(), ProviderId::Rebilly, endless()));
        handout.keep(newer(), handout.edits());
        handout.keep(Rc::new(Token::new("late".to_owned(), ProviderId::Rebilly, endless())), edits);
        assert_eq!(handout.reusable(START, 30_000.0).unwrap().id, "newer");
    }

    #[test]
    fn a_security_code_that_is_over_ends_the_sharing_of_an_endless_token() {
        let facts = LifeFacts { published_ms: Some(60_000), ..LifeFacts::default() };
        let mut token = Token::new("tok".to_owned(), ProviderId::Univapay, endless());
        token.cvc_life = Some(Life::new(facts, START));
        let mut handout = Handout::default();
        handout.keep(Rc::new(token), handout.edits());
        assert!(is_reused(&handout, at(30.0)) && !is_reused(&handout, at(30.1)));
        assert!(handout.usable(at(61.0)).is_some());
    }

    #[test]
    fn an_edit_a_use_or_a_clearing_ends_the_sharing() {
        let mut edited = with_a_minute();
        edited.invalidate();
        assert!(!is_reused(&edited, START) && edited.usable(START).is_some());
        let mut used = with_a_minute();
        used.mark_consumed();
        assert!(!is_reused(&used, START) && used.usable(START).is_none());
        let mut forgotten = with_a_minute();
        forgotten.forget();
        assert!(forgotten.usable(START).is_none());
        assert!(!is_reused(&Handout::default(), START));
    }
}
