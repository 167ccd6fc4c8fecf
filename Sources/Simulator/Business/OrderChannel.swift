/// The way that led to an order: the last one that was not the plain address.
package enum OrderChannel: Sendable, Hashable {
    case advertising(AdTouch)
    /// Position in `SimulatedBusiness.mailings`.
    case mailing(Int)
    case other(WebSource)
}

/// Where visits come from that nobody paid for.
package struct WebSource: Sendable, Hashable {
    package let source: String
    package let medium: String
    /// The part of these visits that each brings.
    let share: Double

    package static let googleOrganic = WebSource(source: "google", medium: "organic", share: 0.45)
    package static let direct = WebSource(source: "(direct)", medium: "(none)", share: 0.35)

    static let all = [
        googleOrganic, direct, WebSource(source: "bing", medium: "organic", share: 0.06),
        WebSource(source: "homestories.example", medium: "referral", share: 0.08), WebSource(source: "instagram.com", medium: "social", share: 0.06),
    ]
}
