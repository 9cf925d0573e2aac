//! `rollcall store`: the database of a data folder moved to a server.

use std::path::Path;

use anyhow::{Context, bail};
use rollcall_gateway::data_folder::{DATABASE, DataFolder};
use rollcall_store::{ServerAddress, Transferred, transfer};

use crate::arguments::{Store as Arguments, StoreAction};
use crate::usage::UsageError;

/// Does what was asked.
///
/// # Errors
/// When the data folder is in use or has no database, or the server cannot be used or is not empty.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let StoreAction::Migrate { to, password_file, data } = arguments.action;
    migrate(&data, &to, password_file.as_deref()).await
}

async fn migrate(folder: &Path, url: &str, password_file: Option<&Path>) -> anyhow::Result<()> {
    let mut address = ServerAddress::parse(url).map_err(|error| UsageError(format!("--to: {error}")))?;
    if let Some(file) = password_file {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        address = address.with_password(text.lines().next().unwrap_or_default());
    }
    if !folder.join(DATABASE).exists() {
        bail!(UsageError(format!("--data {}: there is no database of a gateway", folder.display())));
    }
    let data = DataFolder::open(folder).context("stop the gateway first")?;
    let moved = transfer(&data.database(), &address).await.context("nothing was moved")?;
    let url = ServerAddress::without_password(url);
    data.mark_as_moved(&url)
        .context("everything is on the server, but the data folder could not be marked as moved")?;
    report(&moved, &data.database());
    println!("Write this into the gateway's configuration, and start it:\n\n[store]");
    println!("url = {url:?}");
    match password_file {
        Some(file) => println!("password_file = {:?}", std::path::absolute(file)?.display().to_string()),
        None => println!("# password_file = \"/etc/rollcall/store.password\""),
    }
    Ok(())
}

fn report(moved: &[Transferred], file: &Path) {
    for Transferred { table, rows, hash } in moved {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{table}: {rows} rows, sha256 {hash} on both sides");
    }
    println!(
        "Everything is on the server. {} is as it was, and a gateway no longer begins on it: keep it until you are sure, then \
         remove it.",
        file.display()
    );
}
