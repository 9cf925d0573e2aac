//! The places of scripts that wait in dialogs, of all clients of a gateway: each holds a worker for as long as a person
//! takes to answer, so they are counted, and shared out among users.

use std::sync::{Arc, Mutex, PoisonError};

use rollcall_shares::share::{NoPlace, Share};

/// All places. Cloning shares them.
#[derive(Clone, Debug)]
pub(in crate::client) struct DialogPlaces {
    places: Arc<Mutex<Share<String>>>,
    most: usize,
    most_each: usize,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(in crate::client) struct DialogPlace {
    places: Arc<Mutex<Share<String>>>,
    user: String,
}

impl DialogPlaces {
    /// `most` places, of which one user has at most `most_each`.
    pub(in crate::client) fn new(most: usize, most_each: usize) -> Self {
        DialogPlaces { places: Arc::new(Mutex::new(Share::with_limit(most, most_each))), most, most_each }
    }

    /// A place for a script of this user's clients.
    ///
    /// # Errors
    /// When there is no place for this user, with the message for the script.
    pub(in crate::client) fn take(&self, user: &str) -> Result<DialogPlace, String> {
        let user = user.to_owned();
        let taken = self.places.lock().unwrap_or_else(PoisonError::into_inner).take(&user);
        match taken {
            Ok(()) => Ok(DialogPlace { places: Arc::clone(&self.places), user }),
            Err(NoPlace::All) => Err(format!(
                "{} scripts of this gateway's clients wait in dialogs already, as many as may \
                 (clients.waiting_dialogs in the gateway's configuration); try again when some have been answered",
                self.most
            )),
            Err(NoPlace::Theirs) => Err(format!(
                "too many scripts of {user}'s clients wait in dialogs already: one user has at most {} places of {}, and \
                 fewer when few are left (clients.waiting_dialogs_per_user and clients.waiting_dialogs in the gateway's \
                 configuration); answer some first",
                self.most_each, self.most
            )),
        }
    }
}

impl Drop for DialogPlace {
    fn drop(&mut self) {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).give_back(&self.user);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_with_a_hundred_tabs_leaves_places_to_others_and_a_place_comes_back() {
        let places = DialogPlaces::new(100, 20);
        let mut billy: Vec<DialogPlace> = (0..100).map_while(|_| places.take("billy").ok()).collect();
        assert_eq!(billy.len(), 20);
        assert!(places.take("billy").is_err_and(|error| error.contains("waiting_dialogs_per_user")));
        assert!(places.take("anna").is_ok());
        billy.pop();
        assert!(places.take("billy").is_ok());
        let none = DialogPlaces::new(0, 20);
        assert!(none.take("anna").is_err_and(|error| error.starts_with("0 scripts")));
    }
}
