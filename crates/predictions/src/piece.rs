//! What is kept of a block of rows.

/// What is kept of a block of rows, column by column; what is not read is
/// empty. Codes are those of the thread that read it.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// The block's place in the file.
    pub(crate) index: u64,
    /// Which thread read it.
    pub(crate) worker: usize,
    pub(crate) rows: usize,
    /// Lines of the first and the last row.
    pub(crate) lines: Option<(u64, u64)>,
    pub(crate) ids: Vec<u128>,
    pub(crate) labels: Vec<u32>,
    pub(crate) targets: Vec<f64>,
    pub(crate) predicted: Vec<u32>,
    pub(crate) scores: Vec<f64>,
    /// Row after row.
    pub(crate) probabilities: Vec<f64>,
    pub(crate) forecasts: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) clusters: Vec<u128>,
    pub(crate) queries: Vec<u128>,
    /// One a category.
    pub(crate) categories: Vec<Vec<u32>>,
    /// One a condition.
    pub(crate) kept: Vec<Vec<bool>>,
}

/// One column of all pieces, which lose it.
pub(crate) fn joined<T>(pieces: &mut [Piece], take: impl Fn(&mut Piece) -> &mut Vec<T>) -> Vec<T> {
    let rows = pieces.iter_mut().map(|piece| take(piece).len()).sum();
    let mut all = Vec::with_capacity(rows);
    for piece in pieces {
        all.append(&mut std::mem::take(take(piece)));
    }
    all
}

/// One column of codes of all pieces, by what the codes of each thread become.
pub(crate) fn recoded(
    pieces: &mut [Piece],
    codes: &[Vec<u32>],
    nothing: u32,
    take: impl Fn(&mut Piece) -> &mut Vec<u32>,
) -> Vec<u32> {
    for piece in pieces.iter_mut() {
        let worker = codes.get(piece.worker).map_or(&[][..], Vec::as_slice);
        for code in take(piece) {
            *code = worker.get(*code as usize).copied().unwrap_or(nothing);
        }
    }
    joined(pieces, take)
}
