//! A line between a client and a gateway that a test rules: it holds bytes back, lets them go, counts them, carries so
//! many a second, breaks, or goes dead without a sign to either side.
//!
//! It changes nothing and reorders nothing but time. Its own buffers are small, and so are those that it asks the
//! system for: bytes that it does not carry wait with their sender, as on a slow line, and not in the middle.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Mutex, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

/// The buffer that the system is asked for, for a connection, in bytes; Linux takes twice as much, for its own
/// book-keeping.
const BUFFER: u32 = 8 * 1024;
/// The most that is carried in one go.
const SLICE: usize = 8 * 1024;
/// A limited way is served so often in a second, so that its pace is even.
const SLICES_A_SECOND: u32 = 20;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From clients to the gateway.
    Up,
    /// From the gateway to clients.
    Down,
}

/// How one way is at the moment.
#[derive(Clone, Copy, Debug, Default)]
struct Condition {
    held: bool,
    bytes_a_second: Option<u32>,
}

/// How the line is at the moment.
#[derive(Clone, Copy, Debug, Default)]
struct Conditions {
    ways: [Condition; 2],
    /// Connections up to this number are broken.
    cut: u64,
    /// Connections up to this number are dead.
    dead: u64,
}

/// One way of the line, for all its connections together.
#[derive(Debug)]
struct Lane {
    way: Way,
    carried: AtomicU64,
    /// When the bytes before will have passed.
    free: Mutex<Instant>,
}

/// A line to a gateway. Dropping it breaks everything that goes over it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    conditions: watch::Sender<Conditions>,
    opened: Arc<AtomicU64>,
    lanes: [Arc<Lane>; 2],
    accepting: AbortHandle,
}

impl Proxy {
    /// A line to the gateway at `url`, on a free port of this machine.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn to(url: &str) -> Self {
        let (_, target) = url.split_once("://").expect("an address with a scheme");
        let target = target.trim_end_matches('/').to_owned();
        let listener = small_listener();
        let address = listener.local_addr().expect("a listener has an address");
        let conditions = watch::Sender::new(Conditions::default());
        let opened = Arc::new(AtomicU64::new(0));
        let lanes = [Way::Up, Way::Down]
            .map(|way| Arc::new(Lane { way, carried: AtomicU64::new(0), free: Mutex::new(Instant::now()) }));
        let line = Line { conditions: conditions.subscribe(), lanes: lanes.clone() };
        let accepting = tokio::spawn(accept(listener, target, line, Arc::clone(&opened))).abort_handle();
        Proxy { address, conditions, opened, lanes, accepting }
    }

    /// Where clients reach the gateway by this line.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on nothing goes this way, not even the end of a connection.
    pub fn hold(&self, way: Way) {
        self.change(|line| line.ways[way as usize].held = true);
    }

    /// The held bytes go on.
    pub fn release(&self, way: Way) {
        self.change(|line| line.ways[way as usize].held = false);
    }

    /// So many bytes a second go this way, of all connections together; as many as can when absent.
    pub fn limit(&self, way: Way, bytes_a_second: Option<u32>) {
        self.change(|line| line.ways[way as usize].bytes_a_second = bytes_a_second);
    }

    /// Breaks the connections that are open, for both sides. New ones are carried.
    pub fn cut(&self) {
        let opened = self.opened.load(Ordering::SeqCst);
        self.change(|line| line.cut = opened);
    }

    /// No byte of the open connections is carried ever again, and neither side is notified: as when a wire is pulled
    /// between two switches. New ones are carried.
    pub fn half_open(&self) {
        let opened = self.opened.load(Ordering::SeqCst);
        self.change(|line| line.dead = opened);
    }

    /// How many bytes went this way.
    pub fn carried(&self, way: Way) -> u64 {
        self.lanes[way as usize].carried.load(Ordering::SeqCst)
    }

    fn change(&self, change: impl FnOnce(&mut Conditions)) {
        self.conditions.send_modify(change);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Connections end with the sender of their conditions.
        self.accepting.abort();
    }
}

fn small_listener() -> TcpListener {
    let socket = TcpSocket::new_v4().expect("the system has sockets");
    // Connections have the buffers of their listener.
    socket.set_recv_buffer_size(BUFFER).expect("a socket takes options");
    socket.set_send_buffer_size(BUFFER).expect("a socket takes options");
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port is free");
    socket.listen(1024).expect("a port can be listened on")
}

/// The state with which a connection is carried.
#[derive(Clone, Debug)]
struct Line {
    conditions: watch::Receiver<Conditions>,
    lanes: [Arc<Lane>; 2],
}

async fn accept(listener: TcpListener, target: String, line: Line, opened: Arc<AtomicU64>) {
    while let Ok((client, _)) = listener.accept().await {
        let number = opened.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::spawn(carry(client, target.clone(), line.clone(), number));
    }
}

/// Carries one connection until both ways are over, or it is broken. Its ends notice errors on it themselves.
async fn carry(client: TcpStream, target: String, mut line: Line, number: u64) {
    let Ok(gateway) = connect(&target).await else { return };
    for stream in [&client, &gateway] {
        // A line that is cut is reset, and does not end in good order.
        let _ = stream.set_zero_linger();
        let _ = stream.set_nodelay(true);
    }
    let ((from_client, to_client), (from_gateway, to_gateway)) = (client.into_split(), gateway.into_split());
    let [up, down] = line.lanes.clone();
    let mut pumps = (
        Pump { from: from_client, to: to_gateway, lane: up, conditions: line.conditions.clone(), number },
        Pump { from: from_gateway, to: to_client, lane: down, conditions: line.conditions.clone(), number },
    );
    tokio::select! {
        _ = line.conditions.wait_for(|conditions| conditions.cut >= number) => {}
        _ = async { tokio::join!(pumps.0.run(), pumps.1.run()) } => {}
    }
}

async fn connect(target: &str) -> std::io::Result<TcpStream> {
    let address = tokio::net::lookup_host(target).await?.next().ok_or(std::io::ErrorKind::NotFound)?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_recv_buffer_size(BUFFER)?;
    socket.set_send_buffer_size(BUFFER)?;
    socket.connect(address).await
}

/// One way of one connection.
struct Pump {
    from: OwnedReadHalf,
    to: OwnedWriteHalf,
    lane: Arc<Lane>,
    conditions: watch::Receiver<Conditions>,
    number: u64,
}

impl Pump {
    /// Until the sender ends, or one side is gone.
    async fn run(&mut self) {
        let mut buffer = [0; SLICE];
        while let Some(limit) = self.clear().await {
            let most = limit.map_or(SLICE, |rate| (rate / SLICES_A_SECOND).clamp(64, SLICE as u32) as usize);
            let Ok(length) = self.from.read(&mut buffer[..most]).await else { return };
            if let Some(rate) = limit {
                self.pace(length, rate).await;
            }
            // It may have been held while it waited.
            if self.clear().await.is_none() {
                return;
            }
            if length == 0 {
                let _ = self.to.shutdown().await;
                return;
            }
            if self.to.write_all(&buffer[..length]).await.is_err() {
                return;
            }
            self.lane.carried.fetch_add(length as u64, Ordering::SeqCst);
        }
    }

    /// Waits until this way is open; the bytes a second that it carries. None when the line is gone.
    async fn clear(&mut self) -> Option<Option<u32>> {
        let (way, number) = (self.lane.way as usize, self.number);
        let is_clear = |line: &Conditions| !line.ways[way].held && line.dead < number;
        let conditions = self.conditions.wait_for(is_clear).await.ok()?;
        Some(conditions.ways[way].bytes_a_second)
    }

    /// Waits for as long as so many bytes take, after those of others that came before.
    async fn pace(&self, length: usize, rate: u32) {
        let until = {
            let mut free = self.lane.free.lock().await;
            let takes = Duration::from_secs_f64(length as f64 / f64::from(rate.max(1)));
            *free = (*free).max(Instant::now()) + takes;
            *free
        };
        sleep_until(until).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that echoes.
    async fn echo() -> (String, AbortHandle) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.into_split();
                    let _ = tokio::io::copy(&mut from, &mut to).await;
                });
            }
        });
        (url, serving.abort_handle())
    }

    async fn dial(proxy: &Proxy) -> TcpStream {
        TcpStream::connect(proxy.address).await.expect("the line is there")
    }

    async fn hear(stream: &mut TcpStream, length: usize) -> Vec<u8> {
        let mut heard = vec![0; length];
        stream.read_exact(&mut heard).await.expect("it is said back");
        heard
    }

    #[tokio::test]
    async fn what_is_held_arrives_once_it_is_released_and_in_order() {
        let (url, serving) = echo().await;
        let proxy = Proxy::to(&url).await;
        let mut stream = dial(&proxy).await;
        stream.write_all(b"before").await.expect("it is open");
        assert_eq!(hear(&mut stream, 6).await, b"before");
        proxy.hold(Way::Down);
        stream.write_all(b"first ").await.expect("it is open");
        crate::eventually("it went up", async || (proxy.carried(Way::Up) == 12).then_some(())).await;
        stream.write_all(b"second").await.expect("it is open");
        crate::eventually("it went up", async || (proxy.carried(Way::Up) == 18).then_some(())).await;
        assert_eq!(proxy.carried(Way::Down), 6);
        proxy.release(Way::Down);
        assert_eq!(hear(&mut stream, 12).await, b"first second");
        serving.abort();
    }

    #[tokio::test]
    async fn a_limited_way_takes_its_time_and_buffers_little() {
        let (url, serving) = echo().await;
        let proxy = Proxy::to(&url).await;
        proxy.limit(Way::Up, Some(100_000));
        let mut stream = dial(&proxy).await;
        let began = Instant::now();
        let (mut from, mut to) = stream.split();
        let message = vec![7; 50_000];
        let mut heard = vec![0; message.len()];
        let (said, got) = tokio::join!(to.write_all(&message), from.read_exact(&mut heard));
        said.and(got.map(|_| ())).expect("all of it passes");
        assert_eq!(heard, message);
        assert!(began.elapsed() >= Duration::from_millis(450), "{:?}", began.elapsed());
        serving.abort();
    }

    #[tokio::test]
    async fn a_cut_is_seen_by_the_client_and_a_dead_line_is_not() {
        let (url, serving) = echo().await;
        let proxy = Proxy::to(&url).await;
        let mut cut = dial(&proxy).await;
        cut.write_all(b"x").await.expect("it is open");
        hear(&mut cut, 1).await;
        proxy.cut();
        assert!(!matches!(cut.read(&mut [0; 1]).await, Ok(1)));
        let mut dead = dial(&proxy).await;
        dead.write_all(b"x").await.expect("it is open");
        hear(&mut dead, 1).await;
        proxy.half_open();
        dead.write_all(b"y").await.expect("nobody has said that it is closed");
        let mut fresh = dial(&proxy).await;
        fresh.write_all(b"z").await.expect("it is open");
        assert_eq!(hear(&mut fresh, 1).await, b"z");
        assert!(matches!(dead.try_read(&mut [0; 1]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock));
        serving.abort();
    }
}
