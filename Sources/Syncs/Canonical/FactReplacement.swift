import Core

/// Says that the facts of an account, a level and some days, as they come in one batch, are all there are: what is missing was withdrawn by the platform.
struct FactReplacement: Sendable, Hashable {
    let account: UniqueID
    let level: String
    let days: DayRange

    /// Reads `{"account_id", "level", "since", "until"}`.
    init(_ json: JSON, _ ids: EntityIDs) throws(RowFault) {
        guard let account = json["account_id"]?.string, let level = json["level"]?.string, ["account", "campaign", "ad_group", "ad"].contains(level),
            let since = json["since"]?.string.flatMap({ Day($0) }), let until = json["until"]?.string.flatMap({ Day($0) }),
            let days = DayRange(since, until)
        else { throw RowFault(field: "$replace", reason: "it needs account_id, level, since and until") }
        self.account = ids.id(.adAccount, account)
        self.level = level
        self.days = days
    }
}
