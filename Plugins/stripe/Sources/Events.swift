import ConnectorKit

/// Follows the events of one kind of objects, in slices of time with a checkpoint behind each. An event holds the whole object as it was then; of
/// several the newest counts.
struct Events {
    let api: API
    let reader: ObjectReader
    let settings: Settings

    /// Reads from a little before `mark` until now.
    func read(from mark: Instant, _ cursor: ReadCursor) throws {
        let end = Instant(seconds: api.host.now.seconds + 1)
        var start = mark.adding(seconds: -settings.overlap)
        var cursor = cursor
        while start < end {
            let stop = min(start.adding(seconds: settings.eventSlice), end)
            // The last slice has no end: what happens while it is read may be told too.
            try slice(ListPages.Range(from: start, before: stop < end ? stop : nil))
            start = stop
            // Never back behind what is stored, and not beyond the present second, in which more may happen.
            cursor.mark = max(mark, min(stop, end.adding(seconds: -1)))
            try api.host.checkpoint(reader.kind.stream) { [cursor] in cursor.write(to: &$0) }
        }
    }

    /// When an object changed, as far as its events are known.
    private struct Seen {
        let at: Int64
        let isCreation: Bool
    }

    /// Newest first: the first event of an object counts, unless one of the same second tells of a change after its creation.
    private func slice(_ range: ListPages.Range) throws {
        let types = reader.kind.events.map { (name: "types[]", value: $0) }
        var pages = ListPages(api, "events", range, more: types, limit: 100, stream: reader.kind.stream)
        var seen: [String: Seen] = [:]
        while let page = try pages.next() {
            for event in page.objects {
                guard let change = Change(event, reader.kind) else {
                    if Change.isForeign(event, reader.kind) { continue }
                    try api.host.reject(
                        reader.kind.stream, Reject("The event has no object.", field: "data.object", sample: event["id"].string))
                    continue
                }
                if let known = seen[change.id], !(known.at == change.at && known.isCreation && !change.isCreation) { continue }
                seen[change.id] = Seen(at: change.at, isCreation: change.isCreation)
                try reader.emit(change.object, changed: Instant(seconds: change.at), api.host)
            }
        }
    }
}

/// What an event tells of an object.
struct Change {
    let id: String
    /// Seconds since 1970.
    let at: Int64
    let isCreation: Bool
    let object: JSONView

    /// Nil for what is no event of that kind of objects.
    init?(_ event: JSONView, _ kind: ObjectKind) {
        let object = event["data.object"]
        guard event["object"].string == "event", object["object"].string == kind.rawValue, let id = object["id"].filledString,
            event["created"].kind == .number, let at = event["created"].integer
        else { return nil }
        self.id = id
        self.at = at
        self.object = object
        let type = event["type"].string ?? ""
        isCreation = type.hasSuffix(".created") || type == "charge.succeeded" || type == "charge.pending" || type == "charge.failed"
    }

    /// Whether it is well formed, of another kind: `charge.refund.updated` may hold a charge in old versions.
    static func isForeign(_ event: JSONView, _ kind: ObjectKind) -> Bool {
        guard let object = event["data.object.object"].filledString else { return false }
        return object != kind.rawValue
    }
}
