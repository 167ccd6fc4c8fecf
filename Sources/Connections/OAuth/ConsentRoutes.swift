import Core
import Postgres
import Sealing
import Web

/// HTTP of connecting by consent.
struct ConsentRoutes {
    let consent: Consent
    let choosing: AccountChoosing

    init(database: Database, connectors: Connectors, keyring: @escaping KeyringSource, settings: OAuthSettings) {
        consent = Consent(database: database, connectors: connectors, keyring: keyring, settings: settings)
        choosing = AccountChoosing(database: database, connectors: connectors, keyring: keyring)
    }

    var endpoints: [Endpoint] { [authorize, callback, accounts, choose] }

    private var authorize: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/authorize", permission: .connectionsWrite, summary: "Begin to connect by consent", tag: "Connections",
            path: .id("id", ConnectionID.self), output: .json(.consentAddress),
            options: .sensitive.with {
                $0.about =
                    "The answer sets a cookie, which the person's browser must have when it comes back from the platform: call this from there."
            }
        ) { [consent] call in
            let address = try await consent.begin(call.path, tenant: call.tenant, by: call.principal.subject.description)
            call.set(address.cookie)
            call.audit("connections.authorize", resource: "connection", id: call.path.description)
            return address
        }
    }

    /// Anyone may call it, as a browser brings nothing along that the API takes: the state says whose it is, and a cookie that it is the browser in which
    /// that was begun. A person who is signed in must be the one who began.
    private var callback: Endpoint {
        Endpoint(
            .get, OAuthSettings.callbackPath, permission: .public, summary: "Take a platform's answer to a consent", tag: "Connections",
            query: Self.answer, output: .html,
            options: .sensitive.with {
                $0.takesSession = true
                $0.deadline = .seconds(30)
                $0.rates = [.perMinute(60)]
            }
        ) { [consent] call in
            call.setHeader("Referrer-Policy", "no-referrer")
            do {
                let answer = Consent.Answer(call.query)
                let outcome = try await consent.finish(answer, as: call.principal) { call.cookie($0) }
                if let state = answer.state { call.forget(state) }
                call.audit(
                    "connections.connect", resource: "connection", id: outcome.connection.description, tenant: outcome.tenant,
                    actor: outcome.startedBy)
                return ConsentPages.connected(outcome)
            } catch let fault as ConsentFault {
                return ConsentPages.failed(fault)
            }
        }
    }

    private var accounts: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/accounts", permission: .connectionsRead, summary: "List the accounts that a consent named",
            tag: "Connections", path: .id("id", ConnectionID.self), output: .json(.offeredAccounts)
        ) { [choosing] call in try await choosing.offered(call.path, tenant: call.tenant) }
    }

    private var choose: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/accounts", permission: .connectionsWrite, summary: "Choose the accounts that a connection reads",
            tag: "Connections", path: .id("id", ConnectionID.self), body: .json(.chosenAccounts), output: .json(.connection)
        ) { [choosing] call in
            let connection = try await choosing.choose(call.body.accounts, for: call.path, tenant: call.tenant)
            call.audit(
                "connections.choose", resource: "connection", id: call.path.description,
                changes: ["accounts": .array(call.body.accounts.map { .string($0) })])
            return connection
        }
    }

    /// What platforms are known to send; what is not used here is taken and left alone.
    private static let answer = Parameters.texts(
        [
            "state", "code", "auth_code", "error", "shop", "error_description", "error_reason", "error_code", "error_message", "error_uri", "scope",
            "authuser", "prompt", "hd", "iss", "hmac", "host", "timestamp", "granted_scopes", "denied_scopes",
        ], max: 4_096)
}
