/// How the simulated Stripe API behaves. What its documentation leaves open is a setting.
package struct StripeSettings: Sendable {
    package var defaultLimit = 10
    package var largestLimit = 100
    /// The numbers of the calls (per seed, from 1) that are throttled.
    package var throttledCalls: Set<Int> = [4]
    /// Calls per second and seed before a throttle comes by itself.
    package var callsPerSecond = 100
    /// What a throttle says in `Retry-After`; `nil` for no such header.
    package var retryAfterSeconds: Int?
    /// What the version of a call without `Stripe-Version` is.
    package var defaultVersion = "2026-06-24.dahlia"
    /// Older events are gone.
    package var eventDays = 30

    package init() {}
}
