import Core

/// `limit` and `cursor` of a list. The cursor is opened before the parameters are read; here its position is in `openedCursor`.
enum PageParameters {
    static let openedCursor = "\u{1}cursor"
    private static let limit = Parameter(name: "limit", schema: Schema<Int>.integer(min: 1, max: 500).defaulting(to: 50), about: "How many at most.")
    private static let cursor = Parameter(
        name: "cursor", schema: Schema<String?>.optional(.string(min: 1, max: 4_096)), about: "Where to go on: the next_cursor of the part before.")

    static let descriptions = [limit.description, cursor.description]

    static func read(_ given: GivenParameters, _ faults: inout Faults) -> PageRequest? {
        guard let limit = limit.read(given, &faults) else { return nil }
        return PageRequest(limit: limit, after: given.value(openedCursor).flatMap { try? JSON(parsing: $0, limits: .trusted) })
    }
}
