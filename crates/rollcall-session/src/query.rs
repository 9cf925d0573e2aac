//! Who of them matches: filters over the registry, whole or in pages, and as the dataset that scripts get.
//!
//! A filter is matched against each distinct name once, not against each session. A filter that is a plain name is a
//! look-up. A budget that runs out in between is an error; there are no partial answers.
//!
//! Matching may take long and log-ins must not wait for it. So it is a step of its own: [`Registry::names`] copies the
//! names that the filters ask about, [`Names::matching`] matches them without the registry, and the registry answers
//! for the [`Selection`] that comes of it. Who logs in between the steps under a name that was not there is not in the
//! answer. [`Registry::query`] and its like take all three steps at once, for whoever holds the registry alone.

use std::collections::HashSet;
use std::sync::Arc;

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
        Ok(self.selected(&self.names(filters).matching(filters, budget)?))
    }

    /// At most `limit` of the listed sessions that match and come after `after`; see [`Self::selected_page`].
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
        Ok(self.selected_page(&self.names(filters).matching(filters, budget)?, after, limit))
    }

    /// What `system.util.getSessionInfo` answers with; see [`Self::selected_info`].
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn info(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Dataset, Error> {
        Ok(self.selected_info(&self.names(filters).matching(filters, budget)?))
    }

    /// The distinct names that these filters ask about; they share their text with the sessions.
    pub fn names(&self, filters: Filters<'_>) -> Names {
        let usernames = match filters.username.map(Filter::literal) {
            None => Vec::new(),
            Some(Some(name)) => self.owners.name(name).into_iter().collect(),
            Some(None) => self.owners.users().map(|(name, _)| Arc::clone(name)).collect(),
        };
        let projects: HashSet<&Arc<str>> = match filters.project {
            None => HashSet::new(),
            Some(_) => self.owners.users().flat_map(|(_, projects)| projects.keys()).collect(),
        };
        Names { usernames, projects: projects.into_iter().cloned().collect() }
    }

    /// The listed sessions of these names, in order of creation.
    pub fn selected(&self, selection: &Selection) -> Vec<&Session> {
        if selection.is_everybody() {
            return self.sessions().collect();
        }
        let mut found = Vec::new();
        let mut take = |of_user: &Projects| {
            let sessions = of_user.iter().filter(|(project, _)| selection.has_project(project));
            found.extend(sessions.flat_map(|(_, sessions)| sessions.iter().copied()));
        };
        match &selection.usernames {
            Some(names) => names.iter().filter_map(|name| self.owners.projects(name)).for_each(&mut take),
            None => self.owners.users().for_each(|(_, of_user)| take(of_user)),
        }
        found.sort_unstable();
        found.into_iter().filter_map(|sequence| self.listed(sequence)).collect()
    }

    /// At most `limit` of the listed sessions of these names that come after `after`, in order of creation.
    ///
    /// Who reads page after page sees each session that is listed throughout exactly once, whoever logs in or out
    /// meanwhile. A log-in that took unusually long to be stored may come to stand before a page that was read already.
    pub fn selected_page(&self, selection: &Selection, after: Option<Sequence>, limit: usize) -> Page<'_> {
        let after = after.unwrap_or(Sequence::START);
        if selection.is_everybody() {
            return Page::take(self.sessions_after(after), self.len(), limit);
        }
        let found = self.selected(selection);
        let total = found.len();
        let first = found.partition_point(|session| session.sequence <= after);
        Page::take(found.into_iter().skip(first), total, limit)
    }

    /// What `system.util.getSessionInfo` answers with: the sessions of these names in order of creation, in the six
    /// columns of 7.9's manual, in its order; the columns are there when no session matches, too.
    pub fn selected_info(&self, selection: &Selection) -> Dataset {
        let sessions = self.selected(selection);
        let columns: [(&str, Cells<'_, &Session>); 6] = [
            ("username", Cells::String(&|session| Some(session.username.clone()))),
            ("project", Cells::String(&|session| Some(session.project.clone()))),
            ("address", Cells::String(&|session| Some(session.address().clone()))),
            ("isDesigner", Cells::Boolean(&|session| Some(session.is_designer()))),
            ("clientId", Cells::String(&|session| Some(session.client_id.to_string().into()))),
            ("creationTime", Cells::Date(&|session| Some(session.creation_time.0))),
        ];
        Dataset::tabulate(&sessions, &columns)
    }
}

/// The distinct names of a registry at one moment, as far as some filters ask about them.
#[derive(Clone, Debug)]
pub struct Names {
    usernames: Vec<Arc<str>>,
    projects: Vec<Arc<str>>,
}

/// The names that filters match.
#[derive(Clone, Debug)]
pub struct Selection {
    /// None where there is no filter.
    usernames: Option<Vec<Arc<str>>>,
    /// None where there is no filter.
    projects: Option<HashSet<Arc<str>>>,
}

impl Names {
    /// Those that match; `filters` are the ones that the names were asked for.
    ///
    /// # Errors
    /// When matching costs more than `budget` has, or more than the engine can do.
    pub fn matching(self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Selection, Error> {
        let usernames = filters.username.map(|filter| chosen(self.usernames, filter, budget)).transpose()?;
        let projects = filters.project.map(|filter| chosen(self.projects, filter, budget)).transpose()?;
        Ok(Selection { usernames, projects: projects.map(HashSet::from_iter) })
    }
}

fn chosen(names: Vec<Arc<str>>, filter: &Filter, budget: &mut Budget<'_>) -> Result<Vec<Arc<str>>, Error> {
    let mut chosen = Vec::new();
    for name in names {
        if filter.is_match(&name, budget)? {
            chosen.push(name);
        }
    }
    Ok(chosen)
}

impl Selection {
    fn is_everybody(&self) -> bool {
        self.usernames.is_none() && self.projects.is_none()
    }

    fn has_project(&self, project: &Arc<str>) -> bool {
        self.projects.as_ref().is_none_or(|projects| projects.contains(project))
    }
}

impl<'a> Page<'a> {
    fn take(mut rest: impl Iterator<Item = &'a Session>, total: usize, limit: usize) -> Self {
        let sessions: Vec<_> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(sessions.last()).map(|session| session.sequence);
        Page { sessions, total, next }
    }
}
