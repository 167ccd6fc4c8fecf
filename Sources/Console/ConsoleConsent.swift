package import Core

/// How the console connects platforms by consent; the application fills it in.
package struct ConsoleConsent: Sendable {
    /// A platform that can be connected.
    package struct Platform: Sendable {
        let connector: String
        let name: String
        let settingTitle: String?
        let settingHint: String?

        /// - Parameter settingTitle: what a person has to give before the platform's screen can be opened; `nil` for nothing.
        package init(connector: String, name: String, settingTitle: String? = nil, settingHint: String? = nil) {
            self.connector = connector
            self.name = name
            self.settingTitle = settingTitle
            self.settingHint = settingHint
        }
    }

    /// A consent that has begun: where the browser goes, and the cookie that it must bring back.
    package struct Begun: Sendable {
        let url: String
        let cookie: (name: String, value: Secret, path: String, lifetime: Duration, isSecure: Bool)

        package init(url: String, cookie: (name: String, value: Secret, path: String, lifetime: Duration, isSecure: Bool)) {
            self.url = url
            self.cookie = cookie
        }
    }

    /// Makes a connection: tenant, who asks, connector, name, value of the setting. Throws a `DomainError` (409, 422).
    package typealias Make = @Sendable (TenantID, UserID?, _ connector: String, _ name: String, _ setting: String?) async throws -> ConnectionID
    /// Begins a consent: tenant, connection, who asks. Throws a `DomainError` (404, 409).
    package typealias Begin = @Sendable (TenantID, ConnectionID, _ subject: String) async throws -> Begun

    /// The accounts that a consent named, while none of them is chosen yet. Throws a `DomainError` (404).
    package typealias Offered = @Sendable (TenantID, ConnectionID) async throws -> [String]
    /// Has a connection read these accounts. Throws a `DomainError` (404, 409, 422).
    package typealias Choose = @Sendable (TenantID, ConnectionID, [String]) async throws -> Void

    let platforms: [Platform]
    let make: Make
    let begin: Begin
    let offered: Offered
    let choose: Choose

    package init(
        platforms: [Platform], make: @escaping Make, begin: @escaping Begin, offered: @escaping Offered, choose: @escaping Choose
    ) {
        self.platforms = platforms
        self.make = make
        self.begin = begin
        self.offered = offered
        self.choose = choose
    }

    func platform(_ connector: String) -> Platform? { platforms.first { $0.connector == connector } }
}
