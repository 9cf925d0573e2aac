//! The parts of the registry, by criterion: `cargo bench -p rollcall-session --bench parts`.
//!
//! They are for changes to a single part. The whole, at a million sessions and beside its peers, is measured by the
//! benchmark `registry`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark stops at any error, and is no library")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Filter, SortedValues};
use rollcall_session::{ClientId, EndReason, Filters, Moment, Registry, Settings, Tick, Timestamp};

#[path = "registry/generator.rs"]
mod generator;

use generator::Plant;

const SESSIONS: usize = 100_000;
const NOW: Moment = Moment { tick: Tick(1_000), wall: Timestamp(1_540_000_000_000) };

fn filled() -> (Registry, Plant, Vec<ClientId>) {
    let mut registry = Registry::new(Settings::default());
    let mut plant = Plant::new(SESSIONS / 10);
    let mut ids = Vec::with_capacity(SESSIONS);
    for _ in 0..SESSIONS {
        let id = registry.open(plant.opening(), plant.now(), &mut plant.dice).unwrap().client_id;
        registry.confirm(id, plant.now()).unwrap();
        ids.push(id);
    }
    (registry, plant, ids)
}

fn filters(filter: &Filter) -> Filters<'_> {
    Filters { username: Some(filter), project: None }
}

/// The same question to people, and another one to the roster, which keeps answers by pattern.
fn another(pattern: &str, asked: &mut usize) -> Filter {
    *asked += 1;
    Filter::new(&format!("{pattern}|nobody{asked}")).unwrap()
}

fn life(criterion: &mut Criterion) {
    let (mut registry, mut plant, mut ids) = filled();
    criterion.bench_function("log-in and log-out", |bencher| {
        bencher.iter_batched(
            || (plant.opening(), plant.now(), plant.dice.below(SESSIONS), plant.dice.roll()),
            |(opening, now, place, seed)| {
                registry.end(ids[place], EndReason::LoggedOut).unwrap();
                ids[place] = registry.open(opening, now, &mut generator::Dice(seed)).unwrap().client_id;
                registry.confirm(ids[place], now).unwrap();
            },
            BatchSize::SmallInput,
        );
    });
    let mut place = 0;
    criterion.bench_function("keep-alive", |bencher| {
        bencher.iter(|| {
            place = (place + 7_919) % SESSIONS;
            registry.frame(black_box(ids[place]), NOW)
        });
    });
}

fn questions(criterion: &mut Criterion) {
    let (registry, ..) = filled();
    let roster = registry.roster();
    let names: std::collections::BTreeSet<String> = registry.sessions().map(|s| s.username.to_string()).collect();
    let mut sorted = SortedValues::default();
    names.iter().for_each(|name| assert!(sorted.push(name)));
    criterion.bench_function("a pattern compiled", |bencher| bencher.iter(|| Filter::new(black_box(".*ill.*"))));
    let ill = Filter::new(".*ill.*").unwrap();
    criterion.bench_function("a walk over 10,000 names", |bencher| {
        bencher.iter(|| ill.matches_sorted(&sorted, &mut Budget::unlimited()).unwrap());
    });
    let mut asked = 0;
    criterion.bench_function("a question for the first time", |bencher| {
        bencher.iter_batched(
            || another(".*ill.*", &mut asked),
            |fresh| roster.answer(filters(&fresh), &mut Budget::unlimited()).unwrap(),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("the same question again", |bencher| {
        bencher.iter(|| roster.answer(filters(&ill), &mut Budget::unlimited()).unwrap());
    });
}

fn datasets(criterion: &mut Criterion) {
    let (registry, ..) = filled();
    let roster = registry.roster();
    let mut asked = 0;
    let mut answer = || roster.answer(filters(&another(".*", &mut asked)), &mut Budget::unlimited()).unwrap();
    criterion.bench_function("a dataset of 100,000 rows", |bencher| {
        bencher.iter_batched(&mut answer, |answer| answer.dataset(), BatchSize::PerIteration);
    });
    let dataset = answer().dataset();
    criterion.bench_function("its bytes written", |bencher| bencher.iter(|| dataset.encode().unwrap()));
    let bytes = dataset.encode().unwrap();
    criterion.bench_function("its bytes read", |bencher| bencher.iter(|| Dataset::decode(&bytes).unwrap()));
}

criterion_group! {
    name = parts;
    config = Criterion::default().sample_size(20);
    targets = life, questions, datasets
}
criterion_main!(parts);
