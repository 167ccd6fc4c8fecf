/// The response body that the connector may read now: one at a time, by its handle.
struct OpenBody {
    private(set) var source: (any BodySource)?
    private var rest: ArraySlice<UInt8> = []
    private var handle: UInt64 = 0

    /// The handle of the new body. The one before was released.
    mutating func open(_ source: any BodySource) -> UInt64 {
        handle += 1
        self.source = source
        rest = []
        return handle
    }

    /// Refuses a handle that is not the open body's.
    func check(_ wanted: UInt64) throws {
        guard wanted == handle, handle > 0 else { throw HostRefusal(.invalid, "That body is not open: it was released by a later request.") }
    }

    /// Up to `capacity` bytes of what has arrived.
    mutating func take(upTo capacity: Int) -> ArraySlice<UInt8> {
        let part = rest.prefix(capacity)
        rest = rest.dropFirst(part.count)
        return part
    }

    mutating func arrived(_ piece: [UInt8]) { rest = piece[...] }

    /// The source to close, if there is one still.
    mutating func release() -> (any BodySource)? {
        defer { source = nil }
        rest = []
        return source
    }
}
