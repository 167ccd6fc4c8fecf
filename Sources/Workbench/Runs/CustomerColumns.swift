package import Core

/// Which columns of a file hold what a customer model needs.
package struct CustomerColumns: Sendable {
    package var customer = "customer"
    package var day = "day"
    package var value = "value"
    package var frequency: String?
    package var recency: String?
    package var age: String?

    package init() {}
}

/// The unit of time of a customer model.
package enum TimeUnit: String, Sendable, CaseIterable {
    case day, week
}

/// How a file of customers is to be read.
package struct CustomerInput: Sendable {
    package var path: String
    package var columns = CustomerColumns()
    package var unit = TimeUnit.week
    /// The last day observed; the last day of the file unless given.
    package var until: Day?

    package init(path: String) { self.path = path }
}
