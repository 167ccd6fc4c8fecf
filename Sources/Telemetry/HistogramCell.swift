package import CoreMetrics

/// How often values fell below each bound, their number and their sum.
package final class HistogramCell: RecorderHandler, TimerHandler {
    /// Upper bounds in rising order; the last bucket, without a bound, is implied.
    package let bounds: [Double]
    private let buckets: [AtomicCount]
    private let total = AtomicDouble()

    /// Bounds in seconds for the time that a request, a statement or a call takes.
    package static let seconds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    /// Bounds for sizes and counts: powers of four from 1 to about a billion.
    package static let sizes: [Double] = (0...15).map { Double(1 << (2 * $0)) }

    init(bounds: [Double]) {
        self.bounds = bounds.filter(\.isFinite).sorted()
        buckets = (0...self.bounds.count).map { _ in AtomicCount() }
    }

    package func record(_ value: Double) {
        guard !value.isNaN else { return }
        buckets[index(of: value)].add()
        total.add(value)
    }

    package func record(_ value: Int64) { record(Double(value)) }
    package func record(_ duration: Duration) { record(duration / .seconds(1)) }
    package func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    package var sum: Double { total.value }

    /// The count up to each bound, and last the count of all: what Prometheus calls cumulative buckets.
    package var cumulative: [Int64] {
        var running: Int64 = 0
        return buckets.map {
            running += $0.value
            return running
        }
    }

    /// The first bound that is not below the value, by bisection.
    private func index(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
