/// Which transitions of the warm-up estimate the metric, and where each estimate is put to use.
///
/// As in the Stan reference manual: a fast start of 75, windows that double from 25, a fast end of 50; the last window takes what would be too short
/// for another. A warm-up under 150 is divided 15 : 75 : 10, one under 20 adapts the step size alone. Ours is that the fast start renews a rough
/// metric too, after 10, 20, 40 ... transitions: it needs the fewest gradients where the parameters' scales differ much.
struct WarmupSchedule: Equatable {
    /// Transitions whose positions count.
    let estimating: Range<Int>
    /// Transitions after which the metric is renewed.
    let closing: Set<Int>
    /// The last of them: its metric stays.
    let last: Int?

    init(warmup: Int) {
        guard warmup >= 20 else {
            estimating = 0..<0
            closing = []
            last = nil
            return
        }
        let short = 75 + 25 + 50 > warmup
        let start = short ? warmup * 15 / 100 : 75
        let end = warmup - (short ? warmup / 10 : 50)
        var window = short ? end - start : 25
        var close = start + window - 1
        var ends: Set<Int> = [close]
        while close != end - 1 {
            window *= 2
            close += window
            if close + 2 * window >= end { close = end - 1 }
            ends.insert(close)
        }
        var early = 10
        while early < start {
            ends.insert(early - 1)
            early *= 2
        }
        ends.insert(start - 1)
        estimating = 0..<end
        closing = ends
        last = end - 1
    }
}
