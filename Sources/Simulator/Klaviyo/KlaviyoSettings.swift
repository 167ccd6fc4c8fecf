/// How the simulated Klaviyo API behaves. What its documentation leaves open, or changes, is a setting.
package struct KlaviyoSettings: Sendable {
    /// The oldest and newest revision that is served.
    package var revisions: ClosedRange<String> = "2024-07-15"..."2026-10-15"
    /// The numbers of the calls (per seed, from 1) that are throttled whatever the budget says.
    package var throttledCalls: Set<Int> = [6]
    /// Seconds for which further calls of that seed are throttled too, and what `Retry-After` says.
    package var blockSeconds = 1
    /// By how much the limits of each path are wider than Klaviyo's own; 1 is what Klaviyo allows.
    package var limitFactor = 500
    /// Results in a page of a report.
    package var reportPage = 100
    /// Days of one report at most.
    package var longestReport = 366

    package init() {}
}
