import CLibPQ

/// One result of libpq; freed with the last row that looks at it.
final class ResultHandle: @unchecked Sendable {
    // Unchecked because libpq never changes a result after handing it out: reading from any thread is safe (libpq manual, 34.20).
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// `INSERT 0 1`, `COMMIT`, …
    var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }
}

/// The rows that a query gave, all of them in memory; columns are read where and when they are asked for.
package struct Rows: RandomAccessCollection, Sendable {
    let result: ResultHandle

    package var startIndex: Int { 0 }
    package var endIndex: Int { Int(PQntuples(result.pointer)) }
    package subscript(index: Int) -> Row { Row(result: result, index: Int32(index)) }

    /// How many rows the statement inserted, updated, deleted, copied or gave.
    package var affected: Int { PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The columns' names in order.
    package var columns: [String] { (0..<PQnfields(result.pointer)).map { PQfname(result.pointer, $0).map { String(cString: $0) } ?? "" } }

    /// Decodes every row: `try rows.decode(CampaignID.self, String.self)`.
    /// - Throws: `PostgresError` of the kind `.decoding`.
    package func decode<each Value: PostgresDecodable>(_ types: repeat (each Value).Type) throws -> [(repeat each Value)] {
        try map { try $0.decode(repeat each types) }
    }
}
