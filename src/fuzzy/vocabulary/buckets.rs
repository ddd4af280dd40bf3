//! Items in numbered buckets.

/// Items one behind the other, bucket by bucket: takes their room and 4 bytes a bucket. At most 2³² − 1 items.
pub struct Buckets<T> {
    /// Where each bucket's items start, and at last where all end.
    starts: Box<[u32]>,
    items: Box<[T]>,
}

impl<T: Copy + Default> Buckets<T> {
    /// `visit` is called twice, and each time has to hand out every item with its bucket, below `count`, in the same order.
    /// In a bucket the items stay in that order.
    pub fn new(count: usize, visit: impl Fn(&mut dyn FnMut(usize, T))) -> Buckets<T> {
        let mut starts = vec![0; count + 1];
        visit(&mut |bucket, _| starts[bucket + 1] += 1);
        for bucket in 0..count {
            starts[bucket + 1] += starts[bucket];
        }
        let mut items = vec![T::default(); starts[count] as usize];
        visit(&mut |bucket, item| {
            items[starts[bucket] as usize] = item;
            starts[bucket] += 1;
        });
        // By now every start has moved to where the next bucket starts.
        starts.copy_within(..count, 1);
        starts[0] = 0;
        Buckets { starts: starts.into(), items: items.into() }
    }

    /// What is in a bucket; nothing if there is no such bucket.
    pub fn get(&self, bucket: usize) -> &[T] {
        match self.starts.get(bucket..).unwrap_or_default() {
            [from, to, ..] => &self.items[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// How many buckets there are.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Buckets for hashed items. There is no telling apart what fell into the same bucket: whoever looks an item up has to
/// look at what it finds.
pub struct HashBuckets<T>(Buckets<T>);

impl<T: Copy + Default> HashBuckets<T> {
    /// As [`Buckets::new`], but with hashes for buckets: as many as put `least` to twice as many items into one on average,
    /// if there are `expected` items.
    pub fn new(expected: usize, least: usize, visit: impl Fn(&mut dyn FnMut(u64, T))) -> HashBuckets<T> {
        let count = 1 << (expected / least).max(1).ilog2();
        HashBuckets(Buckets::new(count, |put| visit(&mut |hash, item| put(bucket(hash, count), item))))
    }

    pub fn get(&self, hash: u64) -> &[T] {
        self.0.get(bucket(hash, self.0.count()))
    }
}

/// Which of `count` buckets, a power of two, is a hash's.
fn bucket(hash: u64, count: usize) -> usize {
    hash as usize & (count - 1)
}
