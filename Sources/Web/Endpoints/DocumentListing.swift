package import Core

extension Listing {
    /// A part of a list whose items are JSON text already, read with one item more than asked for: that one only tells that there is more.
    /// - Parameters:
    ///   - count: how many items were read.
    ///   - position: what the next part has to know of the last item of this one.
    ///   - write: writes one item's text.
    package init(
        documents count: Int, limit: Int, total: JSON? = nil, position: (Int) throws -> JSON, write: (Int, inout JSONWriter) throws -> Void
    ) throws {
        var writer = JSONWriter(reservingCapacity: min(count, limit) * 640 + 2)
        writer.raw("[")
        for index in 0..<min(count, limit) {
            if index > 0 { writer.raw(",") }
            try write(index, &writer)
        }
        writer.raw("]")
        // Spelled out: in an expression, nil would become the JSON value null.
        let next: JSON? = if count > limit { try position(limit - 1) } else { nil }
        self.init(raw: RawJSON(writer.bytes), next: next, total: total)
    }
}

extension JSONWriter {
    /// Text that is JSON already, as PostgreSQL lends it; nothing for NULL.
    package mutating func raw(_ bytes: UnsafeRawBufferPointer?) {
        if let bytes { raw(bytes) }
    }
}
