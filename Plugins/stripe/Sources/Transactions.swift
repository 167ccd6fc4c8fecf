import ConnectorKit

/// Reads `transactions`: the balance transactions, which are what really moved on the account, then which payout each one went out with.
struct Transactions {
    let api: API
    let settings: Settings
    let merchant: Merchant

    static let stream = "transactions"

    private var reader: TransactionReader { TransactionReader(settings: settings, zone: merchant.zone) }

    func read(_ request: ReadRequest) throws {
        var cursor = ReadCursor(request)
        if cursor.open?.phase != .payouts {
            do { try list(request, &cursor) } catch let refusal as Refusal {
                guard refusal.remedy == .newStart, cursor.open?.after != nil else { throw refusal }
                api.host.log(.info, "Stripe does not know the page any more: the list starts again.")
                cursor.open = nil
                try list(request, &cursor)
            }
        }
        if cursor.open?.phase == .payouts {
            try PayoutLinks(api: api, settings: settings, reader: reader).read(&cursor)
            finish(request, &cursor)
            try checkpoint(cursor)
        }
    }

    private func list(_ request: ReadRequest, _ cursor: inout ReadCursor) throws {
        var open = cursor.open ?? start(request, cursor)
        var pages = ListPages(
            api, "balance_transactions", open.range, more: settings.expandsSource ? [(name: "expand[]", value: "data.source")] : [],
            limit: settings.pageSize, stream: Self.stream, after: open.after)
        while let page = try pages.next() {
            for object in page.objects {
                try reader.emit(object, payout: nil, api.host)
                note(object, &open)
            }
            open.after = page.next
            if page.next == nil { open.phase = .payouts }
            cursor.open = open
            if page.next == nil, !settings.linksPayouts { finish(request, &cursor) }
            try checkpoint(cursor)
        }
    }

    private func start(_ request: ReadRequest, _ cursor: ReadCursor) -> ReadCursor.Open {
        var open = ReadCursor.Open(mode: request.mode.rawValue, since: request.since, until: request.until)
        open.range = Span.range(request, settings, merchant.zone, stored: storedStart(cursor))
        return open
    }

    /// Where an incremental read starts: at the oldest transaction that was pending, if that is not too long ago.
    private func storedStart(_ cursor: ReadCursor) -> Instant? {
        guard let mark = cursor.mark else { return nil }
        let usual = mark.adding(seconds: -settings.overlap)
        let oldest = mark.adding(seconds: -Int64(settings.pendingDays) * 86_400)
        return min(usual, max(cursor.pending ?? usual, oldest))
    }

    private func note(_ object: JSONView, _ open: inout ReadCursor.Open) {
        guard object["created"].kind == .number, let created = object["created"].instant else { return }
        open.mark = max(open.mark ?? created, created)
        if object["status"].string == "pending" { open.pending = min(open.pending ?? created, created) }
    }

    /// All is read: what was gathered becomes the cursor. A backfill of old days leaves it alone.
    private func finish(_ request: ReadRequest, _ cursor: inout ReadCursor) {
        if let open = cursor.open, request.mode != .backfill {
            cursor.mark = [cursor.mark, open.mark].compactMap(\.self).max()
            cursor.pending = open.pending
            cursor.linked = open.linked ?? cursor.linked
        }
        cursor.open = nil
    }

    private func checkpoint(_ cursor: ReadCursor) throws { try api.host.checkpoint(Self.stream) { cursor.write(to: &$0) } }
}

/// The times of creation that a request asks for.
enum Span {
    /// - Parameter stored: where an incremental read starts; nil for a first one.
    static func range(_ request: ReadRequest, _ settings: Settings, _ zone: Zone, stored: Instant?) -> ListPages.Range {
        switch request.mode {
        case .incremental: ListPages.Range(from: stored ?? (request.since ?? settings.since).map { zone.start(of: $0) })
        case .full: ListPages.Range(from: (request.since ?? settings.since).map { zone.start(of: $0) })
        case .backfill:
            ListPages.Range(from: request.since.map { zone.start(of: $0) }, before: request.until.map { zone.start(of: $0.adding(days: 1)) })
        }
    }
}
