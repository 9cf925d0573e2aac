//! Equal questions at once are one question. A caller that comes while the question is under way waits for the next one:
//! the answer is then of a moment after the call, as if it had asked alone.
//!
//! One of the callers asks for all that wait. If it goes away, another one takes its turn.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Questions that are under way.
#[derive(Debug)]
pub(super) struct Shared<K: Clone + Eq + Hash, V>(Arc<UnderWay<K, V>>);

/// Those that wait for the next answer, for each question that is under way.
#[derive(Debug)]
struct UnderWay<K: Clone + Eq + Hash, V>(Mutex<HashMap<K, Vec<Waiting<K, V>>>>);

type Waiting<K, V> = oneshot::Sender<Turn<K, V>>;

/// What one that waits gets.
#[derive(Debug)]
enum Turn<K: Clone + Eq + Hash, V> {
    Answer(V),
    Ask(Lead<K, V>),
}

/// The turn to ask, for oneself and for these. It is handed on when it is over, or nobody is there to use it.
#[derive(Debug)]
struct Lead<K: Clone + Eq + Hash, V> {
    under_way: Arc<UnderWay<K, V>>,
    key: K,
    waiting: Vec<Waiting<K, V>>,
    is_over: bool,
}

impl<K: Clone + Eq + Hash, V> Default for Shared<K, V> {
    fn default() -> Self {
        Shared(Arc::new(UnderWay(Mutex::default())))
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Shared<K, V> {
    /// The answer to the question of this key, which `ask` gets; it does nothing before it is polled.
    pub(super) async fn get(&self, key: K, ask: impl Future<Output = V>) -> V {
        loop {
            let mut lead = match self.join(&key) {
                Ok(lead) => lead,
                Err(turn) => match turn.await {
                    Ok(Turn::Answer(answer)) => return answer,
                    Ok(Turn::Ask(lead)) => lead,
                    Err(_) => continue,
                },
            };
            let answer = ask.await;
            take(&mut lead.waiting).into_iter().for_each(|one| drop(one.send(Turn::Answer(answer.clone()))));
            return answer;
        }
    }

    /// The turn to ask, or a wait for the next answer where the question is under way.
    fn join(&self, key: &K) -> Result<Lead<K, V>, oneshot::Receiver<Turn<K, V>>> {
        let mut under_way = self.0.lock();
        if let Some(waiting) = under_way.get_mut(key) {
            let (sender, receiver) = oneshot::channel();
            waiting.push(sender);
            return Err(receiver);
        }
        under_way.insert(key.clone(), Vec::new());
        Ok(Lead { under_way: Arc::clone(&self.0), key: key.clone(), waiting: Vec::new(), is_over: false })
    }
}

impl<K: Clone + Eq + Hash, V> UnderWay<K, V> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Vec<Waiting<K, V>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those that have come to wait; the question is not under way any more where there is nobody, with those of before.
    fn next(&self, key: &K, mut before: Vec<Waiting<K, V>>) -> Vec<Waiting<K, V>> {
        let mut under_way = self.lock();
        before.extend(under_way.get_mut(key).map(take).unwrap_or_default());
        if before.is_empty() {
            under_way.remove(key);
        }
        before
    }
}

impl<K: Clone + Eq + Hash, V> Drop for Lead<K, V> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut waiting = take(&mut self.waiting);
        loop {
            waiting = self.under_way.next(&self.key, waiting);
            if waiting.is_empty() {
                return;
            }
            let first = waiting.remove(0);
            let (under_way, key) = (Arc::clone(&self.under_way), self.key.clone());
            let lead = Lead { under_way, key, waiting: take(&mut waiting), is_over: false };
            match first.send(Turn::Ask(lead)) {
                Err(Turn::Ask(mut lead)) => {
                    // That one has gone away.
                    lead.is_over = true;
                    waiting = take(&mut lead.waiting);
                }
                Ok(()) | Err(Turn::Answer(_)) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    /// A question that is answered with its number when the test lets it.
    #[derive(Default)]
    struct Source {
        shared: Shared<&'static str, usize>,
        asked: AtomicUsize,
    }

    fn ask(source: &Arc<Source>, gate: &Arc<Semaphore>) -> tokio::task::JoinHandle<usize> {
        let (source, gate) = (Arc::clone(source), Arc::clone(gate));
        tokio::spawn(async move {
            let work = async {
                let number = source.asked.fetch_add(1, Ordering::SeqCst) + 1;
                gate.acquire().await.expect("it is open").forget();
                number
            };
            source.shared.get("all", work).await
        })
    }

    /// Lets all tasks run as far as they can.
    async fn run() {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_caller_that_comes_while_it_is_asked_gets_the_next_answer() {
        let (source, gate) = (Arc::new(Source::default()), Arc::new(Semaphore::new(0)));
        let first = ask(&source, &gate);
        run().await;
        let later: Vec<_> = (0..3).map(|_| ask(&source, &gate)).collect();
        run().await;
        assert_eq!(source.asked.load(Ordering::SeqCst), 1);
        gate.add_permits(2);
        assert_eq!(first.await.unwrap(), 1);
        for one in later {
            assert_eq!(one.await.unwrap(), 2);
        }
        assert!(source.shared.0.lock().is_empty());
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_leaves_nobody_waiting() {
        let (source, gate) = (Arc::new(Source::default()), Arc::new(Semaphore::new(0)));
        let first = ask(&source, &gate);
        run().await;
        let (second, third, fourth) = (ask(&source, &gate), ask(&source, &gate), ask(&source, &gate));
        run().await;
        first.abort();
        run().await;
        assert_eq!(source.asked.load(Ordering::SeqCst), 2);
        second.abort();
        fourth.abort();
        run().await;
        gate.add_permits(3);
        assert!(third.await.unwrap() >= 2);
        run().await;
        assert!(source.shared.0.lock().is_empty());
    }
}
