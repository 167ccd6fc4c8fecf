/// The identifiers of one conversion event, as they are to be sent. Hashed ones are SHA-256 in lower-case hexadecimal.
public enum MatchIdentifier: String, Sendable, CaseIterable {
    case email, phone, externalID, clickID, browserID, address, userAgent, firstName, lastName, city, postcode, country, birthday

    /// Whether the platforms expect a SHA-256 digest.
    public var isHashed: Bool {
        switch self {
        case .clickID, .browserID, .address, .userAgent: false
        default: true
        }
    }

    /// How much this identifier says about who a person is, in points. Ours: the platforms publish an order of importance, not their weights.
    public var points: Double {
        switch self {
        case .email: 3
        case .phone: 2
        case .clickID: 2
        case .externalID: 1
        case .browserID: 1
        case .address: 0.5
        case .userAgent: 0.25
        case .firstName, .lastName: 0.5
        case .birthday: 0.5
        case .city, .postcode: 0.25
        case .country: 0.125
        }
    }
}

/// One conversion event, as far as its match quality goes.
public struct MatchEvent: Sendable {
    /// What deduplicates the event with the browser's; empty for none.
    public var eventID: String
    public var identifiers: [MatchIdentifier: String]

    public init(eventID: String, identifiers: [MatchIdentifier: String]) { (self.eventID, self.identifiers) = (eventID, identifiers) }
}

/// An estimate of event match quality from what can be checked here. It is not the platform's score: that depends on whom the platform knows.
public struct MatchQualityEstimate: Sendable, Equatable {
    /// What was found for one identifier.
    public struct Part: Sendable, Equatable {
        public let identifier: MatchIdentifier
        /// Share of events that carry it.
        public let coverage: Double
        /// Share of those in the right form: a digest where one is expected, a plausible value where not.
        public let valid: Double
        /// Share of those that look like the raw, unhashed value.
        public let unhashed: Double
        /// Share of those whose value stands in more than 5 % of at least 100 events: a placeholder rather than a person.
        public let repeated: Double
    }

    /// 0 to 10: reachable points of the identifiers (8 and more count as full) × usable share, less the share of duplicate events.
    public let score: Double
    public let parts: [Part]
    /// Share of events whose identifier stands at an earlier event.
    public let duplicates: Double
    /// Share of events without an identifier for deduplication.
    public let missingEventID: Double

    /// Refuses fewer than 10 events: their shares would say nothing.
    public init(_ events: [MatchEvent]) throws {
        guard events.count >= 10 else {
            throw Refusal(
                code: "too_few_events", sentence: "\(events.count) events are too few for an estimate of match quality.",
                advice: "Wait for at least ten events.")
        }
        parts = MatchIdentifier.allCases.map { MatchQualityEstimate.part($0, events) }
        var seen: Set<String> = []
        let repeats = events.count { !$0.eventID.isEmpty && !seen.insert($0.eventID).inserted }
        duplicates = Double(repeats) / Double(events.count)
        missingEventID = Double(events.count { $0.eventID.isEmpty }) / Double(events.count)
        let points = MatchQualityEstimate.points(parts)
        score = 10 * min(points / 8, 1) * (1 - duplicates)
    }

    private static func points(_ parts: [Part]) -> Double {
        parts.reduce(0) { $0 + $1.identifier.points * $1.coverage * max($1.valid - $1.repeated, 0) }
    }

    private static func part(_ identifier: MatchIdentifier, _ events: [MatchEvent]) -> Part {
        let values = events.compactMap { $0.identifiers[identifier] }.filter { !$0.isEmpty }
        guard !values.isEmpty else { return Part(identifier: identifier, coverage: 0, valid: 0, unhashed: 0, repeated: 0) }
        let count = Double(values.count)
        let form = MatchForm(identifier)
        return Part(
            identifier: identifier, coverage: count / Double(events.count), valid: Double(values.count { form.isValid($0) }) / count,
            unhashed: identifier.isHashed ? Double(values.count { !form.isDigest($0) }) / count : 0,
            repeated: repeated(values.filter { form.isValid($0) }, identifier) / count)
    }

    /// Values shared by more than one person in twenty; coarse identifiers are shared by nature.
    private static func repeated(_ values: [String], _ identifier: MatchIdentifier) -> Double {
        guard values.count >= 100, [.email, .phone, .externalID, .clickID, .browserID].contains(identifier) else { return 0 }
        var counts: [String: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return Double(counts.values.filter { 20 * $0 > values.count }.reduce(0, +))
    }
}

/// The form an identifier must have.
private struct MatchForm {
    /// SHA-256 of nothing: a value that was empty before hashing (FIPS 180-4).
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    private let identifier: MatchIdentifier

    init(_ identifier: MatchIdentifier) { self.identifier = identifier }

    func isValid(_ value: String) -> Bool {
        switch identifier {
        case .clickID, .browserID: isCookie(value)
        case .address: isAddress(value)
        case .userAgent: value.utf8.count >= 10
        default: isDigest(value) && value != MatchForm.empty
        }
    }

    /// 64 lower-case hexadecimal digits.
    func isDigest(_ value: String) -> Bool {
        value.utf8.count == 64 && value.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// `fb.<index>.<milliseconds>.<value>`, or another platform's token without blanks.
    private func isCookie(_ value: String) -> Bool {
        guard value.hasPrefix("fb.") else { return value.utf8.count >= 8 && !value.contains(" ") }
        let parts = value.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 && Int(parts[1]) != nil && parts[2].utf8.count == 13 && Int(parts[2]) != nil && !parts[3].isEmpty
    }

    /// Four numbers up to 255, or groups of hexadecimal digits with colons.
    private func isAddress(_ value: String) -> Bool {
        if value.contains(":") {
            return value.split(separator: ":", omittingEmptySubsequences: false).count <= 8
                && value.utf8.allSatisfy { MatchForm.isHex($0) || $0 == 58 || $0 == 46 }
        }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte) }
}
