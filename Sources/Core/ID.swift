/// A typed id: a UUID that says what it names, so that a campaign's id can not be passed where a tenant's is due.
package struct ID<Subject>: Hashable, Sendable, Comparable {
    package let value: UniqueID

    /// A new, time-ordered id.
    package init() { value = UniqueID() }

    package init(_ value: UniqueID) { self.value = value }

    /// Reads the canonical text form; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        guard let value = UniqueID(text) else { return nil }
        self.value = value
    }

    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension ID: CustomStringConvertible {
    package var description: String { value.description }
}

/// What ids name. Empty: they exist for the type checker alone.
package enum Named {
    package enum Tenant {}
    package enum User {}
    package enum Session {}
    package enum APIKey {}
    package enum Connection {}
    package enum Sync {}
    package enum Job {}
    package enum Upload {}
    package enum Campaign {}
    package enum AdGroup {}
    package enum Ad {}
    package enum AdAccount {}
    package enum Order {}
    package enum Customer {}
    package enum Product {}
    package enum Request {}
}

package typealias TenantID = ID<Named.Tenant>
package typealias UserID = ID<Named.User>
package typealias SessionID = ID<Named.Session>
package typealias APIKeyID = ID<Named.APIKey>
package typealias ConnectionID = ID<Named.Connection>
package typealias SyncID = ID<Named.Sync>
package typealias JobID = ID<Named.Job>
package typealias UploadID = ID<Named.Upload>
package typealias CampaignID = ID<Named.Campaign>
package typealias AdGroupID = ID<Named.AdGroup>
package typealias AdID = ID<Named.Ad>
package typealias AdAccountID = ID<Named.AdAccount>
package typealias OrderID = ID<Named.Order>
package typealias CustomerID = ID<Named.Customer>
package typealias ProductID = ID<Named.Product>
package typealias RequestID = ID<Named.Request>
