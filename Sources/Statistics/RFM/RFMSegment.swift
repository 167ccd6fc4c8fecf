/// What a marketer calls a customer of these scores.
public enum RFMSegment: UInt8, Sendable, CaseIterable {
    /// Ordered lately and often, and spends much.
    case champions
    /// Orders often.
    case loyal
    /// Ordered lately, a few times.
    case potentialLoyal
    /// Ordered lately for the first time.
    case new
    /// In the middle of everything.
    case needsAttention
    /// A few orders, some time ago.
    case aboutToSleep
    /// Ordered often, but not for long.
    case atRisk
    /// Ordered most and spent most, but not for long.
    case cannotLose
    /// Few orders, long ago.
    case hibernating
    /// The least of everything.
    case lost

    /// The segment of three scores from 1 to 5. Recency and frequency decide; money tells champions from loyal, those not to be lost from those at risk,
    /// and the hibernating from the lost.
    public init(recency: Int, frequency: Int, monetary: Int) {
        switch (recency, frequency) {
        case (4..., 4...): self = monetary >= 4 ? .champions : .loyal
        case (3, 4...): self = .loyal
        case (4..., 2...3): self = .potentialLoyal
        case (4..., _): self = .new
        case (3, 2...3): self = .needsAttention
        case (3, _): self = .aboutToSleep
        case (_, 5): self = monetary >= 4 ? .cannotLose : .atRisk
        case (_, 3...4): self = .atRisk
        case (2, _): self = .hibernating
        default: self = monetary >= 3 ? .hibernating : .lost
        }
    }
}
