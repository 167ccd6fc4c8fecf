import ConnectorKit

/// The lists of an account's structure. Raw values are the names of the streams.
enum Edge: String {
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case creatives
    case pixels = "snapchat_pixels"

    /// Snapchat's name in paths and of the list.
    var path: String {
        switch self {
        case .campaigns: "campaigns"
        case .adGroups: "adsquads"
        case .ads: "ads"
        case .creatives: "creatives"
        case .pixels: "pixels"
        }
    }

    /// The member that holds one object.
    var word: String { String(path.dropLast()) }

    /// The call that lists an account's objects.
    func query(_ settings: Settings) -> [(name: String, value: String)] {
        let limit = [(name: "limit", value: String(settings.pageSize))]
        return settings.listsDeleted && self != .pixels ? limit + [(name: "read_deleted_entities", value: "true")] : limit
    }

    /// Emits the row of one object.
    /// - Parameter campaigns: the campaign of each ad squad: an ad names its ad squad alone.
    func emit(_ view: JSONView, _ id: String, _ account: AdAccount, _ zone: Zone, _ campaigns: [String: String], _ host: Host) throws {
        switch self {
        case .campaigns: try host.emit(Objects.campaign(view, id, account, zone))
        case .adGroups: try host.emit(Objects.adGroup(view, id, account))
        case .ads: try host.emit(Objects.ad(view, id, account, campaigns))
        case .creatives: try host.emit(Objects.creative(view, id, account))
        case .pixels:
            try host.emit(rawValue) { row in
                row.text("id", id)
                row.text("account_id", account.id)
                row.text("name", view["name"].filledString)
                row.text("status", view["effective_status"].filledString ?? view["status"].filledString)
                row.raw("attributes", try Attributes.of(view, ["organization_id", "created_at", "updated_at"]))
            }
        }
    }
}
