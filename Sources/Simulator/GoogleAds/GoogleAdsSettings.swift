/// How the simulated Google Ads API behaves. What its documentation leaves open, or changes, is a setting.
package struct GoogleAdsSettings: Sendable {
    /// Major versions that are served; others get `UNSUPPORTED_VERSION`.
    package var versions: ClosedRange<Int> = 22...25
    /// Where one is set, every request of the Ads API needs it; else any developer token is right.
    package var developerToken: String?
    /// The numbers of the calls (per seed, from 1) that are refused for a moment whatever the allowance says.
    package var throttledCalls: Set<Int> = [6]
    /// Seconds that such a refusal states, and for which further calls are refused too.
    package var retrySeconds = 1
    /// Operations per day and seed: a query or a changed object counts one.
    package var operationsPerDay = 15_000
    /// Rows in a page of `search`. The platform has 10 000; smaller ones make the demo turn pages.
    package var pageSize = 1_000
    /// Rows in a part of `searchStream`.
    package var partSize = 1_000
    /// Operations in one change.
    package var largestMutate = 10_000
    /// Conversions in one upload.
    package var largestUpload = 2_000
    /// Whether figures that are zero are left out.
    package var omitsZeros = true

    package init() {}
}
