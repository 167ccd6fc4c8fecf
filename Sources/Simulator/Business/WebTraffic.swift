package import Core

/// Visits of one day in the shop's zone from one source. Money in micros of the shop's currency.
package struct SessionFact: Sendable, Hashable {
    package let day: Day
    package let source: String
    package let medium: String
    package let campaign: String
    /// The id that the advertising or mail platform has for the campaign.
    package let campaignID: String?
    package let sessions: Int
    package let users: Int
    package let newUsers: Int
    package let engaged: Int
    /// Orders of the day that came this way; test orders are none.
    package let conversions: Int
    package let revenue: Int64
}

/// How often something happened in the visits of one day from one source.
package struct SessionEventFact: Sendable, Hashable {
    package let day: Day
    /// `session_start`, `page_view`, `view_item`, `add_to_cart`, `begin_checkout` or `purchase`.
    package let event: String
    package let source: String
    package let medium: String
    package let campaign: String
    package let campaignID: String?
    package let count: Int
    package let users: Int
    package let value: Int64
}

/// Visits of one day by a trait of the visitor. For each dimension the values add up to the day.
package struct DemographicFact: Sendable, Hashable {
    package let day: Day
    /// `country`, `city`, `language`, `deviceCategory`, `userAgeBracket` or `userGender`.
    package let dimension: String
    package let value: String
    package let sessions: Int
    package let users: Int
    package let newUsers: Int
    package let engaged: Int
    package let conversions: Int
    package let revenue: Int64
}

/// One query that led to one page of the shop. Over a day the clicks are the sessions of `google / organic`.
package struct SearchFact: Sendable, Hashable {
    package let day: Day
    package let query: String
    package let page: String
    /// ISO 3166-1, three lower-case letters.
    package let country: String
    /// `DESKTOP`, `MOBILE` or `TABLET`.
    package let device: String
    package let clicks: Int
    package let impressions: Int
    /// The mean position, in thousandths, from 1 000.
    package let position: Int
}
