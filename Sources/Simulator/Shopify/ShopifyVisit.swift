import Core

/// The visit that led to an order.
struct ShopifyVisit: Sendable {
    let order: ShopifyOrder

    /// Where the visitor came from, as the platform names it.
    var source: String {
        switch order.channel {
        case .advertising(let touch): touch.platform.source
        case .mailing: "email"
        case .other(.direct): "direct"
        case .other(let web): web.source
        }
    }

    /// The marks of the link that was followed; `nil` for a link without any.
    var marks: ShopifyLinkMarks? {
        let business = order.business
        switch order.channel {
        case .advertising(let touch):
            let campaign = business.advertising(on: touch.platform).campaigns[touch.campaign]
            let medium = touch.platform == .google ? "cpc" : "paid_social"
            return ShopifyLinkMarks(source: touch.platform.source, medium: medium, campaign: campaign.name, term: campaign.id)
        case .mailing(let index):
            let mailing = business.mailings[index]
            let name = mailing.kind == .flow ? "Flow: \(mailing.name)" : mailing.name
            return ShopifyLinkMarks(source: "klaviyo", medium: "email", campaign: name, term: mailing.id)
        case .other: return nil
        }
    }
}

/// The `utm_` parameters of a link.
struct ShopifyLinkMarks: Sendable, Hashable {
    let source: String
    let medium: String
    let campaign: String
    let term: String
}

extension AdPlatform {
    /// What links of this platform call it.
    fileprivate var source: String { self == .meta ? "facebook" : rawValue }
}
