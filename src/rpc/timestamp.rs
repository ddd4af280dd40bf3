//! `google.protobuf.Timestamp`, with the JSON that the proto JSON mapping wants: RFC 3339 in UTC, ending in `Z`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// A point in time: seconds since 1970 in UTC, and nanoseconds of the second.
#[derive(Clone, Copy, PartialEq, Eq, Hash, prost::Message)]
pub struct Timestamp {
    #[prost(int64, tag = "1")]
    pub seconds: i64,
    #[prost(int32, tag = "2")]
    pub nanos: i32,
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Timestamp {
        Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let time = jiff::Timestamp::new(self.seconds, self.nanos).map_err(ser::Error::custom)?;
        // The mapping allows 0, 3, 6 or 9 digits of a second.
        let digits = [0, 3, 6].into_iter().find(|digits| self.nanos % 10_i32.pow(9 - digits) == 0).unwrap_or(9);
        serializer.collect_str(&format_args!("{time:.*}", digits as usize))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<jiff::Timestamp>().map(Timestamp::from).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_rfc_3339_in_utc() {
        for (nanos, expected) in [(0, "1970-01-01T00:00:01Z"), (54_881_000, "1970-01-01T00:00:01.054881Z")] {
            let time = Timestamp { seconds: 1, nanos };
            assert_eq!(serde_json::to_value(time).unwrap(), expected);
            assert_eq!(serde_json::from_value::<Timestamp>(expected.into()).unwrap(), time);
        }
    }
}
