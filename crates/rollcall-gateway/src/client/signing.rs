//! The proof that a window was shown, and the values it was opened with, in the browser's keeping: a text that only
//! this gateway can have written.
//!
//! A gateway that is restarted, or a session that follows a lost one, knows no windows; the browser reports which it
//! still shows. The project's scripts decide which windows a person gets to see, and the parameters of a window decide
//! what its scripts work on; so neither is taken from a browser on trust. With each window, also one without
//! parameters, goes a signature, a keyed hash (HMAC-SHA-256, RFC 2104) over the parameters, the window's path and its
//! owner, and only signed windows are taken back. It hides nothing: a browser gets the parameters anyway.
//!
//! The text is the hash in hexadecimal digits, a dot, and the parameters as JSON.

use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use rollcall_session::{Entropy, EntropyError, TokenHash};
use rollcall_window::Value;
use sha2::Sha256;

use crate::hex;

/// More than this, in bytes, is too much to be sent with each window and back; such a window is not opened again.
const MAX_PARAMETERS: usize = 64 * 1024;
/// A block of the hash.
const KEY: usize = 64;

/// The key of signatures; it outlives the process.
#[derive(Clone)]
pub struct SigningKey {
    key: Arc<[u8; KEY]>,
    /// The key before it, whose signatures are still believed.
    before: Option<Arc<[u8; KEY]>>,
}

impl SigningKey {
    /// A new key.
    ///
    /// # Errors
    /// When the random source fails.
    pub fn generate(entropy: &mut impl Entropy) -> Result<Self, EntropyError> {
        let mut bytes = [0; KEY];
        entropy.fill(&mut bytes)?;
        Ok(SigningKey { key: Arc::new(bytes), before: None })
    }

    /// The key that was kept as these bytes. None if they are not a key.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(SigningKey { key: Arc::new(bytes.try_into().ok()?), before: None })
    }

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &*self.key
    }

    /// The same key, with the one that it replaces: what that signed is still believed.
    pub fn after(self, before: &SigningKey) -> Self {
        SigningKey { before: Some(Arc::clone(&before.key)), ..self }
    }

    /// The hash of a message between nodes.
    pub fn hash_of_message(&self, message: &[u8]) -> String {
        hex::hex(&message_hash(&self.key, message).finalize().into_bytes())
    }

    /// Whether a node with this key has made the hash of a message.
    pub fn is_hash_of_message(&self, message: &[u8], digits: &str) -> bool {
        let Some(digits) = hex::bytes::<32>(digits) else { return false };
        let mut keys = std::iter::once(&self.key).chain(&self.before);
        keys.any(|key| message_hash(key, message).verify_slice(&digits).is_ok())
    }

    /// The signer of one person's clients of a project, with these roles, under one log-in where there is one. A person
    /// who has lost a role, or gained one, gets windows anew from the project's scripts.
    pub fn of(&self, username: &str, project: &str, roles: &[Arc<str>], login: Option<TokenHash>) -> Signer {
        let owner = [username.as_bytes(), project.as_bytes(), login.as_ref().map_or(&[], |login| &login.0)];
        let mut roles: Vec<&Arc<str>> = roles.iter().collect();
        roles.sort_unstable();
        let owner = owner.into_iter().chain(roles.into_iter().map(|role| role.as_bytes())).flat_map(framed);
        Signer { key: self.clone(), owner: owner.collect() }
    }
}

/// Shows nothing, so that no log ever holds a key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

/// Signs the values with which the windows of one client are opened.
#[derive(Clone, Debug)]
pub struct Signer {
    key: SigningKey,
    /// The owner of the windows.
    owner: Arc<[u8]>,
}

impl Signer {
    /// The parameters of a window as a browser keeps them; empty, which opens nothing, if they are too long.
    pub(super) fn sign(&self, path: &str, parameters: &[(String, Value)]) -> String {
        let Some(json) = short_json(parameters) else { return String::new() };
        let hash = self.hash(&self.key.key, path, &json).finalize().into_bytes();
        format!("{}.{json}", hex::hex(&hash))
    }

    /// The parameters from which [`Self::sign`] made this text, for a window of this path. None for any other text.
    pub(super) fn verify(&self, path: &str, signed: &str) -> Option<Vec<(String, Value)>> {
        let (digits, json) = signed.split_once('.')?;
        let digits = hex::bytes::<32>(digits)?;
        let mut keys = std::iter::once(&self.key.key).chain(&self.key.before);
        keys.find(|key| self.hash(key, path, json).verify_slice(&digits).is_ok())?;
        serde_json::from_str(json).ok()
    }

    fn hash(&self, key: &[u8; KEY], path: &str, json: &str) -> Hmac<Sha256> {
        let mut hash = Hmac::<Sha256>::new(&(*key).into());
        hash.update(&self.owner);
        hash.update(&framed(path.as_bytes()));
        hash.update(json.as_bytes());
        hash
    }
}

/// No owner of windows begins like that: theirs begin with the length of a name.
const OF_MESSAGES: &[u8] = b"a message between nodes\0";

fn message_hash(key: &[u8; KEY], message: &[u8]) -> Hmac<Sha256> {
    let mut hash = Hmac::<Sha256>::new(&(*key).into());
    hash.update(OF_MESSAGES);
    hash.update(message);
    hash
}

/// None as soon as it is too long: among the parameters there may be a dataset of a million rows.
fn short_json(parameters: &[(String, Value)]) -> Option<String> {
    let mut room = [0; MAX_PARAMETERS];
    let mut rest = &mut room[..];
    serde_json::to_writer(&mut rest, parameters).ok()?;
    let length = MAX_PARAMETERS - rest.len();
    String::from_utf8(room[..length].to_vec()).ok()
}

/// With its length ahead, so that no two lists of texts are one and the same.
fn framed(text: &[u8]) -> Vec<u8> {
    let length = text.len() as u64;
    [&length.to_le_bytes(), text].concat()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::clock::SystemEntropy;

    fn key() -> SigningKey {
        SigningKey::generate(&mut SystemEntropy).unwrap()
    }

    /// A signer of an arbitrary owner.
    pub(in crate::client) fn signer() -> Signer {
        key().of("billy", "plant", &[], None)
    }

    fn parameters() -> Vec<(String, Value)> {
        vec![("line".to_owned(), Value::Integer(3)), ("title".to_owned(), Value::Text("Lini\u{eb} \"3\".".into()))]
    }

    #[test]
    fn a_kept_key_opens_what_it_signed() {
        let key = key();
        let signed = key.of("billy", "plant", &[], None).sign("Popup", &parameters());
        let kept = SigningKey::from_bytes(key.as_bytes()).unwrap();
        assert_eq!(kept.of("billy", "plant", &[], None).verify("Popup", &signed), Some(parameters()));
        assert!(SigningKey::from_bytes(&key.as_bytes()[1..]).is_none());
        assert!(!format!("{key:?}").contains(&format!("{:?}", key.as_bytes())));
    }

    #[test]
    fn a_signature_is_one_persons_in_one_project_under_one_log_in() {
        let key = key();
        let login = |byte| Some(TokenHash([byte; 32]));
        let signed = key.of("billy", "plant", &[], login(1)).sign("Popup", &parameters());
        assert!(key.of("billy", "plant", &[], login(1)).verify("Popup", &signed).is_some());
        for other in [
            key.of("bob", "plant", &[], login(1)),
            key.of("billy", "packaging", &[], login(1)),
            key.of("billyp", "lant", &[], login(1)),
            key.of("billy", "plant", &[], login(2)),
            key.of("billy", "plant", &[], None),
            self::key().of("billy", "plant", &[], login(1)),
        ] {
            assert_eq!(other.verify("Popup", &signed), None, "{other:?}");
        }
        assert_eq!(key.of("billy", "plant", &[], login(1)).verify("Other", &signed), None);
    }

    #[test]
    fn a_signature_goes_with_the_roles() {
        let key = key();
        let signer = |roles: &[&str]| {
            let roles: Vec<Arc<str>> = roles.iter().map(|role| (*role).into()).collect();
            key.of("billy", "plant", &roles, None)
        };
        let signed = signer(&["Operator", "Engineer"]).sign("Popup", &[]);
        assert!(signer(&["Engineer", "Operator"]).verify("Popup", &signed).is_some(), "in whatever order");
        for roles in [&["Operator"][..], &["Operator", "Engineer", "Guest"], &["OperatorEngineer"], &[]] {
            assert_eq!(signer(roles).verify("Popup", &signed), None, "{roles:?}");
        }
    }

    #[test]
    fn what_was_changed_opens_nothing() {
        let signer = signer();
        let signed = signer.sign("Popup", &parameters());
        let (digits, json) = signed.split_once('.').unwrap();
        let changed = [
            signed.replace('3', "4"),
            format!("{signed} "),
            format!("{}.{json}", &digits[..62]),
            format!("+{}.{json}", &digits[1..]),
            format!(".{json}"),
            format!("{digits}\u{eb}.{json}"),
            json.to_owned(),
            String::new(),
        ];
        for text in changed {
            assert_eq!(signer.verify("Popup", &text), None, "{text}");
        }
    }

    #[test]
    fn a_message_between_nodes_is_believed_with_the_key_or_the_one_before_it() {
        let (old, message) = (key(), &b"stamp and message"[..]);
        let hash = old.hash_of_message(message);
        assert!(old.is_hash_of_message(message, &hash));
        assert!(key().after(&old).is_hash_of_message(message, &hash));
        for (key, message, hash) in [
            (key(), message, hash.as_str()),
            (old.clone(), &b"another stamp and message"[..], hash.as_str()),
            (old.clone(), message, ""),
            (old.clone(), message, "00"),
        ] {
            assert!(!key.is_hash_of_message(message, hash), "{hash}");
        }
    }

    #[test]
    fn what_is_too_long_is_not_kept() {
        let signer = signer();
        let long = vec![("text".to_owned(), Value::Text("x".repeat(MAX_PARAMETERS).into()))];
        assert_eq!(signer.sign("Popup", &long), "");
    }
}
