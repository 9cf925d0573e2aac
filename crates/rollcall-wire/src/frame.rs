//! Frames on a pipe: a length of four bytes, little-endian, then that many bytes of MessagePack.
//!
//! Both ends are of one build, so the bytes are not a contract. Fields have their names all the same: a mistake is then
//! an error that names the field. A dataset crosses as one piece of bytes (its binary form), and not cell by cell.
//!
//! The length is checked before anything is allocated: the other side may be a script that went wrong.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, IgnoredAny};

/// How deep values may be nested; those of the messages are a few deep.
const MAX_DEPTH: usize = 64;

/// The largest frame that is taken or sent, in bytes.
pub const MAX_FRAME: usize = 256 * 1024 * 1024;

/// A message as the bytes of a frame.
///
/// # Errors
/// When the message cannot be written or is larger than [`MAX_FRAME`].
pub fn encode<T: Serialize>(message: &T) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 4];
    message.serialize(&mut rmp_serde::Serializer::new(&mut bytes).with_struct_map()).map_err(invalid)?;
    let length = bytes.len() - 4;
    if length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a message of {length} bytes is too large")));
    }
    bytes[..4].copy_from_slice(&(length as u32).to_le_bytes());
    Ok(bytes)
}

/// The length that a frame's first four bytes announce.
///
/// # Errors
/// When it is over [`MAX_FRAME`].
pub fn length(header: [u8; 4]) -> io::Result<usize> {
    let length = u32::from_le_bytes(header) as usize;
    if length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {length} bytes is too large")));
    }
    Ok(length)
}

/// The message in a frame's body.
///
/// # Errors
/// When it is not the MessagePack of a `T` and nothing else.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> io::Result<T> {
    let mut values = rmp_serde::Deserializer::from_read_ref(body);
    values.set_max_depth(MAX_DEPTH);
    let message = T::deserialize(&mut values).map_err(invalid)?;
    match IgnoredAny::deserialize(&mut values) {
        Err(rmp_serde::decode::Error::InvalidMarkerRead(_)) => Ok(message),
        _ => Err(invalid("there is more in the frame than one message")),
    }
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Writes one message and flushes.
///
/// # Errors
/// As the writer's, and as [`encode`]'s.
pub fn write<T: Serialize>(writer: &mut impl Write, message: &T) -> io::Result<()> {
    writer.write_all(&encode(message)?)?;
    writer.flush()
}

/// Reads one message; None at a clean end of the stream.
///
/// # Errors
/// As the reader's, as [`length`]'s and [`decode`]'s, and when the stream ends inside a frame.
pub fn read<T: DeserializeOwned>(reader: &mut impl Read) -> io::Result<Option<T>> {
    let mut header = [0; 4];
    match reader.read_exact(&mut header[..1]) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    reader.read_exact(&mut header[1..])?;
    let mut body = Vec::new();
    let expected = length(header)?;
    let read = reader.by_ref().take(expected as u64).read_to_end(&mut body)?;
    if read < expected {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    decode(&body).map(Some)
}
