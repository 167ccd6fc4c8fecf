/// The objects behind the money, each a stream of its own: they change after they were made, which transactions do not.
enum ObjectKind: String, CaseIterable {
    case charge, refund, payout, dispute

    init?(stream: String) {
        guard let kind = Self.allCases.first(where: { $0.stream == stream }) else { return nil }
        self = kind
    }

    /// The list's path.
    var path: String { rawValue + "s" }

    var stream: String { "stripe_" + path }

    /// The events that tell of it.
    var events: [String] {
        switch self {
        case .charge:
            ["succeeded", "failed", "pending", "captured", "expired", "refunded", "updated"].map { "charge.\($0)" }
        case .refund: ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"]
        case .payout: ["created", "updated", "paid", "failed", "canceled", "reconciliation_completed"].map { "payout.\($0)" }
        case .dispute: ["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"].map { "charge.dispute.\($0)" }
        }
    }
}
