/// How the simulated Snapchat Marketing API and Conversions API behave. What their documentation leaves open, or changes, is a setting.
package struct SnapchatSettings: Sendable {
    /// The numbers of the calls (per seed, from 1) that are throttled whatever the limit says.
    package var throttledCalls: Set<Int> = [9]
    /// Seconds for which further calls of that seed are throttled too.
    package var blockSeconds = 1
    /// Calls of a token in one second before a throttle comes by itself; what the platform says is 10.
    package var callsPerSecond = 1_000
    package var smallestLimit = 50
    package var largestLimit = 1_000
    /// Days of one report, by the day and by the hour.
    package var mostDays = 31
    package var mostHourlyDays = 7
    /// Fields that are refused though this API knows them.
    package var refusedFields: Set<String> = []
    /// Events of one upload, and the days after which an event is too old.
    package var mostEvents = 2_000
    package var mostEventDays = 37

    package init() {}
}
