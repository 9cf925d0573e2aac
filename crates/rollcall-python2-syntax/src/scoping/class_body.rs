//! List comprehensions in the body of a class, which read and bind names of the class.
//!
//! No scope of Python 3 sees those of a class around it. So the comprehension is given the namespace of the class
//! beside its iterable, and looks each name up in it:
//!
//! ```text
//! [x * n for x in xs]
//! [$class_name($names, 'x') * $class_name($names, 'n') for ($names, $first) in [($names(), xs)] for $names['x'] in $first]
//! ```
//!
//! Names that the class does not bind stay as they are, and so does all that is a scope of its own in Python 2, too.

use std::cell::Cell;
use std::collections::HashSet;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::{
    AtomicNodeIndex, Comprehension, Expr, ExprContext, ExprLambda, ExprList, ExprListComp, ExprName, ExprSubscript,
    Stmt,
};
use ruff_text_size::{Ranged, TextRange};

use super::found::Found;
use super::{evaluated_outside, walk_in_scope};
use crate::lowering;

/// The iterable of the first clause.
const FIRST: &str = "$first";

/// Changes the body of one class, but no scope inside it.
pub(super) struct ClassBody {
    /// The name of the class without leading underscores: private names get it.
    class: Name,
    /// The names that the class binds.
    own: HashSet<Name>,
    global: HashSet<Name>,
    /// Whether it may bind names that it does not name.
    binds_all: bool,
    /// Whether a comprehension is around the visited node.
    inside: Cell<bool>,
}

impl ClassBody {
    pub(super) fn new(class: &Name, found: Found) -> Self {
        Self {
            class: Name::new(class.trim_start_matches('_')),
            own: found.own(),
            global: found.global().clone(),
            binds_all: found.reads_all || found.has_bare_exec,
            inside: Cell::new(false),
        }
    }

    /// For a text that reads the names of the scope that it will run in.
    pub(super) fn of_any_names() -> Self {
        Self {
            class: Name::empty(),
            own: HashSet::new(),
            global: HashSet::new(),
            binds_all: true,
            inside: Cell::new(false),
        }
    }

    pub(super) fn rewrite(&self, body: &mut [Stmt]) {
        self.visit_body(body);
    }

    fn list_comprehension(&self, list: &mut ExprListComp) {
        let is_outermost = !self.inside.get();
        if let (true, Some(first)) = (is_outermost, list.generators.first_mut()) {
            // In the class itself, where `locals()` is the namespace of the class.
            self.visit_expr(&mut first.iter);
        }
        self.inside.set(true);
        for (index, generator) in list.generators.iter_mut().enumerate() {
            if index > 0 || !is_outermost {
                self.visit_expr(&mut generator.iter);
            }
            self.visit_expr(&mut generator.target);
            generator.ifs.iter_mut().for_each(|condition| self.visit_expr(condition));
        }
        self.visit_expr(&mut list.elt);
        self.inside.set(!is_outermost);
        if is_outermost {
            give_names(list);
        }
    }

    /// A name inside a comprehension.
    fn name(&self, expression: &mut Expr) {
        let Expr::Name(name) = expression else { return };
        if name.id.starts_with('$') || self.global.contains(&name.id) {
            return;
        }
        let key = lowering::string(&self.mangled(&name.id), name.range);
        match name.ctx {
            ExprContext::Load => {
                if self.own.contains(&name.id) || self.class.is_empty() && self.binds_all {
                    *expression = look_up(key, None, name.range);
                } else if self.binds_all {
                    *expression = look_up(key, Some(name.clone()), name.range);
                }
            }
            _ => *expression = item(key, name.ctx, name.range),
        }
    }

    /// A private name, as it is in the namespace of its class.
    fn mangled(&self, name: &str) -> String {
        let is_private = name.starts_with("__") && !name.ends_with("__") && !self.class.is_empty();
        if is_private { format!("_{}{name}", self.class) } else { name.to_owned() }
    }
}

impl Transformer for ClassBody {
    fn visit_stmt(&self, statement: &mut Stmt) {
        walk_in_scope(self, statement);
    }

    fn visit_expr(&self, expression: &mut Expr) {
        match expression {
            Expr::ListComp(list) => self.list_comprehension(list),
            Expr::Name(_) if self.inside.get() => self.name(expression),
            _ => match evaluated_outside(expression) {
                Some(outside) => outside.into_iter().for_each(|expression| self.visit_expr(expression)),
                None => transformer::walk_expr(self, expression),
            },
        }
    }
}

/// Gives a comprehension the namespace beside the iterable of its first clause.
fn give_names(list: &mut ExprListComp) {
    let range = list.range;
    let Some(first) = list.generators.first_mut() else { return };
    let iterable = std::mem::replace(&mut first.iter, lowering::name(FIRST, ExprContext::Load, range));
    let names = lowering::call(lowering::NAMES, Vec::new(), range);
    let given = lowering::tuple(vec![names, iterable], ExprContext::Load, true, range);
    let target = [lowering::NAMES, FIRST].map(|id| lowering::name(id, ExprContext::Store, range));
    let clause = Comprehension {
        node_index: AtomicNodeIndex::NONE,
        range,
        target: lowering::tuple(target.into(), ExprContext::Store, true, range),
        iter: Expr::List(ExprList {
            node_index: AtomicNodeIndex::NONE,
            range,
            elts: vec![given],
            ctx: ExprContext::Load,
        }),
        ifs: Vec::new(),
        is_async: false,
    };
    list.generators.insert(0, clause);
}

/// The value of a name of the class. A name that it does not bind for certain may be one of a function around it, which
/// only the compiler knows.
fn look_up(key: Expr, otherwise: Option<ExprName>, range: TextRange) -> Expr {
    let names = lowering::name(lowering::NAMES, ExprContext::Load, range);
    let otherwise = otherwise.map(|name| {
        Expr::Lambda(ExprLambda {
            node_index: AtomicNodeIndex::NONE,
            range,
            parameters: None,
            body: Box::new(Expr::Name(name)),
        })
    });
    lowering::call(lowering::CLASS_NAME, [names, key].into_iter().chain(otherwise).collect(), range)
}

fn item(key: Expr, ctx: ExprContext, range: TextRange) -> Expr {
    Expr::Subscript(ExprSubscript {
        node_index: AtomicNodeIndex::NONE,
        range: range.cover(key.range()),
        value: Box::new(lowering::name(lowering::NAMES, ExprContext::Load, range)),
        slice: Box::new(key),
        ctx,
    })
}
