/// The true parameters of the models behind the figures. A model that is fitted to the served data is judged by them.
package struct BusinessParameters: Sendable, Hashable {
    /// BG/NBD after Fader, Hardie and Lee (2005): purchase rates per week are Gamma(r, alpha) over customers; after each repeat purchase a
    /// customer leaves with a probability that is Beta(a, b) over customers.
    package var r = 0.85
    package var alpha = 3.2
    package var a = 0.9
    package var b = 3.0

    /// The part of all first purchases that would come without advertising.
    package var organicShare = 0.4
    /// The part of repeat purchases that the platform which won the customer claims.
    package var repeatAttribution = 0.25
    /// Meta's budget per day for each customer won per day, in micros; the other platforms' are parts of it.
    package var budgetPerCustomer: Int64 = 30_000_000

    /// Campaigns that each ad platform runs.
    package var campaignsPerPlatform = 8
    /// Visits for each order that nobody paid for.
    package var visitsPerOrder = 40.0
    /// The part of repeat purchases, if nothing else claims them, that a mail of the last five days brings.
    package var mailShare = 0.4
    /// Charges that are contested.
    package var disputeShare = 0.002

    package var discountShare = 0.18
    package var refundShare = 0.07
    package var cancelShare = 0.015
    package var testShare = 0.006

    package init() {}
}

/// How spend of one campaign turns into customers: geometric adstock, then a Hill curve.
package struct AdResponse: Sendable, Hashable {
    /// The part of yesterday's effect that is still there today.
    package let decay: Double
    /// The Hill curve's exponent.
    package let slope: Double
    /// The adstocked daily spend, in currency units, at which half of `effect` is reached.
    package let halfSaturation: Double
    /// First purchases per day that the campaign can bring at most, in the unit of `SimulatedBusiness.organicLevel`.
    package let effect: Double
}
