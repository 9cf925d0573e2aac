//! The project's pictures: the files below `images/`, listed and not read.

use super::tree::Found;
use super::{Reader, join};
use crate::Image;
use crate::folder::{Entry, EntryKind, Folder};
use crate::limits::{MAX_IMAGE_BYTES, MAX_IMAGES};

/// The kinds of pictures, by the end of a file's name.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
];

/// The content of `images/`.
#[derive(Debug, Default)]
pub(super) struct Images {
    pub(super) images: Vec<Image>,
    /// For each file its size and its time of change.
    pub(super) states: Vec<(String, String, String)>,
}

/// The media type of a file of this name, if it is a picture.
pub(crate) fn media_type(file: &str) -> Option<&'static str> {
    let (_, end) = file.rsplit_once('.')?;
    let end = end.to_ascii_lowercase();
    MEDIA_TYPES.iter().find(|(known, _)| *known == end).map(|(_, media_type)| *media_type)
}

impl Reader<'_> {
    /// The pictures in order of path.
    pub(super) fn images(&mut self, folder: Folder) -> Images {
        let mut images = Images::default();
        self.walk(&folder, "images", &mut |reader, found| reader.images_file(found, &mut images));
        images.images.sort_by(|a, b| a.path.cmp(&b.path));
        images
    }

    /// Takes a file in, if it is a picture; `None` when there are too many.
    fn images_file(&mut self, found: &Found<'_>, images: &mut Images) -> Option<()> {
        let Found { path, entry, .. } = *found;
        let Some(image) = self.image(path, entry) else { return Some(()) };
        if images.images.len() >= MAX_IMAGES {
            return self.refuse("images", format!("there are more than {MAX_IMAGES} pictures"));
        }
        images.states.push((join(path, &entry.name), entry.size.to_string(), format!("{:?}", entry.modified)));
        images.images.push(image);
        Some(())
    }

    /// The picture that an entry is, if it is one; others are left alone.
    fn image(&mut self, path: &str, entry: &Entry) -> Option<Image> {
        let media_type = media_type(&entry.name.to_string_lossy())?;
        let file = join(path, &entry.name);
        if entry.kind != EntryKind::File {
            return self.refuse(&file, entry.kind.refusal("file"));
        }
        if entry.name.to_str().is_none_or(|name| name.chars().any(char::is_control)) {
            return self.refuse(&file, "the name of this picture cannot be written in a window's file: rename it");
        }
        if entry.size > MAX_IMAGE_BYTES as u64 {
            return self.refuse(&file, format!("this picture is larger than {} MiB", MAX_IMAGE_BYTES >> 20));
        }
        let path = file.strip_prefix("images/")?.to_owned();
        Some(Image { path, media_type, size: entry.size })
    }
}
