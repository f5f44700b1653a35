//! Days and dates of the Gregorian calendar, by Howard Hinnant's algorithms
//! (<https://howardhinnant.github.io/date_algorithms.html>): years start in March, so that the
//! leap day is a year's last, and repeat after an era of 400 years.

const DAYS_AN_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Days from 1970-01-01 to a date.
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year_of_era / 4 - year_of_era / 100;
    era * DAYS_AN_ERA + year_of_era * 365 + leap_days + day_of_year - EPOCH
}

/// The date (year, month, day) this many days after 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let era = (days + EPOCH).div_euclid(DAYS_AN_ERA);
    let day_of_era = (days + EPOCH).rem_euclid(DAYS_AN_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = (months_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month as u8, day as u8)
}
