import Core

/// What happened in the visits: a funnel from the start to the purchase.
struct WebEvents {
    private let frame: BusinessFrame

    init(_ frame: BusinessFrame) { self.frame = frame }

    func facts(_ sessions: [SessionFact]) -> [SessionEventFact] {
        sessions.enumerated().flatMap { index, visit -> [SessionEventFact] in
            var stream = RandomStream(seed: frame.seed, "web events", visit.day - frame.since, visit.sessions, visit.campaign.utf8.count, index % 64)
            let carts = max(visit.conversions, Int(Double(visit.engaged) * stream.between(0.1, 0.2)))
            let checkouts = max(visit.conversions, Int(Double(carts) * stream.between(0.3, 0.6)))
            let views = max(carts, Int(Double(visit.sessions) * stream.between(0.9, 1.6)))
            let steps = [
                ("session_start", visit.sessions), ("page_view", visit.sessions + views + Int(Double(visit.sessions) * stream.between(0.6, 1.4))),
                ("view_item", views), ("add_to_cart", carts), ("begin_checkout", checkouts), ("purchase", visit.conversions),
            ]
            return steps.compactMap { event, count in
                guard count > 0 else { return nil }
                return SessionEventFact(
                    day: visit.day, event: event, source: visit.source, medium: visit.medium, campaign: visit.campaign,
                    campaignID: visit.campaignID, count: count, users: min(count, visit.users), value: event == "purchase" ? visit.revenue : 0)
            }
        }
    }
}
