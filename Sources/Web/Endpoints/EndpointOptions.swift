/// What an endpoint wants beyond the ordinary.
package struct EndpointOptions: Sendable {
    /// Answers hold tokens or secrets: `Cache-Control: no-store`.
    package var isSensitive = false
    /// Other people's caches may keep the answer for so long: documents and assets that are the same for all.
    package var publicCache: Duration?
    /// The longest time from the head of the request to the end of its answer; `nil` for the application's own.
    package var deadline: Duration?
    /// Rules of its own, beside those of the plan.
    package var rates: [RateRule] = []
    /// Not limited at all: health checks.
    package var isUnlimited = false
    /// Takes the console's session cookie.
    package var takesSession = false
    /// Where a page sends those who are not signed in.
    package var signInPage: String?
    /// The name in the document; made of method and path where it is `nil`.
    package var operationID: String?
    /// Further text for the document.
    package var about = ""

    package init() {}

    package static let standard = EndpointOptions()

    package static var sensitive: EndpointOptions {
        var options = EndpointOptions()
        options.isSensitive = true
        return options
    }

    /// For monitors: neither limited nor kept.
    package static var unlimited: EndpointOptions {
        var options = EndpointOptions()
        options.isUnlimited = true
        options.isSensitive = true
        return options
    }

    /// A page of the console.
    package static func page(signIn: String?) -> EndpointOptions {
        var options = EndpointOptions()
        options.takesSession = true
        options.signInPage = signIn
        return options
    }

    package static func publicCache(_ age: Duration) -> EndpointOptions {
        var options = EndpointOptions()
        options.publicCache = age
        return options
    }

    /// This with changes: `.sensitive.with { $0.deadline = .seconds(60) }`.
    package func with(_ change: (inout EndpointOptions) -> Void) -> EndpointOptions {
        var copy = self
        change(&copy)
        return copy
    }
}
