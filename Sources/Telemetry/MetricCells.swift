package import CoreMetrics
import Synchronization

/// A count that only grows. Whole steps are one atomic addition.
package final class CounterCell: CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<Int64>(0)
    private let part = AtomicDouble()

    init() {}

    package var value: Double { Double(whole.load(ordering: .relaxed)) + part.value }

    package func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    package func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        part.add(amount)
    }

    package func increment() { increment(by: Int64(1)) }

    package func reset() {
        whole.store(0, ordering: .relaxed)
        part.set(0)
    }
}

/// A value that goes up and down.
package final class GaugeCell: MeterHandler, RecorderHandler {
    private let level = AtomicDouble()

    init() {}

    package var value: Double { level.value }

    package func set(_ value: Int64) { level.set(Double(value)) }
    package func set(_ value: Double) { level.set(value) }
    package func increment(by amount: Double) { level.add(amount) }
    package func decrement(by amount: Double) { level.add(-amount) }
    package func record(_ value: Int64) { set(value) }
    package func record(_ value: Double) { set(value) }
}

/// A double that threads share: its bits in one atomic word.
final class AtomicDouble: Sendable {
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    func add(_ amount: Double) {
        var seen = bits.load(ordering: .relaxed)
        while true {
            let next = (Double(bitPattern: seen) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: seen, desired: next, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }
}

/// One atomic count: a class, so that an array can hold several.
final class AtomicCount: Sendable {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
