//! The charges equal the bytes that are held, whatever happens in whatever order.

use proptest::prelude::*;

use super::*;

const MIB: u64 = 1 << 20;

fn client(most_of_gateway: u64, most: u64) -> (Account, Account) {
    let gateway = Account::of_gateway(most_of_gateway);
    let client = gateway.of_person().of_client(most);
    (gateway, client)
}

#[test]
fn what_does_not_fit_is_refused_and_costs_nothing() {
    let (gateway, client) = client(100 * MIB, 10 * MIB);
    let held = client.charge(8 * MIB).unwrap();
    let over = client.charge(3 * MIB).unwrap_err();
    assert_eq!(over, OverBudget { holder: Holder::Client, wanted: 3 * MIB, held: 8 * MIB, most: 10 * MIB });
    let words = over.to_string();
    for part in ["3.0 MiB", "8.0 MiB", "10.0 MiB", "clients.memory"] {
        assert!(words.contains(part), "{words}");
    }
    assert_eq!((client.held(), gateway.held()), (8 * MIB, 8 * MIB));
    drop(held);
    assert_eq!((client.held(), gateway.held()), (0, 0));
}

#[test]
fn a_charge_that_the_gateway_refuses_is_nobodys() {
    let gateway = Account::of_gateway(2 * MIB);
    let [first, second] = [gateway.of_person(), gateway.of_person()].map(|person| person.of_client(MIB));
    let _held = (first.charge(MIB).unwrap(), second.charge(MIB).unwrap());
    let third = gateway.of_person().of_client(MIB);
    assert_eq!(third.charge(1).unwrap_err().holder, Holder::Gateway);
    assert_eq!((third.held(), gateway.held()), (0, 2 * MIB));
}

#[test]
fn one_person_with_many_clients_leaves_half_to_the_others() {
    let gateway = Account::of_gateway(64 * MIB);
    let greedy = gateway.of_person();
    let mut held = Vec::new();
    for _ in 0..100 {
        let client = greedy.of_client(4 * MIB);
        held.extend((0..8).filter_map(|_| client.charge(MIB).ok()));
    }
    assert_eq!(greedy.held(), 32 * MIB);
    let other = gateway.of_person();
    let wanted: Vec<_> = (0..64).filter_map(|_| other.of_client(MIB).charge(MIB).ok()).collect();
    assert_eq!(wanted.len(), 16, "the second has half of what the first has left");
    assert!(gateway.of_person().of_client(MIB).charge(MIB).is_ok(), "and something is free for the next");
}

#[test]
fn what_many_share_is_the_gateways_once() {
    let gateway = Account::of_gateway(64 * MIB);
    let clients: Vec<Account> = (0..100).map(|_| gateway.of_person().of_client(4 * MIB)).collect();
    let whole = gateway.charge(MIB).unwrap();
    let shares: Vec<Charge> = clients.iter().map(|client| client.charge_share(MIB).unwrap()).collect();
    assert_eq!(gateway.held(), MIB);
    assert!(clients.iter().all(|client| client.held() == MIB));
    drop((whole, shares));
    assert_eq!(gateway.held(), 0);
    assert!(clients.iter().all(|client| client.held() == 0));
}

#[test]
fn what_is_held_already_is_charged_past_the_budget() {
    let (gateway, client) = client(MIB, MIB);
    let mut charge = client.charge(MIB).unwrap();
    charge.settle(3 * MIB);
    assert_eq!((client.held(), gateway.held()), (3 * MIB, 3 * MIB));
    assert!(client.charge(1).is_err());
    assert!(client.charge(0).is_ok(), "nothing always fits");
    charge.settle(0);
    assert_eq!((client.held(), gateway.held()), (0, 0));
}

/// A step for a few clients of a few people.
#[derive(Clone, Debug)]
enum Step {
    Charge(usize, u64),
    Share(usize, u64),
    Resize(usize, u64),
    Settle(usize, u64),
    Drop(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let bytes = prop_oneof![0u64..5_000, 0u64..3 * MIB];
    prop_oneof![
        (0usize..6, bytes.clone()).prop_map(|(client, bytes)| Step::Charge(client, bytes)),
        (0usize..6, bytes.clone()).prop_map(|(client, bytes)| Step::Share(client, bytes)),
        (0usize..50, bytes.clone()).prop_map(|(charge, bytes)| Step::Resize(charge, bytes)),
        (0usize..50, bytes).prop_map(|(charge, bytes)| Step::Settle(charge, bytes)),
        (0usize..50).prop_map(Step::Drop),
    ]
}

/// Does one step; None when it was refused or has no object.
fn take(step: Step, clients: &[Account], charges: &mut Vec<(usize, Charge)>) -> Option<()> {
    match step {
        Step::Charge(client, bytes) => charges.push((client, clients[client].charge(bytes).ok()?)),
        Step::Share(client, bytes) => charges.push((client, clients[client].charge_share(bytes).ok()?)),
        Step::Resize(charge, bytes) => charges.get_mut(charge)?.1.resize(bytes).ok()?,
        Step::Settle(charge, bytes) => charges.get_mut(charge)?.1.settle(bytes),
        Step::Drop(charge) => drop((charge < charges.len()).then(|| charges.remove(charge))?),
    }
    Some(())
}

proptest! {
    /// After each step every account has the sum of its charges, and at the end nothing.
    #[test]
    fn the_sum_of_all_charges_is_what_is_held(steps in prop::collection::vec(step(), 0..200)) {
        let gateway = Account::of_gateway(8 * MIB);
        let people = [gateway.of_person(), gateway.of_person(), gateway.of_person()];
        let clients: Vec<Account> = (0..6).map(|number| people[number / 2].of_client(4 * MIB)).collect();
        let mut charges: Vec<(usize, Charge)> = Vec::new();
        for step in steps {
            take(step, &clients, &mut charges);
            let sum = |of: &dyn Fn(usize, &Charge) -> bool| -> u64 {
                charges.iter().filter(|(client, charge)| of(*client, charge)).map(|(_, charge)| charge.bytes()).sum()
            };
            for (number, client) in clients.iter().enumerate() {
                prop_assert_eq!(client.held(), sum(&|of, _| of == number));
            }
            for (number, person) in people.iter().enumerate() {
                prop_assert_eq!(person.held(), sum(&|of, _| of / 2 == number));
            }
            prop_assert_eq!(gateway.held(), sum(&|_, charge| charge.extent == Extent::All));
        }
        drop(charges);
        prop_assert!(clients.iter().chain(&people).chain([&gateway]).all(|account| account.held() == 0));
    }
}
