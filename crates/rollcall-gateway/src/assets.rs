//! The browser's client: the built files of `web/dist`, inside the executable.

/// One file.
#[derive(Debug)]
pub struct Asset {
    /// Its path in `web/dist`, as in `assets/index-4f2a.js`.
    pub path: &'static str,
    /// Its content.
    pub content: &'static [u8],
    /// The content compressed (gzip), where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// All files, in order of path. Empty when the executable was built without the client.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of this path.
pub fn find(path: &str) -> Option<&'static Asset> {
    let index = ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    ASSETS.get(index)
}

/// The media type of a file, by its name. An unknown type is bytes, which no browser runs or shows.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_go_by_the_last_extension() {
        let cases = [
            ("assets/index-4f2a.js", "text/javascript; charset=utf-8"),
            ("a.js.png", "image/png"),
            ("A.SVG", "image/svg+xml"),
            ("page.html.exe", "application/octet-stream"),
            ("js", "application/octet-stream"),
        ];
        for (path, expected) in cases {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }

    #[test]
    fn the_table_can_be_searched() {
        assert!(ASSETS.is_sorted_by(|a, b| a.path < b.path));
        assert!(find("../Cargo.toml").is_none());
        for asset in ASSETS {
            assert_eq!(find(asset.path).unwrap().content, asset.content);
        }
    }
}
