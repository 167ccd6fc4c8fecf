import ConnectorKit

extension Refusal {
    /// Without the right to read payouts their links would be missing in silence: either the right or the setting has to change.
    fileprivate var ofList: Refusal {
        guard failure.detail?.hasPrefix("status 403") == true else { return self }
        let sentence = "The key may not read payouts. Give it the right to, or switch off \"Note the payout of each transaction\" (payout_links)."
        return Refusal(failure: ConnectorFailure(.config, sentence, detail: failure.detail), remedy: remedy)
    }
}

/// Notes which payout each transaction went out with. Only Stripe's automatic payouts know theirs.
struct PayoutLinks {
    let api: API
    let settings: Settings
    let reader: TransactionReader

    /// Links the payouts of the transactions that were just listed, with a checkpoint behind each payout.
    func read(_ cursor: inout ReadCursor) throws {
        guard var open = cursor.open else { return }
        let range = range(cursor, open)
        do {
            var pages = ListPages(api, "payouts", range, limit: settings.pageSize, stream: Transactions.stream, after: open.after)
            while let page = try pages.next() {
                for payout in page.objects {
                    try link(payout)
                    note(payout, &open)
                    open.after = payout["id"].filledString
                    cursor.open = open
                    let state = cursor
                    try api.host.checkpoint(Transactions.stream) { state.write(to: &$0) }
                }
            }
        } catch let refusal as Refusal {
            if refusal.remedy == .newStart, open.after != nil {
                cursor.open?.after = nil
                return try read(&cursor)
            }
            throw refusal.ofList
        }
    }

    /// Payouts are younger than what they pay out. Transactions that were read again lost their payout, so those of the same time are linked again.
    private func range(_ cursor: ReadCursor, _ open: ReadCursor.Open) -> ListPages.Range {
        guard open.mode != ReadRequest.Mode.backfill.rawValue else {
            return ListPages.Range(from: open.range.from, before: open.range.before?.adding(seconds: Int64(settings.pendingDays) * 86_400))
        }
        guard let from = open.range.from, open.mode == ReadRequest.Mode.incremental.rawValue, let linked = cursor.linked else {
            return ListPages.Range(from: open.range.from)
        }
        return ListPages.Range(from: min(from, linked.adding(seconds: -settings.overlap)))
    }

    /// A payout is done when its transactions will not change any more; until then the next read looks at it again.
    private func note(_ payout: JSONView, _ open: inout ReadCursor.Open) {
        guard payout["created"].kind == .number, let created = payout["created"].instant else { return }
        let isUnderWay = ["pending", "in_transit"].contains(payout["status"].string ?? "") || payout["reconciliation_status"].string == "in_progress"
        // The list is newest first: the first payout sets the mark, and older ones that are under way move it back.
        if open.linked == nil || isUnderWay { open.linked = created }
    }

    private func link(_ payout: JSONView) throws {
        guard payout["automatic"].boolean == true, let id = payout["id"].filledString else { return }
        do {
            var query = [(name: "payout", value: id)]
            if settings.expandsSource { query.append((name: "expand[]", value: "data.source")) }
            var pages = ListPages(
                api, "balance_transactions", ListPages.Range(), more: query, limit: settings.pageSize, stream: Transactions.stream)
            while let page = try pages.next() {
                // The payout's own transaction named it already.
                for object in page.objects where Reference.id(object["source"]) != id { try reader.emit(object, payout: id, api.host) }
            }
        } catch let refusal as Refusal where refusal.isKnown && refusal.isAboutOneObject {
            api.host.log(.warning, "The transactions of a payout stay unlinked: \(refusal.failure.message)")
        }
    }
}
