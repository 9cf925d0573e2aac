//! The list of nodes, as this one sees it.

use std::collections::BTreeMap;

use rollcall_cluster::{Hello, Member, MemberState};
use rollcall_wire::rest::{ClusterNode, NodeList};

use super::Cluster;
use crate::projects::ProjectCatalog;

impl Cluster {
    /// All nodes, in order of their names.
    pub fn list(&self, projects: &ProjectCatalog) -> NodeList {
        let now = self.now();
        let own_hello = self.hello(now, projects);
        let mut nodes: Vec<ClusterNode> =
            self.members().all(now).into_iter().map(|member| other(member, &own_hello.projects)).collect();
        nodes.push(ClusterNode {
            state: state(MemberState::Here, Some(&own_hello)).to_owned(),
            is_asked: true,
            ..of_hello(&own_hello, &own_hello.projects)
        });
        nodes.sort_by(|one, other| one.name.cmp(&other.name));
        NodeList { cluster: Some(self.settings.name.to_string()), nodes }
    }
}

fn other(member: Member, own: &BTreeMap<String, u64>) -> ClusterNode {
    let state = state(member.state, member.hello.as_ref());
    let node = match &member.hello {
        Some(hello) => of_hello(hello, own),
        None => ClusterNode {
            name: member.node.to_string(),
            state: String::new(),
            is_asked: false,
            silent_ms: None,
            sessions: None,
            release: None,
            address: None,
            differing_projects: Vec::new(),
        },
    };
    ClusterNode { state: state.to_owned(), silent_ms: member.silent, ..node }
}

fn state(state: MemberState, hello: Option<&Hello>) -> &'static str {
    match hello {
        Some(hello) if !hello.serves && state == MemberState::Here => "fenced",
        Some(hello) if hello.draining && state == MemberState::Here => "draining",
        _ => state.word(),
    }
}

fn of_hello(hello: &Hello, own: &BTreeMap<String, u64>) -> ClusterNode {
    let names = own.keys().chain(hello.projects.keys());
    let mut differing: Vec<String> =
        names.filter(|name| own.get(*name) != hello.projects.get(*name)).cloned().collect();
    differing.sort_unstable();
    differing.dedup();
    ClusterNode {
        name: hello.node.to_string(),
        state: String::new(),
        is_asked: false,
        silent_ms: None,
        sessions: Some(hello.sessions),
        release: Some(hello.release.clone()),
        address: hello.address.clone(),
        differing_projects: differing,
    }
}
