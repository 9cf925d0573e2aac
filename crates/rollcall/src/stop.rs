//! Being asked to stop: Ctrl-C, SIGTERM, and SIGHUP, which a terminal sends that is closed.
//!
//! Nothing is read anew at a SIGHUP: projects are followed by themselves, and the configuration is read at the start.
//! So it means what its name says: a hang-up. A terminal that is closed and the shell in it both send it; a second one
//! changes nothing, since an orderly stop has an end of its own.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// All of these signals, from the moment that this value is made.
#[derive(Debug)]
pub struct StopRequest {
    signals: [Signal; 3],
}

impl StopRequest {
    /// Begins to listen for them; without this they would end the process at once.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> std::io::Result<Self> {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hangup] = kinds.map(signal);
        Ok(StopRequest { signals: [interrupt?, terminate?, hangup?] })
    }

    /// Resolves when one of them arrives.
    pub async fn received(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}
