/// An experiment: spend of one channel was changed for some weeks, and the change of the outcome was measured.
///
/// The model's answer to the same question, with adstock, is Σ over the observed weeks of β·S(A(x + change)) − β·S(A(x)); what a test misses because
/// its effect arrives after the observation ended is so accounted for. The measurement is taken as normal around it.
public struct LiftTest: Sendable, Equatable {
    public var channel: String
    /// Number of the first week with a changed spend, from 0 = first week fitted.
    public var start: Int
    /// Change of spend per week, in the unit of the data; negative where spend was taken away.
    public var change: [Double]
    /// Weeks observed from `start` on; at least as many as `change`.
    public var observed: Int
    /// Measured change of the outcome over the observed weeks, in the unit of the data.
    public var lift: Double
    /// Standard error of `lift`.
    public var standardError: Double

    public init(channel: String, start: Int, change: [Double], observed: Int? = nil, lift: Double, standardError: Double) {
        self.channel = channel
        self.start = start
        self.change = change
        self.observed = observed ?? change.count
        self.lift = lift
        self.standardError = standardError
    }
}
