//! A connection's bytes, with an end to every wait: reading and writing fail once [`Life::deadline`] has passed.
//!
//! The deadline is kept here, below every protocol, because each of them has a place where it waits without end. A
//! client that is late in the middle of a request's head gets an answer to that, where HTTP/1.1 is spoken.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rollcall_wire::rest::ErrorCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::life::Life;
use super::refusal;

/// A stream that is closed when it is late.
#[derive(Debug)]
pub struct Guarded<S> {
    stream: S,
    life: Arc<Life>,
    /// Whether answers can be written by hand.
    speaks_http1: bool,
    alarm: Option<Pin<Box<Sleep>>>,
    /// The bytes that are written instead of so many others.
    substitute: Option<(Vec<u8>, usize)>,
    is_over: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guarded<S> {
    /// Guards a stream.
    pub fn new(stream: S, life: Arc<Life>, speaks_http1: bool) -> Self {
        Guarded { stream, life, speaks_http1, alarm: None, substitute: None, is_over: false }
    }

    /// Whether the deadline has passed; if it has not, the task is woken when it does.
    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        if self.is_over {
            return true;
        }
        let Some(deadline) = self.life.deadline() else { return false };
        self.is_over = Instant::now() >= deadline || self.set_alarm(deadline).as_mut().poll(cx).is_ready();
        self.is_over
    }

    fn set_alarm(&mut self, deadline: Instant) -> &mut Pin<Box<Sleep>> {
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if alarm.deadline() != deadline {
            alarm.as_mut().reset(deadline);
        }
        alarm
    }

    /// Answers a client that is late in the middle of a head, if the text fits into the system's buffer without
    /// waiting.
    fn tell_late(&mut self, cx: &mut Context<'_>) {
        if !self.speaks_http1 || !self.life.is_in_a_head() {
            return;
        }
        let message = "the request did not arrive in time";
        let farewell = refusal::answer("408 Request Timeout", ErrorCode::Late, message);
        // A client that does not read it gets nothing.
        let _ = Pin::new(&mut self.stream).poll_write(cx, &farewell);
        let _ = Pin::new(&mut self.stream).poll_flush(cx);
    }

    fn write_substitute(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while let Some((rest, length)) = &mut self.substitute {
            if rest.is_empty() {
                let length = *length;
                self.substitute = None;
                return Poll::Ready(Ok(length));
            }
            match Pin::new(&mut self.stream).poll_write(cx, rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => drop(rest.drain(..written)),
                other => return other,
            }
        }
        Poll::Ready(Ok(0))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let was_over = this.is_over;
        if this.is_late(cx) {
            if !was_over {
                this.tell_late(cx);
            }
            // As if the other side had closed.
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            this.life.hear();
        }
        read
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.speaks_http1 && this.substitute.is_none() && this.life.is_idle() {
            this.substitute = refusal::instead_of(buf).map(|answer| (answer, buf.len()));
        }
        let written = match this.substitute {
            Some(_) => this.write_substitute(cx),
            None => Pin::new(&mut this.stream).poll_write(cx, buf),
        };
        if written.is_pending() && this.is_late(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(cx);
        if flushed.is_pending() && this.is_late(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let closed = Pin::new(&mut this.stream).poll_shutdown(cx);
        if closed.is_pending() && this.is_late(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        closed
    }
}
