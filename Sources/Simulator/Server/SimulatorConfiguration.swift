package import Core

/// How the simulator runs. The defaults are those of the demo: the first sync takes more than eight pages on every platform, meets a
/// throttle on each, and is done in seconds.
package struct SimulatorConfiguration: Sendable {
    /// A loopback address.
    package var host = "127.0.0.1"
    /// 0 takes any free port.
    package var port = 8190
    package var days = 120
    package var customers = 600
    /// The last day of the history. `nil`: the last one that was over in every time zone when the business was first asked for, so that nothing lies in the
    /// future and no account is still in the middle of it.
    package var until: Day?
    package var parameters = BusinessParameters()
    package var meta = MetaSettings()
    package var shopify = ShopifySettings()
    package var googleAds = GoogleAdsSettings()
    package var tiktok = TikTokSettings()
    package var snapchat = SnapchatSettings()
    package var linkedin = LinkedInSettings()
    package var klaviyo = KlaviyoSettings()
    package var stripe = StripeSettings()
    package var analytics = AnalyticsSettings()
    package var searchConsole = SearchConsoleSettings()
    /// Faults that are on from the start, for every seed.
    package var faults: [SimulatorFault] = []

    package init() {}

    /// The last day that is over everywhere: the last place to end one is twelve hours behind UTC.
    static func lastDay(at now: Instant) -> Day { (now - .seconds(12 * 3_600)).day - 1 }
}
