import Core
import Web

/// What part of the orders a list shows.
struct OrderFilter: Sendable, Hashable {
    var platform: String?
    var connection: ConnectionID?
    var customer: String?
    var since: Day?
    var until: Day?
    /// Whether the answer also counts and sums the whole list.
    var wantsTotal = false

    static let parameters: Parameters<(PageRequest, OrderFilter)> = .page(
        parameter("platform", .optional(.string(min: 1, max: 64)), "Only orders of this platform."),
        parameter("connection_id", .optional(.id(ConnectionID.self)), "Only orders of this connection."),
        parameter("customer_external_id", .optional(.string(min: 1, max: 200)), "Only orders of this customer."),
        parameter("since", .optional(.day), "Only orders from this day on, in the shop's time zone."),
        parameter("until", .optional(.day), "Only orders up to this day."),
        parameter("include", .optional(.enumeration(["total"])), "total adds count, customers and revenue of the whole list."),
        make: { OrderFilter(platform: $0, connection: $1, customer: $2, since: $3, until: $4, wantsTotal: $5 != nil) })
}
