//! Imports, and the immediate effects of importing from `__future__`.

use ruff_python_ast::name::Name;
use ruff_python_ast::{Alias, AtomicNodeIndex, Identifier, Int, Number, Stmt, StmtImport, StmtImportFrom};
use ruff_text_size::TextSize;

use super::scope::ScopeKind;
use super::{Beginning, Parser};
use crate::error::{Fault, Result};
use crate::lowering;

/// The features that Python 2.7 knows.
const FEATURES: [&str; 7] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
];

impl Parser<'_> {
    /// Either form of import.
    pub(super) fn import(&mut self, start: TextSize) -> Result<Stmt> {
        if self.eat("from") {
            return self.import_from(start);
        }
        self.expect("import")?;
        let mut names = vec![self.module_alias()?];
        while self.eat(",") {
            names.push(self.module_alias()?);
        }
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(Stmt::Import(StmtImport { node_index, range, names, is_lazy: false }))
    }

    fn module_alias(&mut self) -> Result<Alias> {
        let start = self.start();
        let name = self.dotted_name()?;
        let asname = if self.eat("as") { Some(self.binding()?) } else { None };
        if asname.is_none() {
            let first = name.id.split('.').next().unwrap_or_default();
            self.bind(first, name.range, "assign to")?;
        }
        Ok(Alias { range: self.range_from(start), node_index: AtomicNodeIndex::NONE, name, asname })
    }

    /// `a.b.c`; the name after a dot may be a keyword.
    pub(super) fn dotted_name(&mut self) -> Result<Identifier> {
        let start = self.start();
        let mut text = self.identifier()?.id.to_string();
        while self.eat(".") {
            text.push('.');
            text.push_str(self.attribute_name()?.as_str());
        }
        Ok(Identifier::new(Name::new(text), self.range_from(start)))
    }

    fn import_from(&mut self, start: TextSize) -> Result<Stmt> {
        let mut level = 0;
        while self.eat(".") {
            level += 1;
        }
        let module = if level > 0 && self.at("import") { None } else { Some(self.dotted_name()?) };
        self.expect("import")?;
        let names = self.imported_names()?;
        // As in Jython and in the compiler, whatever the dots before it.
        if module.as_ref().is_some_and(|module| module.as_str() == "__future__") {
            self.note_features(&names, start)?;
        }
        let range = self.range_from(start);
        let is_star = names.iter().any(|alias| alias.name.as_str() == "*");
        if is_star && self.scopes.kind() != ScopeKind::Module {
            let module = module.map_or_else(Name::empty, |module| module.id);
            let level = lowering::number(Number::Int(Int::from(level)), range);
            let arguments = vec![lowering::string(module.as_str(), range), level];
            return Ok(lowering::statement(lowering::call(lowering::IMPORT_STAR, arguments, range), range));
        }
        let node_index = AtomicNodeIndex::NONE;
        Ok(Stmt::ImportFrom(StmtImportFrom { node_index, range, module, names, level, is_lazy: false }))
    }

    fn imported_names(&mut self) -> Result<Vec<Alias>> {
        let start = self.start();
        if self.eat("*") {
            let range = self.range_from(start);
            let name = Identifier::new(Name::new("*"), range);
            return Ok(vec![Alias { range, node_index: AtomicNodeIndex::NONE, name, asname: None }]);
        }
        let is_bracketed = self.eat("(");
        let mut names = vec![self.name_alias()?];
        loop {
            let comma = self.start();
            if !self.eat(",") {
                break;
            }
            if self.is_name(self.kind()) {
                names.push(self.name_alias()?);
            } else if is_bracketed {
                break;
            } else {
                return Err(Fault::new(comma, "trailing comma not allowed without surrounding parentheses"));
            }
        }
        if is_bracketed {
            self.expect(")")?;
        }
        Ok(names)
    }

    fn name_alias(&mut self) -> Result<Alias> {
        let start = self.start();
        let name = self.identifier()?;
        let asname = if self.eat("as") { Some(self.binding()?) } else { None };
        if asname.is_none() {
            self.bind(name.as_str(), name.range, "assign to")?;
        }
        Ok(Alias { range: self.range_from(start), node_index: AtomicNodeIndex::NONE, name, asname })
    }

    fn note_features(&mut self, names: &[Alias], start: TextSize) -> Result<()> {
        if self.beginning == Beginning::Over || self.scopes.kind() != ScopeKind::Module {
            return Err(Fault::new(start, "from __future__ imports must occur at the beginning of the file"));
        }
        self.beginning = Beginning::Imports;
        for alias in names {
            let feature = alias.name.as_str();
            if feature == "braces" {
                return Err(Fault::new(start, "not a chance"));
            }
            if !FEATURES.contains(&feature) {
                return Err(Fault::new(start, format!("future feature {feature} is not defined")));
            }
            self.print_is_name |= feature == "print_function";
            self.unicode_literals |= feature == "unicode_literals";
            self.future_imports.push(feature.to_owned());
        }
        Ok(())
    }
}
