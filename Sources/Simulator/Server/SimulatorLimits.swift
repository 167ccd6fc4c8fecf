extension SimulatorConfiguration {
    /// As good as no limit, and far from overflowing what is reckoned with it.
    private static let plenty = 1_000_000_000

    /// Lets no call be refused for being one too many: for measuring what can be served at all. What a single call may ask for stays limited.
    package mutating func liftLimits() {
        meta.throttledCalls = []
        meta.callsPerHour = Self.plenty
        googleAds.throttledCalls = []
        googleAds.operationsPerDay = Self.plenty
        tiktok.throttledCalls = []
        tiktok.callsPerSecond = Self.plenty
        snapchat.throttledCalls = []
        snapchat.callsPerSecond = Self.plenty
        linkedin.throttledCalls = []
        linkedin.callsPerDay = Self.plenty
        linkedin.metricValues = Self.plenty
        shopify.drainedQueries = []
        shopify.maximumAvailable = Double(Self.plenty)
        shopify.restoreRate = Double(Self.plenty)
        stripe.throttledCalls = []
        stripe.callsPerSecond = Self.plenty
        klaviyo.throttledCalls = []
        klaviyo.limitFactor = Self.plenty
        analytics.throttledCalls = []
        analytics.tokensPerDay = Self.plenty
        analytics.tokensPerHour = Self.plenty
        searchConsole.throttledCalls = []
    }
}
