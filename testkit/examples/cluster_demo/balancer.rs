//! One address in front of several gateways, as a load balancer would be: each connection goes to the next gateway that says
//! that it is well. A real one does more; this one shows a client that moves.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

/// How often gateways are asked, and how long each may take.
const LOOK: Duration = Duration::from_millis(300);

/// Passes connections on, for ever.
pub async fn serve(listener: TcpListener, gateways: Vec<SocketAddr>) {
    let well: Arc<AtomicUsize> = Arc::default();
    tokio::spawn(watch(gateways.clone(), Arc::clone(&well)));
    let mut next = 0_usize;
    loop {
        let Ok((client, _)) = listener.accept().await else {
            sleep(LOOK).await;
            continue;
        };
        let bits = well.load(Ordering::Relaxed);
        let places = (0..gateways.len()).map(|step| (next + step) % gateways.len());
        let chosen: Vec<SocketAddr> =
            places.filter(|place| bits & (1 << place) != 0).map(|place| gateways[place]).collect();
        next += 1;
        tokio::spawn(pass(client, chosen));
    }
}

async fn pass(mut client: TcpStream, gateways: Vec<SocketAddr>) {
    for gateway in gateways {
        if let Ok(mut gateway) = TcpStream::connect(gateway).await {
            let _ = copy_bidirectional(&mut client, &mut gateway).await;
            return;
        }
    }
}

/// A bit for each gateway that answers 200.
async fn watch(gateways: Vec<SocketAddr>, well: Arc<AtomicUsize>) {
    loop {
        let mut bits = 0;
        for (place, gateway) in gateways.iter().enumerate() {
            if timeout(LOOK, is_well(*gateway)).await == Ok(Some(true)) {
                bits |= 1 << place;
            }
        }
        well.store(bits, Ordering::Relaxed);
        sleep(LOOK).await;
    }
}

async fn is_well(gateway: SocketAddr) -> Option<bool> {
    let mut stream = TcpStream::connect(gateway).await.ok()?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {gateway}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.ok()?;
    Some(head.ends_with(b" 200"))
}
