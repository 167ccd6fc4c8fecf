import Core

/// A list call: which objects, and which page of them.
struct StripeList {
    private let name: String
    private let parameters: [String: String]
    private let settings: StripeSettings

    /// The parameters that each list knows, besides time and page.
    private static let filters = [
        "charges": ["customer", "payment_intent", "transfer_group"], "refunds": ["charge", "payment_intent"],
        "disputes": ["charge", "payment_intent"], "payouts": ["status", "destination", "arrival_date"],
        "balance_transactions": ["currency", "payout", "source", "type"], "events": ["type", "types[]"],
    ]
    private static let kinds = [
        "charges": "charge", "refunds": "refund", "disputes": "dispute", "payouts": "payout", "balance_transactions": "balance transaction",
        "events": "event",
    ]
    private static let common: Set<String> = [
        "limit", "starting_after", "ending_before", "expand[]", "created", "created[gt]", "created[gte]", "created[lt]", "created[lte]",
    ]

    init(_ name: String, _ request: SimulatedRequest, _ settings: StripeSettings) throws(StripeError) {
        self.name = name
        parameters = request.parameters
        self.settings = settings
        let known = Self.common.union(Self.filters[name] ?? [])
        if let other = parameters.keys.sorted().first(where: { !known.contains($0) }) {
            throw .parameter(other, "Received unknown parameter: \(other)", code: "parameter_unknown")
        }
        if let expanded = parameters["expand[]"], name != "balance_transactions" || expanded != "data.source" {
            throw .parameter("expand[]", "This property cannot be expanded (\(expanded)).")
        }
    }

    static func knows(_ name: String) -> Bool { filters[name] != nil }

    static func kind(_ name: String) -> String { kinds[name] ?? name }

    func page(_ book: StripeBook) throws(StripeError) -> JSON {
        let all = book.lists[name] ?? []
        let limit = try number("limit") ?? Int64(settings.defaultLimit)
        guard (1...Int64(settings.largestLimit)).contains(limit) else {
            throw .parameter("limit", "Invalid integer: limit must be between 1 and \(settings.largestLimit)", code: "parameter_invalid_integer")
        }
        let range = try times()
        let fits: (StripeBook.Entry) -> Bool = { entry in range.contains(entry.created) && self.fits(entry) }
        let found: [StripeBook.Entry]
        let hasMore: Bool
        if let end = try place("ending_before", book) {
            let before = all[..<end].filter(fits)
            found = Array(before.suffix(Int(limit)))
            hasMore = before.count > found.count
        } else {
            let start = try place("starting_after", book).map { $0 + 1 } ?? 0
            let rest = all[start...].lazy.filter(fits).prefix(Int(limit) + 1)
            let page = Array(rest)
            found = Array(page.prefix(Int(limit)))
            hasMore = page.count > found.count
        }
        let isExpanded = parameters["expand[]"] != nil
        return ["object": "list", "url": .string("/v1/\(name)"), "has_more": .bool(hasMore), "data": .array(found.map { $0.write(isExpanded) })]
    }

    private func number(_ name: String) throws(StripeError) -> Int64? {
        guard let text = parameters[name] else { return nil }
        guard let number = Int64(text) else { throw .parameter(name, "Invalid integer: \(text)", code: "parameter_invalid_integer") }
        return number
    }

    private func place(_ parameter: String, _ book: StripeBook) throws(StripeError) -> Int? {
        guard let id = parameters[parameter] else { return nil }
        guard let place = book.place(of: id, in: name) else {
            throw .missing(Self.kind(name), id, parameter: parameter, status: 400)
        }
        return place
    }

    /// Seconds, both ends included.
    private func times() throws(StripeError) -> ClosedRange<Int64> {
        var low = Int64.min
        var high = Int64.max
        if let exact = try number("created") { (low, high) = (exact, exact) }
        if let bound = try number("created[gte]") { low = max(low, bound) }
        if let bound = try number("created[gt]") { low = max(low, bound + 1) }
        if let bound = try number("created[lte]") { high = min(high, bound) }
        if let bound = try number("created[lt]") { high = min(high, bound - 1) }
        return low <= high ? low...high : Int64.max...Int64.max
    }

    private func fits(_ entry: StripeBook.Entry) -> Bool {
        for name in Self.filters[name] ?? [] {
            guard let wanted = parameters[name] else { continue }
            if name == "types[]" {
                guard Self.family(entry.filters["type"] ?? "") == Self.family(wanted) else { return false }
            } else if wanted.hasSuffix(".*"), name == "type" {
                guard entry.filters["type"]?.hasPrefix(wanted.dropLast()) == true else { return false }
            } else {
                guard entry.filters[name] == wanted else { return false }
            }
        }
        return true
    }

    /// The object that an event is about. Of several `types[]` a request keeps the last one; callers name the types of one object together.
    private static func family(_ type: String) -> Substring {
        if type.hasPrefix("charge.dispute.") { return "dispute" }
        if type.hasPrefix("charge.refund.") { return "refund" }
        return type.prefix { $0 != "." }
    }
}
