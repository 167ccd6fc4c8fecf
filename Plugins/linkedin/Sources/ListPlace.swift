import ConnectorKit

/// Where an interrupted list goes on: the cursor `{"mode", "account", "part", "after"}`.
struct ListPlace: Equatable {
    let account: String
    /// The campaigns whose creatives were being read: the first and the last of them.
    var part: String?
    /// The token of the page.
    var after: String?

    init(account: String, part: String? = nil, after: String? = nil) {
        self.account = account
        self.part = part
        self.after = after
    }

    /// Only a read of the same mode goes on where the last one stopped.
    init?(_ request: ReadRequest, _ accounts: [AdAccount]) {
        guard request.cursor["mode"].string == request.mode.rawValue, let account = request.cursor["account"].filledString,
            accounts.contains(where: { $0.id == account })
        else { return nil }
        self.init(account: account, part: request.cursor["part"].filledString, after: request.cursor["after"].filledString)
    }

    func write(to row: inout Row, _ mode: ReadRequest.Mode) {
        row.text("mode", mode.rawValue)
        row.text("account", account)
        row.text("part", part)
        row.text("after", after)
    }
}

/// A part of a list that is asked for at once: creatives of at most 50 campaigns, so that the URL stays short.
struct ListPart: Equatable {
    let campaigns: [String]

    /// A list that needs no parts.
    static let whole = ListPart(campaigns: [])
    private static let size = 50

    /// `first-last`; nil for a whole list.
    var name: String? {
        guard let first = campaigns.first, let last = campaigns.last else { return nil }
        return "\(first)-\(last)"
    }

    /// Ids are numbers: a campaign that was made later comes later, so that a part keeps its campaigns between two reads.
    static func isBefore(_ left: String, _ right: String) -> Bool { (left.utf8.count, left) < (right.utf8.count, right) }

    /// The parts of a list of ordered ids, from the part with that name on.
    static func parts(_ ids: [String], from name: String?) -> [ListPart] {
        var rest = ids[...]
        var parts: [ListPart] = []
        if let bounds = name?.split(separator: "-").map(String.init), bounds.count == 2 {
            rest = rest.drop { isBefore($0, bounds[0]) }
            let first = rest.prefix { !isBefore(bounds[1], $0) }
            if !first.isEmpty { parts.append(ListPart(campaigns: Array(first))) }
            rest = rest.dropFirst(first.count)
        }
        while !rest.isEmpty {
            parts.append(ListPart(campaigns: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return parts
    }
}
