import CLibPQ

/// The one owner of a `PGconn`. Used on the reactor's thread alone, freed by whoever lets go last.
final class LibPQHandle: @unchecked Sendable {
    // Unchecked because libpq asks that one connection be used by one thread at a time: the actor that holds it is on a single-threaded executor.
    let pointer: OpaquePointer

    /// Begins to connect, without waiting.
    /// - Throws: `PostgresError` when there is no memory for it.
    init(parameters: [(String, String)]) throws(PostgresError) {
        let keywords = CStringList(parameters.map(\.0))
        let values = CStringList(parameters.map(\.1))
        guard let pointer = keywords.withPointers({ keywords in values.withPointers { values in PQconnectStartParams(keywords, values, 0) } }) else {
            throw PostgresError(.cannotConnect, "no memory for a connection")
        }
        self.pointer = pointer
        // Notices would go to stderr otherwise, with values in them.
        PQsetNoticeReceiver(pointer, { _, _ in }, nil)
    }

    deinit { PQfinish(pointer) }

    var descriptor: Int32 { PQsocket(pointer) }
    var isAlive: Bool { PQstatus(pointer) == CONNECTION_OK }
    /// libpq's own words about the last failure.
    var failure: String { String(cString: PQerrorMessage(pointer)) }
}

/// A NULL-terminated list of C strings that lives as long as it is lent.
struct CStringList {
    private var bytes: [CChar] = []
    private var offsets: [Int] = []

    init(_ texts: [String]) {
        for text in texts {
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8CString)
        }
    }

    func withPointers<Value>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { text in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { text.baseAddress?.advanced(by: $0) } + [nil]
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
