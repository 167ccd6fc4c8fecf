import Core

/// `GET /rest/adAnalytics`: which figures are asked for. Wrong parameters are LinkedIn's errors.
struct LinkedInReport: Sendable {
    let pivots: [String]
    let days: ClosedRange<Day>
    let accounts: Set<String>
    let campaigns: Set<String>?
    let creatives: Set<String>?
    let fields: [String]
    let isDaily: Bool

    static let members: Set<String> = [
        "MEMBER_COMPANY_SIZE", "MEMBER_INDUSTRY", "MEMBER_SENIORITY", "MEMBER_JOB_TITLE", "MEMBER_JOB_FUNCTION", "MEMBER_COUNTRY_V2",
        "MEMBER_REGION_V2", "MEMBER_COMPANY",
    ]
    private static let entities: Set<String> = [
        "CAMPAIGN", "CREATIVE", "ACCOUNT", "CAMPAIGN_GROUP", "SERVING_LOCATION", "IMPRESSION_DEVICE_TYPE",
    ]

    init(_ request: SimulatedRequest, _ settings: LinkedInSettings) throws(LinkedInError) {
        let parameters = request.parameters
        switch parameters["q"] {
        case "analytics":
            guard let pivot = LinkedInSyntax.value(parameters["pivot"]) ?? parameters["pivot"] else { throw .parameter("pivot") }
            pivots = [pivot]
        case "statistics":
            guard let list = LinkedInSyntax.list(parameters["pivots"]), (1...3).contains(list.count), !list.contains(where: Self.members.contains)
            else { throw .parameter("pivots") }
            pivots = list
        default: throw .parameter("q")
        }
        guard pivots.allSatisfy({ Self.entities.contains($0) || Self.members.contains($0) }) else { throw .parameter("pivot") }
        guard let range = LinkedInSyntax.range(parameters["dateRange"]) else { throw .parameter("dateRange") }
        days = range
        switch LinkedInSyntax.value(parameters["timeGranularity"]) ?? parameters["timeGranularity"] {
        case "DAILY": isDaily = true
        case "ALL": isDaily = false
        default: throw .parameter("timeGranularity")
        }
        guard let urns = LinkedInSyntax.list(parameters["accounts"]), let ids = LinkedInSyntax.ids(urns, LinkedInObjects.accountURN) else {
            throw .parameter("accounts")
        }
        accounts = ids
        campaigns = try Self.filter(parameters["campaigns"], LinkedInObjects.Kind.campaigns.urn, "campaigns")
        creatives = try Self.filter(parameters["creatives"], LinkedInObjects.Kind.creatives.urn, "creatives")
        // Without fields only impressions and clicks come back.
        fields = parameters["fields"].map { $0.split(separator: ",").map { String($0) } } ?? ["impressions", "clicks"]
        guard fields.count <= settings.largestFieldCount else { throw .argument("More than \(settings.largestFieldCount) fields are requested") }
        guard fields.allSatisfy({ LinkedInFigures.names.contains($0) }) else { throw .parameter("fields") }
    }

    private static func filter(_ text: String?, _ prefix: String, _ name: String) throws(LinkedInError) -> Set<String>? {
        guard let text else { return nil }
        guard let items = LinkedInSyntax.list(text), let ids = LinkedInSyntax.ids(items, prefix) else { throw .parameter(name) }
        return ids
    }
}
