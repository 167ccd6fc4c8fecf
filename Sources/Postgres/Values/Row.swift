import CLibPQ

/// One row of a result. Columns are counted from 0, in the order of the SELECT list.
package struct Row: Sendable {
    let result: ResultHandle
    let index: Int32

    /// How many columns there are.
    package var count: Int { Int(PQnfields(result.pointer)) }

    /// The columns, by position, as values: `let (id, name) = try row.decode(CampaignID.self, String?.self)`.
    /// - Throws: `PostgresError` of the kind `.decoding` for a NULL or a text that the type does not take, and for a column that is not there.
    package func decode<each Value: PostgresDecodable>(_ types: repeat (each Value).Type) throws -> (repeat each Value) {
        var column = 0
        func next<One: PostgresDecodable>(_ type: One.Type) throws -> One {
            defer { column += 1 }
            return try value(at: column, as: type)
        }
        return (repeat try next(each types))
    }

    /// One column as a value.
    package func value<Value: PostgresDecodable>(at column: Int, as type: Value.Type = Value.self) throws -> Value {
        let value = try withUnsafeBytes(at: column) { Value.fromPostgres($0) }
        guard let value else { throw PostgresError(.decoding, "column \(column) is no \(Value.self)") }
        return value
    }

    /// The text of a column, `nil` for NULL and for a column that is not there.
    package subscript(column: Int) -> String? { (try? withUnsafeBytes(at: column) { String.fromPostgres($0) }) ?? nil }

    /// The raw bytes of a column's text (of a JSON value, say); `nil` for NULL.
    package func bytes(at column: Int) throws -> [UInt8]? { try withUnsafeBytes(at: column) { $0.map { [UInt8]($0) } } }

    /// Lends the bytes of a column's text without a copy; `nil` for NULL. They live as long as the call.
    package func withUnsafeBytes<Value>(at column: Int, _ body: (UnsafeRawBufferPointer?) throws -> Value) throws -> Value {
        guard column >= 0, column < count else { throw PostgresError(.decoding, "there is no column \(column)") }
        let column = Int32(column)
        guard PQgetisnull(result.pointer, index, column) == 0 else { return try body(nil) }
        let length = Int(PQgetlength(result.pointer, index, column))
        return try body(UnsafeRawBufferPointer(start: PQgetvalue(result.pointer, index, column), count: length))
    }
}
