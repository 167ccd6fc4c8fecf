import ConnectorKit

/// Reads one list of the structure of all accounts, page by page. It is read whole each time: Google gives no time of change.
struct Listing {
    let ads: Ads
    let entity: Entity

    /// Where an interrupted read goes on.
    private struct Place {
        let account: String
        let page: String?
    }

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        let place = place(request, accounts)
        let left = place.map { place in Array(accounts.drop { $0.id != place.account }) } ?? accounts
        for (index, account) in left.enumerated() {
            let following = index + 1 < left.count ? left[index + 1].id : nil
            let page = index == 0 ? place?.page : nil
            do { try read(account, page: page, then: following, request) } catch let refusal as Refusal {
                try recover(from: refusal, account, page, then: following, request)
            }
        }
        if left.isEmpty { try finish() }
    }

    /// A page that is too old starts the list again; a closed account is left out.
    private func recover(from refusal: Refusal, _ account: AdAccount, _ page: String?, then following: String?, _ request: ReadRequest) throws {
        switch refusal.remedy {
        case .newPage:
            ads.host.log(.info, "The page of \(account.id) is not known any more: the list starts again.")
            do { try read(account, page: nil, then: following, request) } catch let refusal as Refusal { throw refusal.failure }
        case .skipAccount:
            ads.host.log(.info, "The account \(account.id) is closed: it is left out.")
            if let following { try checkpoint(following, nil, request) } else { try finish() }
        default: throw refusal.failure
        }
    }

    /// Only a read of the same mode goes on where the last one stopped.
    private func place(_ request: ReadRequest, _ accounts: [AdAccount]) -> Place? {
        guard request.cursor["mode"].string == request.mode.rawValue, let account = request.cursor["account"].filledString,
            accounts.contains(where: { $0.id == account })
        else { return nil }
        return Place(account: account, page: request.cursor["page"].filledString)
    }

    private func read(_ account: AdAccount, page first: String?, then following: String?, _ request: ReadRequest) throws {
        let query = entity.query(ads.settings)
        var token = first
        var tokens = Set(first.map { [$0] } ?? [])
        var digests: Set<Int> = []
        repeat {
            let (next, digest) = try self.page(query, account, token)
            if let digest, !digests.insert(digest).inserted { throw circle(account) }
            if let next, !tokens.insert(next).inserted { throw circle(account) }
            token = next
            if let next {
                try checkpoint(account.id, next, request)
            } else if let following {
                try checkpoint(following, nil, request)
            } else {
                try finish()
            }
        } while token != nil
    }

    /// Emits the rows of a page; gives the next page's token and what tells a page that came twice. A cut answer is asked for again; what it had
    /// given already comes again with the same ids.
    private func page(_ query: GAQL, _ account: AdAccount, _ token: String?) throws -> (next: String?, digest: Int?) {
        var attempts = 0
        while true {
            var hasher = Hasher()
            var count = 0
            do {
                let next = try ads.page(query, account.access, token: token) { row in
                    hasher.combine(entity.id(row))
                    count += 1
                    try entity.emit(row, account, ads.host)
                }
                return (next, count == 0 ? nil : hasher.finalize())
            } catch let refusal as Refusal where refusal.remedy == .shorterRange && attempts < 3 {
                attempts += 1
                ads.host.log(.info, "A page of \(account.id) was cut off: asking again.")
            }
        }
    }

    private func circle(_ account: AdAccount) -> ConnectorFailure {
        ConnectorFailure(.contract, "Google gave the same page twice: its paging goes in a circle.", detail: "\(entity.rawValue) of \(account.id)")
    }

    private func checkpoint(_ account: String, _ page: String?, _ request: ReadRequest) throws {
        try ads.host.checkpoint(entity.rawValue) { row in
            row.text("mode", request.mode.rawValue)
            row.text("account", account)
            row.text("page", page)
        }
    }

    private func finish() throws { try ads.host.checkpoint(entity.rawValue) { $0.instant("read_at", ads.host.now) } }
}
