/// How the simulated Google Analytics APIs behave. What their documentation leaves open, or changes, is a setting.
package struct AnalyticsSettings: Sendable {
    package var versions: Set<String> = ["v1beta"]
    /// The numbers of the reports (per seed, from 1) that are refused because too many would run at once.
    package var throttledCalls: Set<Int> = [4]
    /// Seconds for which further reports of that seed are refused too.
    package var blockSeconds = 1
    package var tokensPerDay = 200_000
    package var tokensPerHour = 40_000
    /// Tokens that a report costs, and more for each thousand rows.
    package var tokensPerReport = 2
    package var largestLimit = 250_000
    package var defaultLimit = 10_000
    package var mostDimensions = 9
    package var mostMetrics = 10
    package var mostRanges = 4
    /// Figures of traits of people say that rows of few people are withheld. None are.
    package var subjectsTraitsToThresholding = true

    package init() {}
}
