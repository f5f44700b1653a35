//! A text's JSON, read strictly (RFC 8259) into a tree.
//!
//! No input can bring it down: nesting and length have limits, and a wrong byte is an end, not a
//! panic. Numbers are kept as they are written, so that no code for fractions is needed.

use std::str::Chars;

use super::Json;

/// How deep arrays and objects may lie in each other.
const DEEPEST: u32 = 127;
/// The longest text that is read, in bytes: a tree takes some twenty times the room of its text.
const LONGEST: usize = 128 * 1024;

impl Json {
    /// Reads a text.
    ///
    /// ```
    /// use cardlet::token::Json;
    /// let json = Json::parse(r#"{"card": {"last4": "1111"}}"#).unwrap();
    /// assert_eq!(json.text("card.last4"), Some("1111"));
    /// assert!(Json::parse("{last4: 1111}").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut reader = Reader(text.chars());
        let value = reader.value(0)?;
        reader.peek().is_none().then_some(value)
    }

    /// Reads the bytes of a text.
    pub fn parse_bytes(bytes: &[u8]) -> Option<Self> {
        Self::parse(std::str::from_utf8(bytes).ok()?)
    }
}

/// What is still to be read.
struct Reader<'a>(Chars<'a>);

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.0.as_str().as_bytes().first().copied()
    }

    fn skip(&mut self, is_skipped: fn(u8) -> bool) -> bool {
        let is_there = self.peek().is_some_and(is_skipped);
        if is_there {
            self.0.next();
        }
        is_there
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.0.next())?.map(|_| ())
    }

    fn blanks(&mut self) {
        while self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {}
    }

    /// A value and the blanks around it.
    fn value(&mut self, depth: u32) -> Option<Json> {
        self.blanks();
        let value = match self.peek()? {
            b'"' => Json::Text(self.string()?),
            b'[' => {
                let mut items = Vec::new();
                self.parts(b'[', b']', depth, &mut |reader| {
                    items.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Json::List(items)
            }
            b'{' => {
                let mut entries = Vec::new();
                self.parts(b'{', b'}', depth, &mut |reader| {
                    let name = reader.string()?;
                    reader.blanks();
                    reader.take(b':')?;
                    entries.push((name, reader.value(depth + 1)?));
                    Some(())
                })?;
                Json::Object(entries)
            }
            b'n' => self.word("null", Json::Null)?,
            b't' => self.word("true", Json::Bool(true))?,
            b'f' => self.word("false", Json::Bool(false))?,
            _ => Json::Number(self.number()?),
        };
        self.blanks();
        Some(value)
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        word.bytes().try_for_each(|byte| self.take(byte))?;
        Some(value)
    }

    /// What lies between two brackets, with a comma between any two.
    fn parts(
        &mut self,
        open: u8,
        close: u8,
        depth: u32,
        part: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        self.take(open)?;
        self.blanks();
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            part(self)?;
            self.blanks();
            if self.take(b',').is_none() {
                return self.take(close);
            }
        }
    }

    fn number(&mut self) -> Option<String> {
        let start = self.0.as_str();
        self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if self.skip(|byte| matches!(byte, b'e' | b'E')) {
            self.skip(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Some(start.get(..start.len() - self.0.as_str().len())?.to_owned())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let is_digit = |byte: u8| byte.is_ascii_digit();
        if !self.skip(is_digit) {
            return None;
        }
        while self.skip(is_digit) {}
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            match self.0.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
    }

    /// The character that an escape stands for.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.0.next()? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let unit = self.unit()?;
                // A high surrogate needs a low one behind it; one alone is no character.
                if unit & 0xfc00 != 0xd800 {
                    return char::from_u32(unit);
                }
                self.take(b'\\')?;
                self.take(b'u')?;
                let low = self.unit()?;
                if low & 0xfc00 != 0xdc00 {
                    return None;
                }
                return char::from_u32(0x1_0000 + ((unit & 0x3ff) << 10 | low & 0x3ff));
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit << 4 | self.0.next()?.to_digit(16)?))
    }
}
