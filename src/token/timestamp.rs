//! RFC 3339 times as servers really write them.

use crate::card::{civil_from_days, days_from_civil};

/// A time in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// From 0000-01-01T00:00:00Z to the last millisecond of 9999: a year has four digits.
const WRITABLE: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

impl Timestamp {
    /// The time this many milliseconds after 1970-01-01T00:00:00Z.
    pub fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_ms(self) -> i64 {
        self.0
    }

    /// RFC 3339 in UTC, with milliseconds where there are any.
    pub fn rfc3339(self) -> String {
        let (days, ms) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        let parts = [
            (year, 4, "-"),
            (month.into(), 2, "-"),
            (day.into(), 2, "T"),
            (ms / 3_600_000, 2, ":"),
            (ms / 60_000 % 60, 2, ":"),
            (ms / 1000 % 60, 2, "."),
            (ms % 1000, 3, "Z"),
        ];
        let is_shown = |after: &str| after != "Z" || ms % 1000 != 0;
        let mut text = String::new();
        for (number, width, after) in parts.into_iter().filter(|(.., after)| is_shown(after)) {
            for place in (0..width).rev() {
                text.push(char::from(b'0' + (number / 10_i64.pow(place) % 10) as u8));
            }
            text.push_str(if after == "." && ms % 1000 == 0 { "Z" } else { after });
        }
        text
    }

    /// Reads an RFC 3339 time: any number of fraction digits, `Z` or an offset; a time without
    /// either is taken as UTC. Anything else is `None`, also a time whose zone puts it outside the
    /// years 0 to 9999.
    ///
    /// ```
    /// use cardlet::token::Timestamp;
    /// let utc = Timestamp::parse("2026-11-21T09:00:00.123456789+09:00").unwrap();
    /// assert_eq!(utc.to_string(), "2026-11-21T00:00:00.123Z");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't', ' '])?;
        let mut date = date.split('-');
        let year = number(date.next()?, 4)?;
        let month = number(date.next()?, 2)?;
        let day = number(date.next()?, 2)?;
        if date.next().is_some() {
            return None;
        }
        Self::at(year, month, day, time)
    }

    /// The time on a date, written as `HH:MM:SS` with a fraction and a zone where it has them.
    fn at(year: i64, month: i64, day: i64, time: &str) -> Option<Self> {
        let (time, offset_minutes) = split_offset(time)?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let mut time = time.split(':');
        let hour = number(time.next()?, 2)?;
        let minute = number(time.next()?, 2)?;
        let second = number(time.next()?, 2)?;
        let in_range = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !in_range || time.next().is_some() {
            return None;
        }
        let minutes = days_from_civil(year, month, day) * 1440 + hour * 60 + minute;
        let ms = (minutes - offset_minutes) * 60_000 + second * 1000 + milliseconds(fraction)?;
        WRITABLE.contains(&ms).then_some(Self(ms))
    }

    /// Reads an HTTP date in its preferred form (RFC 9110, 5.6.7).
    ///
    /// ```
    /// use cardlet::token::Timestamp;
    /// let time = Timestamp::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
    /// assert_eq!(time.to_string(), "1994-11-06T08:49:37Z");
    /// ```
    pub fn parse_http_date(text: &str) -> Option<Self> {
        const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
        let mut parts = text.split(' ');
        let _weekday = parts.next()?;
        let (day, name, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let month = MONTHS.chunks(3).position(|month| month == name.as_bytes())? + 1;
        Self::at(number(year, 4)?, month as i64, number(day, 2)?, time)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

fn number(text: &str, width: usize) -> Option<i64> {
    let digits = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.bytes().fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
}

/// The time without its zone, and the zone in minutes east.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(utc) = time.strip_suffix(['Z', 'z']) {
        return Some((utc, 0));
    }
    let Some(at) = time.find(['+', '-']) else {
        return Some((time, 0));
    };
    let (time, offset) = time.split_at_checked(at)?;
    let east = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some((time, east * (hours * 60 + minutes)))
}

fn milliseconds(fraction: &str) -> Option<i64> {
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let padded = fraction.bytes().chain([b'0'; 3]).take(3);
    digits.then(|| padded.fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn times_of_every_server_are_read() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00", 0),
            ("1970-01-01T09:00:00+09:00", 0),
            ("1969-12-31T12:00:00-12:00", 0),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2020-08-27T11:37:30Z", 1_598_528_250_000),
            ("2023-11-01T13:36:16.2003858Z", 1_698_845_776_200),
            ("2025-12-18T08:30:16+00:00", 1_766_046_616_000),
            ("2022-01-01T00:00:46.47Z", 1_640_995_246_470),
            ("2022-01-01 00:00:46z", 1_640_995_246_000),
        ] {
            assert_eq!(Timestamp::parse(text).map(Timestamp::unix_ms), Some(ms), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "soon",
            "1798761600",
            "2026-11-21",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T00:60:00Z",
            "2026-11-21T00:00Z",
            "2026-11-21T00:00:00.Z",
            "2026-11-21T00:00:00+9",
            "2026-11-21T00:00:00Zulu",
            "26-11-21T00:00:00Z",
            "2026-11-21T00:00:00.１Z",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:00-00:01",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn writing_and_reading_agree_over_four_centuries() {
        for day in (-60_000..90_000).step_by(7) {
            let time = Timestamp::from_unix_ms(day * 86_400_000 + 43_261_007);
            assert_eq!(Timestamp::parse(&time.to_string()), Some(time));
        }
        assert_eq!(Timestamp::from_unix_ms(0).to_string(), "1970-01-01T00:00:00Z");
    }
}
