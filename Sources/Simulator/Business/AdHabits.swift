import Core

/// What differs between the platforms: size, prices, words and the look of ids.
struct AdHabits: Sendable {
    /// Spend and effect relative to Meta's.
    let size: Double
    /// Factors on the price of a thousand impressions and on the rate of clicks.
    let price: Double
    let clickRate: Double
    let audiences: [String]
    /// The first is the one that plays a video, where one does.
    let creatives: [String]
    /// What an ad set of a campaign with that objective is optimised for.
    let goal: @Sendable (String) -> String
    /// Name and zone of each account.
    let accounts: [(name: String, zone: String)]

    static func of(_ platform: AdPlatform) -> AdHabits {
        switch platform {
        case .meta: meta
        case .google: google
        case .tiktok: tiktok
        case .snapchat: snapchat
        case .linkedin: linkedin
        }
    }

    private static let meta = AdHabits(
        size: 1, price: 1, clickRate: 1, audiences: Words.audiences, creatives: Words.creatives,
        goal: { $0 == "OUTCOME_AWARENESS" ? "REACH" : "OFFSITE_CONVERSIONS" },
        accounts: [("Main", "Europe/Berlin"), ("Overseas", "America/New_York")])

    private static let google = AdHabits(
        size: 0.6, price: 5, clickRate: 4, audiences: ["Gifts and home", "Outdoor and travel", "Kitchen"],
        creatives: ["Responsive A", "Responsive B", "Responsive C"], goal: { $0 },
        accounts: [("Main", "Europe/Berlin"), ("Overseas", "America/New_York")])

    private static let tiktok = AdHabits(
        size: 0.2, price: 0.6, clickRate: 0.8, audiences: ["Broad 18-44", "Lookalike narrow", "Hashtags"],
        creatives: ["Video 9s", "Video 21s", "Video creator"],
        goal: {
            switch $0 {
            case "TRAFFIC": "CLICK"
            case "REACH": "REACH"
            case "VIDEO_VIEWS": "VIDEO_VIEW"
            default: "CONVERT"
            }
        }, accounts: [("Main", "Europe/Berlin")])

    private static let snapchat = AdHabits(
        size: 0.1, price: 0.5, clickRate: 0.7, audiences: ["Broad 18-34", "Lookalike balance", "Lifestyles"],
        creatives: ["Video snap", "Collection", "Image snap"],
        goal: { ["SALES": "PIXEL_PURCHASE", "TRAFFIC": "SWIPES"][$0] ?? "IMPRESSIONS" },
        accounts: [("Main", "Europe/Berlin"), ("Overseas", "America/Los_Angeles")])

    private static let linkedin = AdHabits(
        size: 0.1, price: 5, clickRate: 0.4, audiences: ["Managers 50-500", "Buyers", "Office teams"],
        creatives: ["Video case", "Document", "Single image"],
        goal: {
            switch $0 {
            case "BRAND_AWARENESS": "MAX_IMPRESSION"
            case "VIDEO_VIEW": "MAX_VIDEO_VIEW"
            case "LEAD_GENERATION": "MAX_LEAD"
            case "WEBSITE_VISIT", "ENGAGEMENT": "MAX_CLICK"
            default: "MAX_CONVERSION"
            }
        }, accounts: [("Main", "UTC")])

    /// The sizes of all platforms together.
    static let total = AdPlatform.allCases.reduce(0) { $0 + of($1).size }
}

/// The ids of one platform's objects, as they look there.
struct AdIdentifiers: Sendable {
    enum Kind: Int64, Sendable {
        case account, campaign, adSet, ad, creative
    }

    let platform: AdPlatform
    private let base: Int64
    private let seed: UInt64

    init(_ platform: AdPlatform, _ frame: BusinessFrame) {
        self.platform = platform
        base = frame.idBase
        seed = frame.seed
    }

    /// Meta: 15 and 18 digits. Google: 10 to 12. TikTok: 19. Snapchat: UUIDs. LinkedIn: 9, and 10 for campaigns and creatives.
    func id(_ kind: Kind, _ index: Int) -> String {
        let place = Int64(index) + 1
        return switch platform {
        case .meta where kind == .account: String(100_200_300_000_000 + base * 10 + place)
        case .meta: String(120_200_000_000_000_000 + base * 100_000_000 + kind.rawValue * 10_000_000 + place)
        case .google where kind == .account: String(4_000_000_000 + base * 10_000 + place * 1_111)
        case .google: String((kind == .campaign ? 20_000_000_000 : 150_000_000_000 + kind.rawValue * 20_000_000_000) + base * 100_000 + place)
        case .tiktok: String(1_750_000_000_000_000_000 + kind.rawValue * 10_000_000_000_000_000 + base * 10_000_000 + place * 16)
        case .snapchat: uuid(kind, index)
        case .linkedin where kind == .account: String(500_000_000 + base * 100 + place)
        case .linkedin: String(600_000_000 + (kind == .campaign ? 0 : kind.rawValue * 50_000_000) + base * 400 + place)
        }
    }

    private func uuid(_ kind: Kind, _ index: Int) -> String {
        var stream = RandomStream(seed: seed, "snapchat id", Int(kind.rawValue), index)
        let digits = Array("0123456789abcdef")
        return String(
            (0..<36).map { place in
                switch place {
                case 8, 13, 18, 23: "-"
                case 14: "4"
                case 19: digits[8 + stream.below(4)]
                default: digits[stream.below(16)]
                }
            })
    }
}
