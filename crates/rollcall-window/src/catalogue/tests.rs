//! Rules that hold for the whole catalogue, whatever is added to it.

use std::collections::BTreeSet;

use super::Kind;

#[test]
fn names_are_unique_and_found() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of_name(kind.name()), Some(kind));
        let names: BTreeSet<&str> = kind.properties().map(|property| property.name).collect();
        assert_eq!(names.len(), kind.property_count(), "{kind:?} has a property twice");
        for name in names {
            assert_eq!(kind.property(name).map(|property| property.name), Some(name));
        }
        let events: BTreeSet<&str> = kind.events().map(|event| event.name).collect();
        assert_eq!(events.len(), kind.events().count(), "{kind:?} has an event twice");
    }
    assert_eq!(Kind::ALL.into_iter().collect::<BTreeSet<_>>().len(), Kind::ALL.len());
    assert_eq!(Kind::of_name("button"), None);
}

#[test]
fn every_property_takes_its_own_default() {
    for kind in Kind::ALL {
        for property in kind.properties() {
            let default = property.default();
            assert_eq!(property.value_type.accept(default.clone()), Ok(default), "{kind:?}.{}", property.name);
        }
    }
}

#[test]
fn documentation_is_a_sentence() {
    for kind in Kind::ALL {
        let properties = kind.properties().map(|property| property.documentation);
        let events = kind.events().map(|event| event.documentation);
        for text in [kind.documentation()].into_iter().chain(properties).chain(events) {
            assert!(text.ends_with('.') && !text.contains('\n') && !text.contains("  "), "{kind:?}: {text:?}");
        }
    }
}
