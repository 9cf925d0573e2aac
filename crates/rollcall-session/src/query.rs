//! Who of them matches: filters over the registry, whole or in pages, and as the dataset that scripts get.
//!
//! A filter is matched against each distinct name once, not against each session: the walk goes over the registry's
//! index by user and project. A filter that is a plain name is a look-up. A budget that runs out in between is an
//! error; there are no partial answers.

use std::collections::HashMap;

use rollcall_dataset::{Cells, Dataset};
use rollcall_regex::{Budget, Error, Filter};

use crate::owners::Projects;
use crate::{Registry, Sequence, Session};

/// What a list is restricted by; the default is not at all. Each filter must match the whole name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// Restricts by username.
    pub username: Option<&'a Filter>,
    /// Restricts by project.
    pub project: Option<&'a Filter>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The sessions, in order of creation.
    pub sessions: Vec<&'a Session>,
    /// How many there are on all pages at this moment.
    pub total: usize,
    /// The cursor of the next page; None on the last.
    pub next: Option<Sequence>,
}

impl Registry {
    /// The listed sessions that match, in order of creation.
    ///
    /// # Errors
    /// When matching costs more than `budget` has, or more than the engine can do.
    pub fn query(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Vec<&Session>, Error> {
        if filters.username.is_none() && filters.project.is_none() {
            return Ok(self.sessions().collect());
        }
        let found = self.matching(filters, budget)?;
        Ok(found.into_iter().filter_map(|sequence| self.listed(sequence)).collect())
    }

    /// At most `limit` (1 or more) of the listed sessions that match and come after `after`, in order of creation.
    ///
    /// Who reads page after page sees each session that is listed throughout exactly once, whoever logs in or out
    /// meanwhile. A log-in that took unusually long to be stored may come to stand before a page that was read already.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn page(
        &self,
        filters: Filters<'_>,
        budget: &mut Budget<'_>,
        after: Option<Sequence>,
        limit: usize,
    ) -> Result<Page<'_>, Error> {
        let after = after.unwrap_or(Sequence::START);
        if filters.username.is_none() && filters.project.is_none() {
            return Ok(Page::take(self.sessions_after(after), self.len(), limit));
        }
        let found = self.query(filters, budget)?;
        let total = found.len();
        let first = found.partition_point(|session| session.sequence <= after);
        Ok(Page::take(found.into_iter().skip(first), total, limit))
    }

    /// What `system.util.getSessionInfo` answers with: the matching sessions in order of creation, in the six columns
    /// of 7.9's manual, in its order; the columns are there when no session matches, too.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn info(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Dataset, Error> {
        let sessions = self.query(filters, budget)?;
        let columns: [(&str, Cells<'_, &Session>); 6] = [
            ("username", Cells::String(&|session| Some(session.username.clone()))),
            ("project", Cells::String(&|session| Some(session.project.clone()))),
            ("address", Cells::String(&|session| Some(session.address().clone()))),
            ("isDesigner", Cells::Boolean(&|session| Some(session.is_designer()))),
            ("clientId", Cells::String(&|session| Some(session.client_id.to_string().into()))),
            ("creationTime", Cells::Date(&|session| Some(session.creation_time.0))),
        ];
        Ok(Dataset::tabulate(&sessions, &columns))
    }

    /// The numbers of the sessions whose names match, sorted; reserved ones are among them.
    fn matching<'a>(&'a self, filters: Filters<'a>, budget: &mut Budget<'_>) -> Result<Vec<Sequence>, Error> {
        let mut search = Search::new(filters.project);
        if let Some(name) = filters.username.and_then(Filter::literal) {
            if let Some(of_user) = self.owners.projects(name) {
                search.take(of_user, budget)?;
            }
        } else {
            for (username, of_user) in self.owners.users() {
                if filters.username.map_or(Ok(true), |filter| filter.is_match(username, budget))? {
                    search.take(of_user, budget)?;
                }
            }
        }
        search.found.sort_unstable();
        Ok(search.found)
    }
}

impl<'a> Page<'a> {
    fn take(mut rest: impl Iterator<Item = &'a Session>, total: usize, limit: usize) -> Self {
        let sessions: Vec<_> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(sessions.last()).map(|session| session.sequence);
        Page { sessions, total, next }
    }
}

/// A search under way: what the project filter said of each project so far, and what was found.
struct Search<'a> {
    project_filter: Option<&'a Filter>,
    projects: HashMap<&'a str, bool>,
    found: Vec<Sequence>,
}

impl<'a> Search<'a> {
    fn new(project_filter: Option<&'a Filter>) -> Self {
        Search { project_filter, projects: HashMap::new(), found: Vec::new() }
    }

    /// Takes in a user's sessions of the projects that match.
    fn take(&mut self, of_user: &'a Projects, budget: &mut Budget<'_>) -> Result<(), Error> {
        for (project, sessions) in of_user {
            if self.admits(project, budget)? {
                self.found.extend(sessions.iter().copied());
            }
        }
        Ok(())
    }

    fn admits(&mut self, project: &'a str, budget: &mut Budget<'_>) -> Result<bool, Error> {
        let Some(filter) = self.project_filter else { return Ok(true) };
        if let Some(known) = self.projects.get(project) {
            return Ok(*known);
        }
        let answer = filter.is_match(project, budget)?;
        self.projects.insert(project, answer);
        Ok(answer)
    }
}
