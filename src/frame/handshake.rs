//! Who is on the other side, settled before anything else is said.

use super::{Command, Embedder, Embedders, Envelope, Origin};
use crate::token::Json;

/// What the frame makes of the page around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may embed the frame.
    Admitted,
    /// It is who it says, and no entry of the configuration is its own.
    NotListed,
    /// It is not who it says, or nobody: it gets no answer at all.
    Unknown,
}

/// What came with a message to the frame's window, beside its text.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    /// Its origin, as the browser names it.
    pub origin: &'a str,
    /// Did the frame's own parent send it?
    pub is_from_parent: bool,
    /// How many ports it brought.
    pub ports: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody was let in yet.
    Waiting,
    /// The port is there, and `start` is not.
    Open,
    /// Everything is.
    Started,
}

/// The frame's side of the handshake. It opens once, for one page and one nonce.
#[derive(Debug)]
pub struct Handshake {
    host: Option<Origin>,
    embedder: Option<Embedder>,
    nonce: String,
    phase: Phase,
    is_resumed: bool,
}

impl Handshake {
    /// Looks at the page around the frame: the origin that it claims in the frame's URL, and the
    /// one that the browser names, where it names any.
    pub fn new(
        embedders: &Embedders,
        claimed: &str,
        ancestor: Option<&str>,
        nonce: String,
    ) -> Self {
        let is_confirmed = ancestor.is_none_or(|ancestor| ancestor == claimed);
        let host = Origin::parse(claimed).filter(|_| is_confirmed);
        let embedder = host.as_ref().and_then(|host| embedders.of(host)).cloned();
        Self { host, embedder, nonce, phase: Phase::Waiting, is_resumed: false }
    }

    /// What the frame makes of that page.
    pub fn standing(&self) -> Standing {
        match (&self.host, &self.embedder) {
            (Some(_), Some(_)) => Standing::Admitted,
            (Some(_), None) => Standing::NotListed,
            (None, _) => Standing::Unknown,
        }
    }

    /// The one origin that messages to the parent are for, and the first of them.
    pub fn greeting(&self) -> Option<(&Origin, String)> {
        let host = self.host.as_ref()?;
        Some(match self.embedder {
            Some(_) => {
                (host, Envelope::seal("hello", [("nonce", Json::of_text(Some(&self.nonce)))]))
            }
            None => (host, Envelope::seal("refused", [])),
        })
    }

    /// The entry of the page that was let in.
    pub fn embedder(&self) -> Option<&Embedder> {
        self.embedder.as_ref()
    }

    /// Is this the answer that brings the port? True once.
    pub fn opens(&mut self, text: &str, knock: Knock<'_>) -> bool {
        let Some(embedder) = &self.embedder else { return false };
        let is_known = knock.is_from_parent
            && knock.origin == embedder.origin.as_str()
            && knock.ports == 1
            && self.phase == Phase::Waiting;
        let is_answer = || {
            let envelope = Envelope::open(text).filter(|envelope| envelope.kind == "port")?;
            let mut reader = envelope.reader();
            let nonce = reader.text("nonce", 64)??;
            reader.end()?;
            (nonce == self.nonce).then_some(())
        };
        let opens = is_known && is_answer().is_some();
        if opens {
            self.phase = Phase::Open;
        }
        opens
    }

    /// Goes on where another one has ended: the port is there, and this was the page's `start`, if
    /// it has said any.
    pub fn resume(&mut self, start: Option<&str>) {
        self.phase = Phase::Open;
        self.is_resumed = true;
        start.and_then(|start| self.command(start));
    }

    /// Has another one ended? A page can bring that about, by more than fits into the memory. What
    /// the fields had sent before is forgotten then, so the page is told of no card any more.
    pub fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// The command that a message on the port is; `None` also for one out of turn.
    pub fn command(&mut self, text: &str) -> Option<Command> {
        let embedder = self.embedder.as_mut()?;
        match self.phase {
            Phase::Waiting => None,
            Phase::Open => match Command::read(text, embedder)? {
                Command::Start(start) => {
                    // What the page has narrowed stays so.
                    embedder.configure.clone_from(&start.narrowed);
                    self.phase = Phase::Started;
                    Some(Command::Start(start))
                }
                _ => None,
            },
            Phase::Started => Command::read(text, embedder)
                .filter(|command| !matches!(command, Command::Start(_))),
        }
    }
}
