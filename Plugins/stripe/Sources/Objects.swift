import ConnectorKit

/// Reads one kind of objects: once by its list, then by the events that tell of changes. Stripe has no filter by the time of change.
struct Objects {
    let api: API
    let kind: ObjectKind
    let settings: Settings
    let merchant: Merchant

    /// Stripe keeps events for 30 days; a day less, so that none is lost at the edge. Seconds.
    static let eventsLast: Int64 = 29 * 86_400

    private var reader: ObjectReader { ObjectReader(kind: kind, settings: settings, zone: merchant.zone) }

    func read(_ request: ReadRequest) throws {
        var cursor = ReadCursor(request)
        if request.mode == .incremental, cursor.open == nil, let mark = cursor.mark {
            if mark > api.host.now.adding(seconds: -Self.eventsLast) {
                return try Events(api: api, reader: reader, settings: settings).read(from: mark, cursor)
            }
            api.host.log(.info, "The events since the last read are gone: everything is read again.")
        }
        do { try list(request, &cursor) } catch let refusal as Refusal {
            guard refusal.remedy == .newStart, cursor.open?.after != nil else { throw refusal }
            api.host.log(.info, "Stripe does not know the page any more: the list starts again.")
            cursor.open = nil
            try list(request, &cursor)
        }
    }

    private func list(_ request: ReadRequest, _ cursor: inout ReadCursor) throws {
        var open = cursor.open ?? start(request)
        var pages = ListPages(api, kind.path, open.range, limit: settings.pageSize, stream: kind.stream, after: open.after)
        while let page = try pages.next() {
            for object in page.objects { try reader.emit(object, api.host) }
            open.after = page.next
            cursor.open = page.next == nil ? nil : open
            if page.next == nil, let mark = open.mark { cursor.mark = mark }
            try api.host.checkpoint(kind.stream) { [cursor] in cursor.write(to: &$0) }
        }
    }

    /// Changes made while the list is read are told by events, so those count from its start on. A backfill leaves them alone.
    private func start(_ request: ReadRequest) -> ReadCursor.Open {
        var open = ReadCursor.Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        open.range = Span.range(request, settings, merchant.zone, stored: nil)
        if request.mode != .backfill { open.mark = Instant(seconds: api.host.now.seconds) }
        return open
    }
}
