import Core
import Postgres

/// Says that the facts of a scope and some days, as they come in one batch, are all there are: what is missing was withdrawn by the platform.
struct FactReplacement: Sendable, Hashable {
    /// Whose facts they are.
    enum Scope: Sendable, Hashable {
        /// Those of an ad account; of one level where the stream has levels.
        case account(UniqueID, level: String?)
        /// Those of a web site or app, by the platform's id.
        case property(String)
        /// Those of a site in a search engine; of all kinds of search where none is named.
        case site(String, searchType: String?)
        /// Those of a message.
        case message(UniqueID)
    }

    let scope: Scope
    let days: DayRange

    /// Reads the scope's members with `since` and `until`. A member that is not known might narrow the window, so it is refused.
    init(_ json: JSON, of stream: CanonicalStream, _ ids: EntityIDs) throws(RowFault) {
        var reader = try ControlReader(json, "$replace")
        switch stream {
        case .adDaily:
            let account = try reader.id("account_id")
            scope = .account(ids.id(.adAccount, account), level: try reader.word("level", ["account", "campaign", "ad_group", "ad"]))
        case .keywordDaily, .searchTermDaily: scope = .account(ids.id(.adAccount, try reader.id("account_id")), level: nil)
        case .webDaily, .webEvents, .webDemographics: scope = .property(try reader.id("property_id"))
        case .searchDaily: scope = .site(try reader.id("site"), searchType: try reader.optionalText("search_type"))
        case .messageDaily: scope = .message(ids.id(.message, try reader.id("message_id")))
        default: throw RowFault(field: "$replace", reason: "the stream \(stream.rawValue) is not replaced by days")
        }
        let (since, until) = (try reader.day("since"), try reader.day("until"))
        guard let days = DayRange(since, until) else { throw RowFault(field: "$replace", reason: "until lies before since") }
        self.days = days
        try reader.end()
    }

    /// The ad account that it names.
    var account: UniqueID? { if case .account(let account, _) = scope { account } else { nil } }

    /// Which facts of a table `f` it speaks of.
    func condition(_ merge: MergeScope) -> Query {
        let whose: Query =
            switch scope {
            case .account(let account, nil): "f.account_id = \(account)"
            case .account(let account, let level?): "f.account_id = \(account) AND f.level = \(level)"
            case .property(let property): "f.platform = \(merge.platform) AND f.property_id = \(property)"
            case .site(let site, nil): "f.platform = \(merge.platform) AND f.site = \(site)"
            case .site(let site, let type?): "f.platform = \(merge.platform) AND f.site = \(site) AND f.search_type = \(type)"
            case .message(let message): "f.message_id = \(message)"
            }
        return "f.tenant_id = \(merge.tenant) AND \(whose) AND f.day BETWEEN \(days.first) AND \(days.last)"
    }
}
