//! The classes of Java and of the original that scripts can reach, a file for each family.

pub mod awt;
pub mod component;
pub mod dataset;
pub mod event;
pub mod lang;
pub mod logger;
pub mod regex;
pub mod throwable;
pub mod util;

use std::collections::BTreeSet;

use crate::class::Class;

/// All classes, in the order of the page about them; a base is before what is below it.
pub fn classes() -> impl Iterator<Item = &'static Class> {
    let groups: [&'static [Class]; 9] = [
        lang::CLASSES,
        throwable::CLASSES,
        util::CLASSES,
        awt::CLASSES,
        regex::CLASSES,
        dataset::CLASSES,
        component::CLASSES,
        event::CLASSES,
        logger::CLASSES,
    ];
    groups.into_iter().flatten()
}

/// The class of this full name.
#[must_use]
pub fn class(name: &str) -> Option<&'static Class> {
    classes().find(|class| class.name == name)
}

/// A class and its bases, nearest first.
pub fn with_bases(class: &Class) -> impl Iterator<Item = &Class> {
    std::iter::successors(Some(class), |class| self::class(class.base))
}

/// The modules that classes are imported from, with those that these are in.
#[must_use]
pub fn packages() -> BTreeSet<&'static str> {
    let whole = classes().filter(|class| class.is_imported()).map(Class::package);
    whole.flat_map(|name| name.match_indices('.').map(|(at, _)| &name[..at]).chain([name])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::Sort;
    use crate::value::Type;

    #[test]
    fn bases_are_there_and_come_first() {
        let mut before = BTreeSet::new();
        for class in classes() {
            assert!(class.base.is_empty() || before.contains(class.base), "{} below {}", class.name, class.base);
            assert!(before.insert(class.name), "{} is there twice", class.name);
            assert!(class.name.contains('.') && class.about.ends_with('.'), "{}", class.name);
        }
    }

    #[test]
    fn members_are_whole() {
        for class in classes() {
            let mut names = BTreeSet::new();
            for member in class.members {
                let full = format!("{}.{}", class.name, member.name);
                assert!(member.about.ends_with('.'), "{full}");
                assert_eq!(member.sort == Sort::Operation, member.name.starts_with("__"), "{full}");
                let again = member.names().filter(|name| !names.insert(*name)).count();
                assert!(again == 0 || member.sort == Sort::Operation, "{full} is there twice");
            }
        }
    }

    /// The names in entries that are not classes of ours.
    const PYTHONS: [&str; 2] = ["slice", "type"];

    #[test]
    fn every_class_that_an_entry_names_is_there() {
        for (_, function) in crate::system::functions() {
            check(function.result, function.name);
            function.forms().iter().copied().flatten().for_each(|given| check(given.takes, function.name));
        }
        for class in classes() {
            class.makes().iter().copied().flatten().for_each(|given| check(given.takes, class.name));
            for member in class.members {
                check(member.result, member.name);
                member.forms().iter().copied().flatten().for_each(|given| check(given.takes, member.name));
            }
        }
    }

    fn check(kind: Type, by: &str) {
        match kind {
            Type::Object(name) => assert!(class(name).is_some() || PYTHONS.contains(&name), "{by} names {name}"),
            Type::Sequence(of) | Type::List(of) | Type::Tuple(of) | Type::OrNone(of) => check(*of, by),
            Type::OneOf(kinds) => kinds.iter().for_each(|kind| check(*kind, by)),
            _ => {}
        }
    }

    #[test]
    fn packages_are_those_of_imported_classes() {
        let packages = packages();
        assert!(
            ["java", "java.util", "java.util.regex", "com", "javax.swing.event"].iter().all(|p| packages.contains(p))
        );
        assert!(!packages.contains("com.inductiveautomation.ignition.common.util"), "loggers are not imported");
    }

    #[test]
    fn the_keys_are_whole() {
        let keys =
            class("java.awt.event.KeyEvent").map(|class| (class.numbers().count(), class.numbers.lines().count()));
        assert_eq!(keys, Some((189, 189)));
    }
}
