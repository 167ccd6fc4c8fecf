/// What an endpoint asks of its caller. An endpoint can not be declared without it.
package protocol Access: Sendable {
    /// What a handler knows of its caller: a `Principal`, or perhaps one.
    associatedtype Who: Sendable
    /// `nil` for an endpoint that anyone may call.
    var permission: Permission? { get }
    /// The caller as the handler sees it; `nil` where there must be one and is none.
    func who(_ principal: Principal?) -> Who?
}

/// The right to do something, written `thing:verb`. A slice declares its own:
/// ```
/// extension Access where Self == Permission {
///     package static var campaignsRead: Permission { Permission("campaigns:read") }
/// }
/// ```
package struct Permission: Hashable, Sendable, Access, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package var permission: Permission? { self }

    package func who(_ principal: Principal?) -> Principal? { principal }
}

extension Access where Self == Permission {
    /// Any caller who is signed in, whatever the roles.
    package static var signedIn: Permission { Permission("signed-in") }
}

/// The mark of an endpoint that anyone may call.
package struct PublicAccess: Access {
    package var permission: Permission? { nil }

    package func who(_ principal: Principal?) -> Principal?? { .some(principal) }
}

extension Access where Self == PublicAccess {
    /// Anyone, signed in or not.
    package static var `public`: PublicAccess { PublicAccess() }
}
