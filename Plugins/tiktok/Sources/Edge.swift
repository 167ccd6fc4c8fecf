import ConnectorKit

/// The lists of an advertiser's structure. Raw values are the names of the streams.
enum Edge: String {
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case creatives
    case pixels = "tiktok_pixels"

    /// One call that lists a part of an edge.
    struct Source: Equatable {
        /// What a cursor calls it.
        let name: String
        let path: String
        /// JSON text.
        var filtering: String?
        /// Rows of a page, where the edge has a bound of its own.
        var largest = 1000
    }

    /// The calls that together list everything.
    func sources(_ settings: Settings) -> [Source] {
        let all = deletedWord.flatMap { settings.listsDeleted ? #"{"secondary_status":"\#($0)"}"# : nil }
        switch self {
        case .pixels: return [Source(name: "pixels", path: "pixel/list/", largest: 20)]
        case .campaigns, .adGroups, .ads, .creatives:
            var sources = [Source(name: "regular", path: "\(word)/get/", filtering: all)]
            if settings.listsSmartPlus { sources.append(Source(name: "smart_plus", path: "smart_plus/\(word)/get/")) }
            // TopView can not be mixed with other ways of buying in one call.
            if settings.listsTopView, self == .campaigns {
                sources.append(Source(name: "top_view", path: "campaign/get/", filtering: #"{"buying_types":["RESERVATION_TOP_VIEW"]}"#))
            }
            return sources
        }
    }

    /// TikTok's name in paths and ids.
    var word: String {
        switch self {
        case .campaigns: "campaign"
        case .adGroups: "adgroup"
        case .ads, .creatives: "ad"
        case .pixels: "pixel"
        }
    }

    /// The state that lists deleted objects too.
    private var deletedWord: String? {
        switch self {
        case .campaigns: "CAMPAIGN_STATUS_ALL"
        case .adGroups: "ADGROUP_STATUS_ALL"
        case .ads, .creatives: "AD_STATUS_ALL"
        case .pixels: nil
        }
    }

    /// The object's id; nil where it has none. Ids have up to 19 digits and are texts.
    func id(_ view: JSONView) -> String? { view["\(word)_id"].filledString ?? view["smart_plus_\(word)_id"].filledString }

    /// Emits the row of one object.
    func emit(_ view: JSONView, _ id: String, _ account: Advertiser, _ host: Host) throws {
        switch self {
        case .campaigns: try host.emit(Objects.campaign(view, id, account))
        case .adGroups: try host.emit(Objects.adGroup(view, id, account))
        case .ads: try host.emit(Objects.ad(view, id, account))
        case .creatives: try host.emit(Objects.creative(view, id, account))
        case .pixels:
            try host.emit(rawValue) { row in
                row.text("id", id)
                row.text("account_id", account.id)
                row.text("code", view["pixel_code"].filledString)
                row.text("name", view["pixel_name"].filledString ?? view["name"].filledString)
                row.raw("attributes", try Attributes.of(view, ["pixel_setup_mode", "partner_name", "activity_status", "create_time", "events"]))
            }
        }
    }
}
