//! The functions with another signature than in the recorded list, and those that are not in it; each with its reason.

/// Functions whose signature is not the recorded one.
pub const RENAMED: &[(&str, &str)] = &[
    ("system.dataset.toDataSet", "The list has `*args`; the manual has these two forms."),
    ("system.gui.color", "The list has `*args`; the manual has these two forms."),
    (
        "system.nav.centerWindow",
        "The list has `arg`; the manual has one form for `windowPath` and one for `window`, and here one parameter takes both.",
    ),
    (
        "system.nav.closeWindow",
        "The list has `arg`; the manual has one form for `windowPath` and one for `window`, and here one parameter takes both.",
    ),
    (
        "system.nav.swapWindow",
        "The list has `arg` and `swapToPath`; the manual has one form for `swapFromPath` and one for `event`, and here one \
         parameter takes both.",
    ),
    (
        "system.util.invokeAsynchronous",
        "The list has `function` only; the manual has `args`, `kwargs` and `description`, too.",
    ),
    (
        "system.util.retarget",
        "The list has `startupWindows`; scripts that are in use say `windows`, as later manuals do.",
    ),
    (
        "system.util.sendMessage",
        "The list has None for `scope`; the manual says that clients are meant then, and the gateway as well unless a user, a role or \
         a host is given. Here \"CG\" stands for both, since the gateway has no handlers.",
    ),
];

/// Functions that are missing in the recorded list.
pub const OURS: &[(&str, &str)] = &[
    (
        "system.db.toDataSet",
        "The older name of `system.dataset.toDataSet`: the manual's own examples of 7.9 call it by this name.",
    ),
    ("system.db.toPyDataSet", "The older name of `system.dataset.toPyDataSet`."),
    ("system.rollcall.getSessions", "Ignition 7.9 lists the sessions of one node of a cluster only."),
];
