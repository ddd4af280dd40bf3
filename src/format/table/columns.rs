use std::fmt;

/// A column as people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnName {
    /// From 1.
    Number(usize),
    /// What the header row calls it; letter case does not matter.
    Name(String),
}

/// Which columns of a table to take, as people ask for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    pub source: ColumnName,
    pub target: ColumnName,
    pub id: Option<ColumnName>,
    pub note: Option<ColumnName>,
    pub author: Option<ColumnName>,
    pub status: Option<ColumnName>,
    pub document: Option<ColumnName>,
}

impl Columns {
    /// Of what each column is to be, and its number or name: `source` and `2`, `target` and `Persian`. What is wrong is
    /// said in words for the caller.
    pub fn parse<'a>(chosen: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Columns, String> {
        let mut places: [Option<ColumnName>; 7] = Default::default();
        for (role, name) in chosen {
            let name = ColumnName::parse(name).ok_or_else(|| format!("`{role}` needs a number from 1, or a name"))?;
            let unknown = || format!("`{role}` is nothing that a column can be; write one of {}", ROLES.join(", "));
            let at = ROLES.iter().position(|known| *known == role.trim()).ok_or_else(unknown)?;
            if places.contains(&Some(name.clone())) || places[at].is_some() {
                return Err(format!("`{role}` is chosen twice, or its column is"));
            }
            places[at] = Some(name);
        }
        let [source, target, id, note, author, status, document] = places;
        let needed = |side: Option<ColumnName>| side.ok_or_else(|| "both `source` and `target` are needed".to_owned());
        Ok(Columns { source: needed(source)?, target: needed(target)?, id, note, author, status, document })
    }
}

const ROLES: [&str; 7] = ["source", "target", "id", "note", "author", "status", "document"];

impl ColumnName {
    /// A number from 1, or a name; `None` if it is neither.
    pub(in crate::format) fn parse(name: &str) -> Option<ColumnName> {
        let name = name.trim();
        match name.parse::<usize>() {
            Ok(0) => None,
            Ok(number) => Some(ColumnName::Number(number)),
            Err(_) => (!name.is_empty()).then(|| ColumnName::Name(name.to_owned())),
        }
    }

    pub(in crate::format) fn is_name(&self) -> bool {
        matches!(self, ColumnName::Name(_))
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnName::Number(number) => write!(f, "{number}"),
            ColumnName::Name(name) => write!(f, "`{name}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_numbers_or_names() {
        let columns = Columns::parse([("source", "2"), ("target", "Persian"), ("note", "5")]).unwrap();
        assert_eq!(columns.source, ColumnName::Number(2));
        assert_eq!(columns.target, ColumnName::Name("Persian".into()));
        assert_eq!((columns.note, columns.id), (Some(ColumnName::Number(5)), None));
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        for (chosen, word) in [
            (vec![("source", "1")], "target"),
            (vec![("source", "0"), ("target", "1")], "from 1"),
            (vec![("source", "1"), ("target", "1")], "twice"),
            (vec![("source", "1"), ("source", "2")], "twice"),
            (vec![("sauce", "1")], "sauce"),
            (vec![("source", " ")], "name"),
        ] {
            let said = Columns::parse(chosen).unwrap_err();
            assert!(said.contains(word), "{said}");
        }
    }
}
