import Core

/// What was asked of one platform for one seed.
package struct PlatformStatistics: Sendable, Hashable {
    package var requests = 0
    /// Answers that were parts of lists.
    package var pages = 0
    package var throttles = 0
    package var failures = 0
    /// Requests that an ordered fault has hit.
    package var faults = 0

    mutating func count(_ outcome: SimulatedResponse.Outcome) {
        requests += 1
        switch outcome {
        case .page: pages += 1
        case .throttled: throttles += 1
        case .failed: failures += 1
        case .answer: break
        }
    }

    var json: JSON {
        [
            "requests": .integer(requests), "pages": .integer(pages), "throttles": .integer(throttles), "failures": .integer(failures),
            "faults": .integer(faults),
        ]
    }
}
