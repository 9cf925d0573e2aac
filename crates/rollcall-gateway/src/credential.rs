//! Credentials: random tokens of 256 bits, of which only a hash is kept.
//!
//! A token names its kind (a session's or a person's log-in), so that one can never pass for the other, and it is never
//! derived from a `clientId`, which everybody sees. A fast hash is right for them: unlike passwords they cannot be
//! guessed. The text form is the kind, an underscore and 64 hexadecimal digits.

use std::fmt;

use rollcall_session::{Entropy, EntropyError, TokenHash};
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// The kind of thing that a credential stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// One session.
    Session,
    /// A person's log-in without a project.
    Login,
}

impl TokenKind {
    fn prefix(self) -> &'static str {
        match self {
            TokenKind::Session => "session_",
            TokenKind::Login => "login_",
        }
    }
}

/// A token; its text is shown once, to its receiver.
#[derive(Clone)]
pub struct Token {
    kind: TokenKind,
    text: String,
}

impl Token {
    /// A new token.
    ///
    /// # Errors
    /// When the random source fails.
    pub fn generate(kind: TokenKind, entropy: &mut impl Entropy) -> Result<Self, EntropyError> {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes)?;
        Ok(Token { kind, text: format!("{}{}", kind.prefix(), hex(&bytes)) })
    }

    /// The token that a text is, if it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        [TokenKind::Session, TokenKind::Login].into_iter().find_map(|kind| {
            let digits = text.strip_prefix(kind.prefix())?;
            let well_formed = digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            well_formed.then(|| Token { kind, text: text.to_owned() })
        })
    }

    /// The kind of thing that it stands for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The text, for its receiver.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The hash that is kept.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.text.as_bytes()).into())
    }
}

/// Shows the kind only, so that no log ever holds a credential.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?})", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;

    #[test]
    fn a_token_parses_back_and_keeps_its_kind() {
        for kind in [TokenKind::Session, TokenKind::Login] {
            let token = Token::generate(kind, &mut SystemEntropy).unwrap();
            let parsed = Token::parse(token.reveal()).unwrap();
            assert_eq!(parsed.kind(), kind);
            assert_eq!(parsed.hash(), token.hash());
            assert!(!format!("{token:?}").contains(&token.reveal()[10..]));
        }
    }

    #[test]
    fn a_token_of_one_kind_does_not_hash_as_the_other() {
        let session = Token::generate(TokenKind::Session, &mut SystemEntropy).unwrap();
        let forged = session.reveal().replace("session_", "login_");
        assert_ne!(Token::parse(&forged).unwrap().hash(), session.hash());
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let digits = "0".repeat(64);
        let cases = ["", "session_", &digits, &format!("session_{}", "0".repeat(63)), &format!("session_{digits}0")];
        for text in cases {
            assert!(Token::parse(text).is_none(), "{text}");
        }
        assert!(Token::parse(&format!("session_{}", "G".repeat(64))).is_none());
    }
}
