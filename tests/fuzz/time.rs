//! Times as servers write them, and the lives of tokens that they make.

use cardlet::token::{ExpirationSource, Life, LifeFacts, Moment, Timestamp};

use super::steered;

/// Times: what was read is written as a time that reads the same. Lives: no token comes back to
/// life, and none lives longer than it was given.
pub fn time(data: &[u8]) {
    let (steer, text) = steered(data);
    let mut lines = text.split('\n');
    let mut read = |parse: fn(&str) -> Option<Timestamp>| {
        let time = parse(lines.next()?)?;
        assert_eq!(Timestamp::parse(&time.rfc3339()), Some(time), "{}", time.rfc3339());
        Some(time)
    };
    let facts = LifeFacts {
        created: read(Timestamp::parse),
        expires: read(Timestamp::parse),
        answered: read(Timestamp::parse_http_date),
        published_ms: (steer % 2 == 1).then(|| i64::from(steer) * 60_000),
    };
    let at = |minutes: f64| Moment { monotonic_ms: minutes * 6e4, wall_ms: 1.7e12 + minutes * 6e4 };
    let life = Life::new(facts, at(0.0));
    assert_eq!(life.source == ExpirationSource::None, life.expires.is_none());
    assert_eq!(life.length_ms.is_none(), life.expires.is_none());
    let Some(length) = life.length_ms else {
        assert!(!life.is_over(at(1e9)));
        return;
    };
    let mut left = length;
    for now in [at(0.0), at(0.5), Moment { wall_ms: 0.0, ..at(1.0) }, at(60.0), at(1e12)] {
        let still = life.left_ms(now).unwrap();
        assert!((0.0..=left).contains(&still), "{still} of {left}");
        assert_eq!(life.is_over(now), still == 0.0);
        left = still;
    }
    assert!(life.is_over(at(1e12)));
}
