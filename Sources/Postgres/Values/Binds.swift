/// The binds of one query in one buffer: each value's text with a NUL behind it, as libpq wants it.
struct Binds: Sendable {
    struct Item: Sendable {
        /// Where the text begins; `nil` for NULL.
        let offset: Int?
        let type: PostgresType
    }

    private(set) var bytes: [UInt8] = []
    private(set) var items: [Item] = []
    /// The first bind (from 1) with a U+0000 in it, which PostgreSQL can not store and a C string would cut at.
    private(set) var withNUL: Int?

    var count: Int { items.count }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        guard !value.isPostgresNull else { return items.append(Item(offset: nil, type: Value.postgresType)) }
        let offset = bytes.count
        value.appendPostgresText(to: &bytes)
        items.append(Item(offset: offset, type: Value.postgresType))
        if withNUL == nil, Value.mayHoldNUL, bytes[offset...].contains(0) { withNUL = items.count }
        bytes.append(0)
    }

    mutating func append(_ other: Binds) {
        let shift = bytes.count
        if withNUL == nil, let index = other.withNUL { withNUL = count + index }
        items += other.items.map { Item(offset: $0.offset.map { $0 + shift }, type: $0.type) }
        bytes += other.bytes
    }

    /// Lends the types and the C strings of all binds, in order.
    func withPointers<Value>(_ body: (UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?) -> Value) -> Value {
        guard !items.isEmpty else { return body(nil, nil) }
        return bytes.withUnsafeBytes { text in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: items.count) { types in
                withUnsafeTemporaryAllocation(of: Optional<UnsafePointer<CChar>>.self, capacity: items.count) { values in
                    for (index, item) in items.enumerated() {
                        types.initializeElement(at: index, to: item.type.oid)
                        let start = item.offset.flatMap { text.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
                        values.initializeElement(at: index, to: start)
                    }
                    return body(UnsafePointer(types.baseAddress), UnsafePointer(values.baseAddress))
                }
            }
        }
    }
}
