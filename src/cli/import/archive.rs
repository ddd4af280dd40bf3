//! The members of zip archives.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::cli::fail::Fail;
use crate::cli::output::complain;
use crate::format::gzip::check_ratio;

/// The first bytes of every archive that is not empty.
pub const MARK: &[u8] = b"PK\x03\x04";

/// A file within an archive.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    /// How many bytes it has, unpacked.
    pub bytes: u64,
    archive: PathBuf,
    start: u64,
    packed: u64,
    is_packed: bool,
    checksum: u32,
}

/// The files of an archive in the order of their names. It is refused as a whole if it unpacks to much more than
/// translations do; what cannot be unpacked is named.
pub fn members(path: &Path) -> Result<Vec<Member>, String> {
    let fail = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let file = File::open(path).map_err(|e| fail(&e))?;
    let size = file.metadata().map_err(|e| fail(&e))?.len();
    let damaged = |e| fail(&format!("the archive is damaged ({e}); pack it again"));
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        members.extend(member(&mut archive, at, path).map_err(|e| fail(&e))?);
    }
    check_ratio(size, members.iter().map(|member| member.bytes).sum()).map_err(|e| fail(&e))?;
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

/// A member of the archive; `None` for a directory, and for what cannot be unpacked.
fn member(archive: &mut ZipArchive<BufReader<File>>, at: usize, path: &Path) -> zip::result::ZipResult<Option<Member>> {
    let file = archive.by_index_raw(at)?;
    let (name, method) = (file.name()?.into_owned(), file.compression());
    if file.is_dir() {
        return Ok(None);
    }
    let is_known = matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated);
    let Some(start) = file.data_start().filter(|_| is_known && !file.encrypted()) else {
        complain(&format!(
            "{}/{name}: skipped, it is encrypted or packed in another way than by Deflate",
            path.display()
        ));
        return Ok(None);
    };
    Ok(Some(Member {
        name,
        bytes: file.size(),
        archive: path.to_owned(),
        start,
        packed: file.compressed_size(),
        is_packed: method == CompressionMethod::Deflated,
        checksum: file.crc32(),
    }))
}

impl Member {
    /// Unpacks it as it is read.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Fail> {
        let fail = |e: io::Error| Fail::Failed(format!("{}: {e}", self.archive.display()));
        let mut file = File::open(&self.archive).map_err(fail)?;
        file.seek(SeekFrom::Start(self.start)).map_err(fail)?;
        let packed = BufReader::new(file.take(self.packed));
        let input: Box<dyn Read + Send> =
            if self.is_packed { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Box::new(Checked { input, left: self.bytes, checksum: self.checksum, crc: Crc::new() }))
    }
}

/// A member that is no longer and no other than the archive says.
struct Checked<R> {
    input: R,
    left: u64,
    checksum: u32,
    crc: Crc,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.crc.update(&buffer[..read]);
        self.left = self.left.checked_sub(read as u64).ok_or_else(damaged)?;
        let is_end = read == 0 && !buffer.is_empty();
        if is_end && (self.left > 0 || self.crc.sum() != self.checksum) {
            return Err(damaged());
        }
        Ok(read)
    }
}

fn damaged() -> io::Error {
    io::Error::other("the archive is damaged; pack it again")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const BOTH: [(&str, CompressionMethod); 2] =
        [("b.tsv", CompressionMethod::Deflated), ("a.tsv", CompressionMethod::Stored)];

    fn archive(members: &[(&str, CompressionMethod)], text: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.zip");
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        for (name, method) in members {
            zip.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
            zip.write_all(text).unwrap();
        }
        zip.finish().unwrap();
        (directory, path)
    }

    #[test]
    fn members_come_by_name_and_unpack_to_what_they_were() {
        let (_directory, path) = archive(&BOTH, "باران\train\n".as_bytes());
        let members = members(&path).unwrap();
        assert_eq!(members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["a.tsv", "b.tsv"]);
        for member in members {
            let mut text = String::new();
            member.open().unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "باران\train\n");
        }
    }

    #[test]
    fn damage_and_lies_about_the_length_are_found() {
        let (_directory, path) = archive(&BOTH, b"rain\tbaran\n");
        let member = members(&path).unwrap().remove(0);
        for wrong in [
            Member { checksum: 1, ..member.clone() },
            Member { bytes: 3, ..member.clone() },
            Member { bytes: 99, ..member },
        ] {
            let read = wrong.open().unwrap().read_to_end(&mut Vec::new());
            assert!(read.unwrap_err().to_string().contains("damaged"));
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let (_directory, path) = archive(&BOTH[..1], &vec![b' '; 70 << 20]);
        let bomb = members(&path).unwrap_err();
        assert!(bomb.contains("200 times"), "{bomb}");
    }
}
