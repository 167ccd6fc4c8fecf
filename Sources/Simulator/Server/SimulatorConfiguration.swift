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
    /// The last day of the history. `nil`: yesterday in UTC when the business is first asked for, so that nothing lies in the future.
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
}
