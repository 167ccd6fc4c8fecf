/// A row that could not be read.
public struct Reject: Hashable, Sendable {
    /// Why, in a sentence.
    public var reason: String
    /// The physical line, from 1.
    public var line: Int?
    /// The field.
    public var field: String?
    /// What stood there, short.
    public var sample: String?

    /// A reject.
    public init(_ reason: String, line: Int? = nil, field: String? = nil, sample: String? = nil) {
        self.reason = reason
        self.line = line
        self.field = field
        self.sample = sample
    }
}

extension Host {
    /// A row must fit into a frame of 1 MiB together with the frame's head.
    private static let largestRow = (1 << 20) - 4096

    /// Writes a row of a stream. Rows gather in a buffer and go over 256 KiB at a time, and at each checkpoint. When `build` throws, the row is
    /// forgotten. A row of (nearly) 1 MiB or more is rejected.
    public func emit(_ stream: String, _ build: (inout Row) throws -> Void) throws {
        if stream != rowsStream {
            try flush()
            rowsStream = stream
        }
        let start = rows.buffer.count
        do { try rows.braces(build) } catch {
            rows.buffer.truncate(to: start)
            throw error
        }
        rows.buffer.append(0x0A)
        if rows.buffer.count - start >= Host.largestRow {
            let sample = rows.buffer.withBytes { String(decoding: $0[start..<start + 200], as: UTF8.self) }
            rows.buffer.truncate(to: start)
            return try reject(stream, Reject("The row is larger than 1 MiB.", sample: sample))
        }
        emitted += 1
        if rows.buffer.count >= Host.flushAt { try flush() }
    }

    /// Writes a canonical row.
    public func emit<Value: CanonicalRow>(_ row: Value) throws { try emit(Value.stream) { row.write(to: &$0) } }

    /// Writes canonical rows.
    public func emit<Values: Sequence>(_ rows: Values) throws where Values.Element: CanonicalRow {
        for row in rows { try emit(row) }
    }

    /// Marks a row as deleted on the platform.
    public func emitDeleted(_ stream: String, id: String) throws {
        try emit(stream) { row in
            row.text("id", id)
            row.boolean("$deleted", true)
        }
    }

    /// Says that the rows of a stream of facts up to the next checkpoint are all facts of that scope and day range: what is missing is withdrawn.
    /// The scope's names are those that the stream's contract lists (`account_id`, `property_id`, `site`, `message_id`); facts outside it stay.
    public func replace(_ stream: String, scope: [(String, String)], _ window: DateWindows.Window) throws {
        try emit(stream) { row in
            row.object("$replace") { range in
                for (name, value) in scope { range.text(named: name, value) }
                range.day("since", window.since)
                range.day("until", window.until)
            }
        }
        emitted -= 1
    }

    /// `replace` for `ad_daily`.
    public func replaceAdDaily(account: String, level: AdLevel, _ window: DateWindows.Window) throws {
        try replace(AdDailyRow.stream, scope: [("account_id", account), ("level", level.rawValue)], window)
    }

    /// Hands over the rows that have gathered. A checkpoint and the end of a read do it by themselves.
    public func flush() throws {
        guard rows.buffer.count > 0 else { return }
        try rows.buffer.withBytes { try emit(rowsStream, $0) }
        rows.buffer.truncate(to: 0)
    }

    /// Counts a row that could not be read.
    public func reject(_ stream: String, _ reject: Reject) throws {
        try self.reject(
            stream,
            document: Row.bytes { row in
                row.integer("line", reject.line.map(Int64.init))
                row.text("field", reject.field)
                row.text("reason", reject.reason)
                row.text("sample", reject.sample)
            })
    }

    /// Stores all rows emitted so far together with a cursor: the next read starts from here.
    public func checkpoint(_ stream: String, _ cursor: (inout Row) throws -> Void) throws {
        try flush()
        try checkpoint(stream, document: try Row.bytes(cursor))
    }
}
