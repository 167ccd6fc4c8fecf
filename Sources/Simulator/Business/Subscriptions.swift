package import Core

/// Who takes mail, and until when.
struct Subscriptions: Sendable {
    private let frame: BusinessFrame

    init(_ frame: BusinessFrame) { self.frame = frame }

    func subscribers(_ customers: [SimulatedCustomer]) -> [SimulatedSubscriber] {
        customers.enumerated().map { subscriber($1, $0) }
    }

    private func subscriber(_ customer: SimulatedCustomer, _ index: Int) -> SimulatedSubscriber {
        var stream = RandomStream(seed: frame.seed, "subscriber", index)
        let agrees = stream.chance(0.78)
        let leaves = stream.chance(0.2)
        let left = customer.created + .seconds(86_400 + Int(min(stream.exponential(rate: 1.0 / 120), 3_650) * 86_400))
        let unsubscribed = agrees && leaves && left < frame.horizon ? left : nil
        let consent: SimulatedSubscriber.Consent = !agrees ? .never : unsubscribed == nil ? .subscribed : .unsubscribed
        return SimulatedSubscriber(
            customer: index, id: TextID.sortable("profile", seed: frame.seed, index), email: customer.email, consent: consent,
            consented: agrees ? customer.created : nil, unsubscribed: unsubscribed, created: customer.created,
            updated: unsubscribed ?? customer.created)
    }
}

extension SimulatedSubscriber {
    /// Whether mail may go to them at that instant.
    package func takesMail(at instant: Instant) -> Bool {
        guard let consented, consented <= instant else { return false }
        return unsubscribed.map { instant < $0 } ?? true
    }
}
