package import Core
import Glibc

/// Processor time of a run's steps, user and system with all threads: the document's `cpu_seconds`. It tells a fit of milliseconds from the reading of
/// its file.
struct StepClock {
    private var names: [String] = []
    private var seconds: [String: Double] = [:]
    private var last = StepClock.now()

    /// Ends a step: what was used since the last end is its own. A name that comes again is added up.
    mutating func end(_ step: String) {
        let now = Self.now()
        if seconds[step] == nil { names.append(step) }
        seconds[step, default: 0] += now - last
        last = now
    }

    var document: JSON { .object(names.map { .init($0, .double(seconds[$0] ?? 0)) }) }

    private static func now() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

extension RunAnswer {
    /// Adds what the steps cost to the document.
    mutating func add(_ clock: StepClock) {
        document = .object((document.members ?? []) + [.init(Self.cost, clock.document)])
    }

    /// The document without what the steps cost: for a file, so that the same input and seed give the same bytes.
    package var lasting: JSON { .object((document.members ?? []).filter { $0.name != Self.cost }) }

    private static let cost = "cpu_seconds"
}
