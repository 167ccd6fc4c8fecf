/// What a descriptor may be ready for.
package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    static let both: Readiness = [.readable, .writable]
}
